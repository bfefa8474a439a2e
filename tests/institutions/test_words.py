"""The word check on the shipped lists, and the guard against pointing out a citizen."""

import json
from pathlib import Path

import pytest

import institutions
from institutions.rules.words import Hit, Level, PersonalKind, check, personal_hits

DATA = Path(institutions.__file__).with_name("data") / "governing.da.json"
LISTS = json.loads(DATA.read_text(encoding="utf-8"))
RED, AMBER = LISTS["words_red"], LISTS["words_amber"]


def words(text: str) -> list[str]:
    return [hit.word for hit in check(text, RED, AMBER)]


def naive(text: str) -> list[str]:
    """Looks for the letters anywhere, as a first attempt would."""
    return [word for word in RED + AMBER if word in text.lower()]


@pytest.mark.parametrize("word", RED + AMBER)
def test_every_listed_word_finds_itself_in_any_case(word: str) -> None:
    assert word in words(f"Hjælp til {word}.")
    assert word in words(word.upper())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vikaren", "vikar"),
        ("vikarer", "vikar"),
        ("vikardækning", "vikar"),
        ("ferievikar", "vikar"),
        ("medicinen", "medicin"),
        ("medicingivning", "medicin"),
        ("badet", "bad"),
        ("brusebad", "bad"),
        ("sårene", "sår"),
        ("sårskift", "sår"),
        ("liften", "lift"),
        ("loftlift", "lift"),
        ("løftet", "løft"),
        ("personløft", "løft"),
        ("plejeopgaver", "pleje"),
        ("personpleje", "pleje"),
        ("nattevagten", "nattevagt"),
        ("visiterede", "visiteret"),
        ("journalen", "journal"),
        ("patientjournalen", "journal"),
        ("maden", "mad"),
        ("madlavning", "mad"),
        ("lektiehjælp", "lektier"),
        ("indkøbstur", "indkøb"),
        ("nøglerne", "nøgle"),
        ("motorsaven", "motorsav"),
        ("lommepenge", "penge"),
        ("Vi dækker en vagt", "dække en vagt"),
        ("har tilsynet med børn", "tilsyn med"),
        ("ledsager til læge", "ledsage til læge"),
        ("åbne og lukke\nalene", "åbne og lukke alene"),
    ],
)
def test_inflections_and_compounds_are_found(text: str, expected: str) -> None:
    assert words(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "madras", "nomader", "badminton", "badeværelse", "shoplifter", "lifligt", "sårbar",
        "sårede følelser", "journalist", "plejehjemmet", "Plejecenter", "plejebolig", "naturpleje",
        "dagpenge", "nøgleord", "kaffemaskinen", "symaskine", "løfter", "Mads",
        "Kom og gå en tur med beboerne og drik kaffe bagefter", "", "!!!",
    ],
)  # fmt: skip
def test_words_that_only_look_alike_are_left_alone(text: str) -> None:
    assert words(text) == []


def test_the_wound_is_shown_although_a_feeling_may_be_meant() -> None:
    assert words("et såret ben") == ["sår"]


def test_control_looking_for_letters_hits_the_innocent() -> None:
    innocent = ["madras", "badminton", "shoplifter", "sårbar", "journalist", "plejehjemmet"]

    assert [text for text in innocent if naive(text)] == innocent
    assert [text for text in innocent if words(text)] == []


def test_a_hit_says_where_it_stands_once_red_first() -> None:
    text = "Mad til alle. Vikarerne kommer, og en vikar til. Maden er varm."

    assert check(text, RED, AMBER) == [
        Hit("vikar", Level.RED, "Vikarerne"),
        Hit("mad", Level.AMBER, "Mad"),
    ]


def test_the_lists_are_the_municipalitys_own() -> None:
    assert check("Vi synger", red=["synger"], amber=[]) == [Hit("synger", Level.RED, "synger")]
    assert check("Vi synger", red=[" "], amber=[]) == []


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("født 010190-1234", PersonalKind.CPR, "01****-****"),
        ("0101901234", PersonalKind.CPR, "01****-****"),
        ("311299 1234.", PersonalKind.CPR, "31****-****"),
        ("610190-1234", PersonalKind.CPR, "61****-****"),
        ("ring 20 12 34 56", PersonalKind.PHONE, "20 12 34 56"),
        ("+4520123456", PersonalKind.PHONE, "+4520123456"),
        ("20123456", PersonalKind.PHONE, "20123456"),
        ("besøg fru Jensen", PersonalKind.NAME, "fru Jensen"),
        ("Hr. Østergaard elsker skak", PersonalKind.NAME, "Hr. Østergaard"),
        ("frøken Å-Holm", PersonalKind.NAME, "frøken Å-Holm"),
    ],
)
def test_what_could_lead_to_a_citizen_is_found(text: str, kind: PersonalKind, found: str) -> None:
    hits = personal_hits(text)

    assert [(hit.kind, hit.found) for hit in hits] == [(kind, found)]
    assert hits[0].text.endswith((".", "stedet."))


@pytest.mark.parametrize(
    "text",
    [
        "24.11.2026 kl. 13.30-16.00", "skoleåret 2026-2027", "9999 Eksempel", "uge 48",
        "321390-1234", "011390-1234", "sag 1234567890123", "fruen i huset", "hr og fru",
        "Kaffe med frugt",
    ],
)  # fmt: skip
def test_dates_and_numbers_of_daily_life_are_left_alone(text: str) -> None:
    assert personal_hits(text) == []


def test_a_cpr_number_is_not_repeated_in_the_refusal() -> None:
    hit = personal_hits("010190-1234")[0]

    assert "1234" not in hit.found + hit.text

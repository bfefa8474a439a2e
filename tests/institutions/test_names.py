"""Names of citizens are refused in a need's words; places, words and staff's titles are not."""

import pytest

from backend.common.refusals import Invalid
from institutions.rules.need import require_need
from institutions.rules.words import PersonalKind, personal_hits


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gå en tur med fru Hansen.", "fru Hansen"),
        ("Hjælp Karen Jensen med haven.", "Karen Jensen"),
        ("Besøg beboeren Karen en time.", "beboeren Karen"),
        ("Læs med eleven Ali hver tirsdag.", "eleven Ali"),
        ("Snak med Per Kirkegaard om fugle.", "Per Kirkegaard"),
    ],
)
def test_a_name_is_found(text: str, found: str) -> None:
    hits = [(hit.kind, hit.found) for hit in personal_hits(text)]

    assert hits == [(PersonalKind.NAME, found)]


@pytest.mark.parametrize(
    "text",
    [
        "Vi mødes på H.C. Andersens Vej ved Jens Jensens Plads.",
        "Du følger beboere til koncert i Musikhuset.",
        "Vi går fra Store Strandstrup til søen.",
        "Hver borger har en kop. Elever fra Søby kommer forbi.",
    ],
)
def test_what_is_no_name_is_left_alone(text: str) -> None:
    assert personal_hits(text) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("practical", "Karen Jensen bor på stue 4."),
        ("certificate_reason", "CPR 010190-1234"),
        ("insurance_text", "Ring 12 34 56 78"),
    ],
)
def test_every_free_text_is_looked_at(field: str, value: str) -> None:
    with pytest.raises(Invalid) as refusal:
        require_need({**WORDS, field: value})

    assert list(refusal.value.fields) == [field]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"certificate": "record"}, "certificate_reason"),
        ({"online_link": "http://moede.example.dk/x"}, "online_link"),
        ({"online_link": "moede.example.dk"}, "online_link"),
        ({"practical": "x" * 201}, "practical"),
    ],
)
def test_what_is_missing_is_told_at_its_field(changes: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        require_need({**WORDS, **changes})

    assert list(refusal.value.fields) == [field]


def test_a_template_for_every_place_names_nobody_to_call() -> None:
    words = {**WORDS, "contact_name": "", "contact_phone": ""}

    require_need(words, contact=False)
    with pytest.raises(Invalid) as refusal:
        require_need(words)

    assert list(refusal.value.fields) == ["contact_name", "contact_phone"]


WORDS = {
    "title": "Følgeskab",
    "sms_title": "Følgeskab",
    "description": "Du følger to beboere.",
    "not_to_do": "Du skal ikke løfte.",
    "contact_name": "Lone",
    "contact_phone": "+4512345678",
    "min_age": 18,
}

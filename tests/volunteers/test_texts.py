"""SMS texts: cost, filling in, and the linter."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volunteers.texts.gsm7 import (
    Encoding,
    Segments,
    is_gsm7,
    normalise,
    plain_letters,
    segments,
    septets,
)
from volunteers.texts.lint import Fault, lint, longest
from volunteers.texts.templates import (
    FIELD_LIMITS,
    LANGUAGES,
    TextTemplate,
    allowed_fields,
    render,
    shipped_templates,
    sms_name,
)

HOST = "frivillig.eksempel9"
EVERY_TEXT = [
    (language, name) for language in LANGUAGES for name in sorted(shipped_templates(language))
]
OFFER = {
    "navn": "Birgitte",
    "sted": "Plejecenter Søglimt"[:18],
    "opgave": "gåtur med beboere",
    "dag": "tor 26/11",
    "tid": "14.00-15.30",
    "link": f"https://{HOST}/s/k7Qm2xVb9TfRk7Qm2xVb9T",
}


def slow_segments(text: str) -> int:
    """Fills the parts one character at a time, with the rule written out for each alphabet."""
    if is_gsm7(text):
        costs, alone, part = [2 if char in "\f^{}\\[~]|€" else 1 for char in text], 160, 153
    else:
        costs, alone, part = [2 if ord(char) > 0xFFFF else 1 for char in text], 70, 67
    if sum(costs) <= alone:
        return 1
    parts = [0]
    for cost in costs:
        if parts[-1] + cost > part:
            parts.append(0)
        parts[-1] += cost
    return len(parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Segments(Encoding.GSM7, 0, 1)),
        ("æ" * 160, Segments(Encoding.GSM7, 160, 1)),
        ("æ" * 161, Segments(Encoding.GSM7, 161, 2)),
        ("æ" * 306, Segments(Encoding.GSM7, 306, 2)),
        ("æ" * 307, Segments(Encoding.GSM7, 307, 3)),
        ("€" * 80, Segments(Encoding.GSM7, 160, 1)),
        # 153 is odd: each part holds 76 pairs, and the 153rd pair needs a third part.
        ("€" * 152, Segments(Encoding.GSM7, 304, 2)),
        ("€" * 153, Segments(Encoding.GSM7, 306, 3)),
        ("ж" * 70, Segments(Encoding.UCS2, 70, 1)),
        ("ж" * 71, Segments(Encoding.UCS2, 71, 2)),
        ("😀" * 35, Segments(Encoding.UCS2, 70, 1)),
        ("😀" * 67, Segments(Encoding.UCS2, 134, 3)),
    ],
)
def test_segments_at_their_edges(text: str, expected: Segments) -> None:
    assert segments(text) == expected


@given(st.text(alphabet="aÅæ€{^ж😀\n é", max_size=400))
def test_segments_agree_with_a_slow_reference(text: str) -> None:
    assert segments(text).count == slow_segments(normalise(text))


@given(st.text(max_size=100))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_typographic_signs_are_made_plain_before_counting() -> None:
    pasted = "kl.\u00a014\u201315 \u201cgåtur\u201d \u2018nu\u2019\u2026 \u2014"

    assert normalise(pasted) == "kl. 14-15 \"gåtur\" 'nu'... -"
    assert segments(pasted).encoding is Encoding.GSM7
    assert segments(unicodedata.normalize("NFD", "gå")) == Segments(Encoding.GSM7, 2, 1)


def test_control_counting_without_normalising_costs_more() -> None:
    assert slow_segments("x\u00a0" * 60) == 2
    assert segments("x\u00a0" * 60).count == 1


def test_letters_outside_the_alphabet_lose_their_marks_and_scripts_stay() -> None:
    assert plain_letters("Zoë Łukasz Šárka José Åse") == "Zoe Lukasz Sarka José Åse"
    assert plain_letters("Олена") == "Олена"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Karen Marie Jensen", "Karen"),
        ("Anne-Charlotte", "Anne"),
        ("Wolfeschlegelstein", "Wolfeschlege"),
        ("Zoë", "Zoe"),
        ("  ", ""),
    ],
)
def test_names_are_shortened_to_a_first_name(name: str, expected: str) -> None:
    assert sms_name(name) == expected


def test_a_text_is_filled_in() -> None:
    text = render(shipped_templates()["tilbud"], **OFFER)

    assert text == (
        "Hej Birgitte. Plejecenter Søglim: gåtur med beboere tor 26/11 kl. 14.00-15.30. "
        f"Kan du hjælpe? Svar: {OFFER['link']}"
    )
    assert segments(text).count == 1


def test_braces_in_a_value_are_not_filled_in_again() -> None:
    template = TextTemplate("tilbud", "{navn} {opgave}")

    assert render(template, navn="Ole", opgave="{link}") == "Ole {link}"


@pytest.mark.parametrize(
    "wrong",
    [
        {"opgave": "x" * 22},
        {"opgave": ""},
        {"opgave": "€" * 11},
        {"sted": "x" * 19},
        {"link": "x" * 53},
        {"kode": "123456"},
        {"nonsense": "x"},
    ],
)
def test_other_fields_and_long_ones_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="field"):
        render(shipped_templates()["tilbud"], **{**OFFER, **wrong})


def test_a_missing_field_is_refused_but_one_edited_away_is_not() -> None:
    without = {name: value for name, value in OFFER.items() if name != "dag"}

    with pytest.raises(ValueError, match="missing fields"):
        render(shipped_templates()["tilbud"], **without)
    assert render(TextTemplate("tilbud", "Hej {navn}: {link}"), **OFFER) == (
        f"Hej Birgitte: {OFFER['link']}"
    )


@pytest.mark.parametrize(("language", "name"), EVERY_TEXT)
def test_every_shipped_text_passes_the_linter(language: str, name: str) -> None:
    template = shipped_templates(language)[name]

    assert lint(template, HOST) == []
    assert segments(longest(template, HOST)).count == 1
    assert set(template.fields) <= allowed_fields(name)


def test_all_danish_texts_are_there_and_english_lacks_associations_own() -> None:
    danish, english = set(shipped_templates("da")), set(shipped_templates("en"))

    assert len(danish) == 45
    # Associations' contacts are written to in Danish.
    assert danish - english == {
        "gruppe_tilbud",
        "gruppe_bekraeftelse",
        "gruppe_ledig_plads",
        "gruppe_tak",
        "forening_side",
        "forening_papir",
    }
    assert english - danish == set()


@pytest.mark.parametrize(("language", "name"), EVERY_TEXT)
def test_a_text_rendered_with_the_longest_values_is_one_segment(language: str, name: str) -> None:
    template = shipped_templates(language)[name]
    fields = {field: "x" * FIELD_LIMITS[field] for field in allowed_fields(name)}

    assert segments(render(template, **fields)).count == 1


def test_no_text_names_a_municipality() -> None:
    bodies = [shipped_templates(language)[name].body for language, name in EVERY_TEXT]

    assert [body for body in bodies if "Kommune" in body or "Silkeborg" in body] == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("Hej {navn}. Vi skriver \u201dgåtur\u201d. Svar: {link}", Fault.NOT_GSM7),
        ("Hej {navn}.\u00a0Svar: {link}", Fault.NOT_GSM7),
        ("Hej {navn} 😀 Svar: {link}", Fault.NOT_GSM7),
        ("Hej {navn}. Kan du?", Fault.LINK_MISSING),
        ("Hej {navn}. Din kode er {kode}. Svar: {link}", Fault.UNKNOWN_FIELD),
        ("Hej {navn.__class__}. Svar: {link}", Fault.UNKNOWN_FIELD),
        ("Hej {navn}. {sted} er aflyst. Svar: {link}", Fault.WORD),
        ("Hej {navn}. Vi mangler din børneattest: {link}", Fault.WORD),
        ("Hej {navn}. Log ind med MitID: {link}", Fault.WORD),
        ("Hej {navn}. Vil du tage en vagt? {link}", Fault.WORD),
        ("Hej {navn}. Se https://bit.ly/x eller {link}", Fault.OWN_ADDRESS),
        ("Hej {navn}. " + "x" * 100 + " {link}", Fault.TOO_LONG),
        ("   ", Fault.EMPTY),
    ],
)
def test_each_fault_is_found_alone(body: str, fault: Fault) -> None:
    assert [finding.fault for finding in lint(TextTemplate("tilbud", body), HOST)] == [fault]


def test_a_curly_quote_says_what_to_write() -> None:
    findings = lint(TextTemplate("tilbud", "Hej \u201d{navn}. {link}"), HOST)

    assert findings[0].text == (
        "Teksten indeholder tegnet \u201d, som gør sms'en mere end dobbelt så dyr. "
        'Skriv " i stedet.'
    )


def test_a_long_host_fails_every_text_with_a_link() -> None:
    failing = {
        name
        for name, template in shipped_templates().items()
        if lint(template, "frivillig.en-lang-kommune.dk")
    }

    assert failing == {name for name in shipped_templates() if "link" in allowed_fields(name)}


def test_an_unknown_name_is_a_finding() -> None:
    assert [finding.fault for finding in lint(TextTemplate("ny", "Hej"), HOST)] == [
        Fault.UNKNOWN_NAME
    ]
    with pytest.raises(KeyError):
        shipped_templates("sv")


def test_septets_count_pairs() -> None:
    assert septets("a€[") == 5

"""The checklist's rules, and that the shipped checklist follows them."""

import json
from datetime import date
from pathlib import Path

import pytest

import institutions
from backend.common.refusals import Invalid
from institutions.rules.checklist import EvidenceKind, require_evidence, run_valid_until

TODAY = date(2026, 11, 24)
DATA = Path(institutions.__file__).with_name("data") / "governing.da.json"
ITEMS = json.loads(DATA.read_text(encoding="utf-8"))["checklist"]
GOOD = {
    EvidenceKind.TEXT: ("Beboerne kommer mere ud.", None),
    EvidenceKind.DATE: ("", TODAY),
    EvidenceKind.CHOICE: ("kommunens ordning", None),
    EvidenceKind.PERSON: ("Lone Holm, 12 34 56 78", None),
    EvidenceKind.MED: ("LokalMED Søglimt", TODAY),
    EvidenceKind.DECLARATION: ("ja", None),
    EvidenceKind.AUTOMATIC: ("nej", None),
}


@pytest.mark.parametrize("kind", EvidenceKind)
def test_good_evidence_of_every_kind_is_taken(kind: EvidenceKind) -> None:
    evidence, held_on = GOOD[kind]

    require_evidence(kind, evidence, held_on=held_on, today=TODAY)


@pytest.mark.parametrize(
    ("kind", "evidence", "held_on", "field"),
    [
        (EvidenceKind.TEXT, "  ", None, "evidence"),
        (EvidenceKind.TEXT, "x" * 301, None, "evidence"),
        (EvidenceKind.TEXT, "Hun hedder 010190-1234", None, "evidence"),
        (EvidenceKind.DATE, "", None, "held_on"),
        (EvidenceKind.DATE, "", date(2026, 11, 25), "held_on"),
        (EvidenceKind.MED, "", TODAY, "evidence"),
        (EvidenceKind.MED, "LokalMED", None, "held_on"),
        (EvidenceKind.MED, "x" * 288, TODAY, "evidence"),
        (EvidenceKind.PERSON, "12 34 56 78", None, "evidence"),
        (EvidenceKind.CHOICE, "", None, "evidence"),
        (EvidenceKind.DECLARATION, "", None, "evidence"),
        (EvidenceKind.AUTOMATIC, "", None, "evidence"),
    ],
)
def test_thin_evidence_is_refused_with_what_to_do(
    kind: EvidenceKind, evidence: str, held_on: date | None, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        require_evidence(kind, evidence, held_on=held_on, today=TODAY)

    assert refusal.value.code == "evidence"
    assert refusal.value.fields == {field: [refusal.value.text]}
    assert refusal.value.text.endswith((".", "2026."))


@pytest.mark.parametrize(
    ("started_on", "last_day"),
    [
        (date(2026, 11, 24), date(2027, 11, 23)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2027, 3, 1), date(2028, 2, 29)),
    ],
)
def test_a_checklist_is_valid_for_twelve_months(started_on: date, last_day: date) -> None:
    assert run_valid_until(started_on) == last_day


def test_the_shipped_items_stand_at_their_level() -> None:
    def codes(level: str) -> list[str]:
        return [item["code"] for item in ITEMS if item["level"] == level]

    assert codes("institution") == ["F01", "F03", "F04", "F05", "F07"] + [
        f"F{number:02d}" for number in range(9, 15)
    ]
    assert codes("task") == ["F02", "F06", "F08", "F15"]
    assert codes("volunteer") == ["U02"]


def test_fourteen_points_gate_and_two_are_reopened_by_new_rules() -> None:
    gates = [item["code"] for item in ITEMS if item["gates"] and item["code"].startswith("F")]
    reopened = [item["code"] for item in ITEMS if item["reopened_by_rules"]]

    assert gates == [f"F{number:02d}" for number in range(1, 16) if number != 14]
    assert reopened == ["F03", "F04"]


def test_every_shipped_point_has_a_known_kind_of_evidence() -> None:
    assert [item["code"] for item in ITEMS if item["evidence"] not in set(EvidenceKind)] == []

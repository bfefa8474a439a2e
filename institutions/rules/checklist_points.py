"""What a point of a checklist template must say, and which are the same in two versions."""

from collections.abc import Collection, Mapping
from typing import Any

from backend.common.refusals import Invalid
from institutions.rules.checklist import EvidenceKind
from institutions.rules.states import ChecklistLevel

LONGEST_TEXT, LONGEST_HINT = 300, 120
# A code's letter tells the phase; F01 is the first point before.
PHASES: Mapping[str, str] = {"F": "Før", "U": "Under", "E": "Efter"}
LEVEL_WORDS: Mapping[ChecklistLevel, str] = {
    ChecklistLevel.INSTITUTION: "Én gang om året på institutionen",
    ChecklistLevel.TASK: "Ved hver opgave",
    ChecklistLevel.VOLUNTEER: "Hos den frivillige",
    ChecklistLevel.AFTERWARDS: "Bagefter",
}
EVIDENCE_WORDS: Mapping[EvidenceKind, str] = {
    EvidenceKind.TEXT: "Et par ord",
    EvidenceKind.DATE: "En dato",
    EvidenceKind.CHOICE: "Et valg",
    EvidenceKind.PERSON: "En person",
    EvidenceKind.MED: "Et punkt i MED-loggen",
    EvidenceKind.DECLARATION: "En erklæring",
    EvidenceKind.AUTOMATIC: "Svares af Samspil selv",
}
# What a municipality may choose for a point of its own; the rest has a page of its own behind it.
EVIDENCE_TO_CHOOSE = (
    EvidenceKind.TEXT,
    EvidenceKind.DATE,
    EvidenceKind.PERSON,
    EvidenceKind.MED,
    EvidenceKind.DECLARATION,
)
LEVELS_TO_CHOOSE = (ChecklistLevel.INSTITUTION, ChecklistLevel.TASK)
# A task's own points are declared on one page, with one tick each.
_OF_A_TASK = frozenset({EvidenceKind.TEXT, EvidenceKind.DECLARATION})
# Whoever closed a point answers for these words; another hint beside the field changes nothing.
ANSWERED_FOR = ("code", "level", "text", "evidence", "gates")


def next_code(letter: str, taken: Collection[str]) -> str:
    """The next free code of a phase: F16 after F15. Refuses an unknown phase."""
    if letter not in PHASES:
        raise Invalid("phase", "Vælg før, under eller efter.", {"phase": ["Vælg."]})
    numbers = [int(code[1:]) for code in taken if code[0] == letter and code[1:].isdecimal()]
    return f"{letter}{max(numbers, default=0) + 1:02}"


def require_point(fields: Mapping[str, Any]) -> None:
    """Refuses a point without words or too long, and evidence that its level cannot give."""
    wrong: dict[str, list[str]] = {}
    for name, longest, advice in (
        ("text", LONGEST_TEXT, "Skriv, hvad der skal være i orden."),
        ("evidence_hint", LONGEST_HINT, "Skriv, hvad lederen skal svare."),
    ):
        written = str(fields[name]).strip()
        if not written:
            wrong[name] = [advice]
        elif len(written) > longest:
            wrong[name] = [f"Skriv højst {longest} tegn. Der er {len(written)} nu."]
    if fields["level"] == ChecklistLevel.TASK and fields["evidence"] not in _OF_A_TASK:
        wrong["evidence"] = ["Ved hver opgave kan beviset kun være et par ord eller en erklæring."]
    if wrong:
        raise Invalid("point", "Ret felterne, og prøv igen.", wrong)


def is_same(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether a closed point stays closed in the new version."""
    return all(old[name] == new[name] for name in ANSWERED_FOR)

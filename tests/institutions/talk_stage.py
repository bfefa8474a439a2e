"""Rows of talks and questions, for tests that open every address."""

from typing import Any

from institutions.actions.documents_checklists import draft_checklist
from institutions.actions.rule_questions import ask_about_rule
from institutions.models import RulesVersion
from tests.cast import NOW, Cast
from volunteers.actions.disagreements import open_disagreement
from volunteers.models import OtherSide


def talk_rows(cast: Cast) -> dict[str, Any]:
    """A disagreement, a question about a rule, and a draft of the checklist."""
    by = cast.actor(cast.leader)
    case = open_disagreement(
        institution=cast.here,
        party=OtherSide.CITIZEN,
        about="Hvor tit en pårørende vil ringes op.",
        by=by,
        at=NOW,
    )
    version = RulesVersion.objects.get(municipality=cast.municipality, state="approved")
    question = ask_about_rule(
        version=version, code="R01", question="Må en frivillig bage?", by=by, at=NOW
    )
    draft = draft_checklist(municipality=cast.municipality, by=cast.actor(cast.coordinator), at=NOW)
    return {
        "case": case.uuid,
        "question": question.uuid,
        "rule": "R01",
        "checklist": draft.number,
        "point": "F01",
    }

"""The checklist's versions as pages need them: who sees which, and what differs."""

from collections.abc import Sequence
from itertools import groupby

from django.db.models import QuerySet

from backend.common.actors import Actor
from institutions.models import ChecklistItem, ChecklistTemplate
from institutions.queries.agreements import Section
from institutions.rules.checklist import EvidenceKind
from institutions.rules.checklist_points import EVIDENCE_WORDS, LEVEL_WORDS
from institutions.rules.deeds import Deed, grants_for
from institutions.rules.differences import word_differences
from institutions.rules.states import ChecklistLevel, DocumentState


def checklist_templates_for(by: Actor) -> QuerySet[ChecklistTemplate]:
    """The municipality's checklists, the newest first; a draft for those who approve alone."""
    rows = ChecklistTemplate.objects.filter(municipality_id=by.municipality_id)
    if not grants_for(by, Deed.APPROVE_RULES):
        rows = rows.exclude(state=DocumentState.DRAFT)
    return rows.order_by("-number")


def points_by_phase(template: ChecklistTemplate) -> list[tuple[str, list[ChecklistItem]]]:
    """Before, during and after, each with its points by code; one query."""
    order = ("F", "U", "E")
    items = sorted(template.items.all(), key=lambda item: (order.index(item.code[0]), item.code))
    return [(phase, list(points)) for phase, points in groupby(items, lambda item: item.phase)]


def checklist_differences(old: ChecklistTemplate, new: ChecklistTemplate) -> list[Section]:
    """Each point of two versions, word by word, its demands in words too; two queries."""
    before, after = ({item.code: item for item in one.items.all()} for one in (old, new))
    return [
        Section(code, word_differences(told(before.get(code)), told(after.get(code))))
        for code in sorted(before.keys() | after.keys())
    ]


def told(item: ChecklistItem | None) -> str:
    """A point with what it demands, as one text; "" for none."""
    if item is None:
        return ""
    return f"{item.text} ({', '.join(demands(item)).lower()}; {item.evidence_hint})"


def demands(item: ChecklistItem) -> Sequence[str]:
    """When it is answered, what counts as evidence, and whether it gates."""
    words = [LEVEL_WORDS[ChecklistLevel(item.level)], EVIDENCE_WORDS[EvidenceKind(item.evidence)]]
    return [*words, "Skal være i orden, før noget lægges ud"] if item.gates else words

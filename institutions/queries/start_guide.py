"""The start guide: the way of an institution from nothing to its first published need."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from institutions.models import Institution, LeaderAcceptance, MedEntry, MedKind, Task
from institutions.queries.checklists import Point, institution_points, open_gates, rules_in_force
from institutions.queries.holders import colleagues_at
from institutions.rules.checklist import EvidenceKind
from institutions.rules.start_guide import StartStep, StepKey, with_states


@dataclass(frozen=True, slots=True)
class StartGuide:
    """The steps with their states, and what the links need."""

    institution: Institution
    steps: tuple[StartStep, ...]
    rules_number: int | None
    draft: Task | None

    @property
    def done(self) -> int:
        """How many of the required steps are done."""
        return sum(step.done for step in self.steps if not step.optional)

    @property
    def wanted(self) -> int:
        """How many steps are required."""
        return sum(not step.optional for step in self.steps)

    @property
    def finished(self) -> bool:
        """Whether the first need has been published."""
        return self.steps[-1].done


def start_guide(institution: Institution, today: date) -> StartGuide:
    """Where the institution stands on the day; seven queries whatever there is."""
    rules = rules_in_force(institution.municipality_id)
    points = institution_points(institution, today)
    left = len(open_gates(points))
    first = institution.tasks.order_by("created_at", "id").first()
    done = {
        StepKey.RULES: rules is not None
        and LeaderAcceptance.objects.filter(institution=institution, version=rules).exists(),
        StepKey.COLLEAGUE: colleagues_at(institution, today).count() > 1,
        StepKey.MED: _agreed_in_med(institution, points),
        StepKey.CHECKLIST: bool(points) and not left,
        StepKey.DRAFT: first is not None,
        StepKey.PUBLISHED: has_posted(institution),
    }
    return StartGuide(
        institution=institution,
        steps=with_states(done, points_left=left),
        rules_number=rules.number if rules else None,
        draft=first,
    )


def _agreed_in_med(institution: Institution, points: list[Point]) -> bool:
    """An agreement in the own log, or a point that rests on the municipality's."""
    if any(point.closed for point in points if point.item.evidence == EvidenceKind.MED):
        return True
    return MedEntry.objects.filter(institution=institution, kind=MedKind.AGREED).exists()


def has_posted(institution: Institution) -> bool:
    """Whether the institution has ever published a need; one query."""
    return institution.tasks.filter(published_at__isnull=False).exists()


def never_posted() -> Q:
    """The other way round, for many institutions: a condition on their queryset."""
    posted = Task.objects.filter(institution=OuterRef("pk"), published_at__isnull=False)
    return ~Q(Exists(posted))

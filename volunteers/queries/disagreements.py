"""Disagreements as the place's leader and the coordinator see them; nobody else sees one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from backend.common.actors import Actor
from backend.common.danish_dates import local
from institutions.queries.scope import reach
from institutions.rules.deeds import Deed
from volunteers.models import Disagreement, Volunteer
from volunteers.rules.disagreements import MOMENT_WORDS, QUIET, WAY_WORDS, Moment, Way, next_moment
from volunteers.rules.states import HOLDS_A_SEAT

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Step:
    """One of the three talks: when and how it was held, or that it has not been."""

    moment: Moment
    held_on: date | None
    way: str
    noted_by: str

    @property
    def words(self) -> str:
        """What it is for."""
        return MOMENT_WORDS[self.moment]


@dataclass(frozen=True, slots=True)
class Case:
    """A disagreement with its steps, and whether it has waited a week for the next one."""

    row: Disagreement
    steps: tuple[Step, ...]
    waits: bool

    @property
    def next_step(self) -> Step | None:
        """The first talk that has not been held."""
        return next((step for step in self.steps if step.held_on is None), None)


def disagreements_for(by: Actor) -> QuerySet[Disagreement]:
    """Those within reach: the leader's own place, the coordinator's municipality."""
    return (
        Disagreement.objects.filter(municipality_id=by.municipality_id)
        .filter(
            reach(
                by,
                Deed.KEEP_DISAGREEMENTS,
                institution="institution_id",
                department="institution__department_id",
            )
        )
        .select_related("institution", "volunteer", "opened_by", "closed_by")
        .prefetch_related("talks__noted_by")
    )


def cases_for(by: Actor, at: datetime, *, closed: bool) -> list[Case]:
    """The open ones, the oldest first, or the closed ones, the newest first; three queries."""
    rows = disagreements_for(by).filter(closed_at__isnull=not closed)
    order = ("-closed_at", "-id") if closed else ("opened_at", "id")
    return [case_of(row, at) for row in rows.order_by(*order)[:SHOWN]]


def case_of(row: Disagreement, at: datetime) -> Case:
    """One disagreement with its steps."""
    talks = {Moment(talk.moment): talk for talk in row.talks.all()}
    steps = tuple(
        Step(
            moment,
            talk.held_on if (talk := talks.get(moment)) else None,
            WAY_WORDS[Way(talk.way)] if talk else "",
            talk.noted_by.name if talk else "",
        )
        for moment in Moment
    )
    newest = max((talk.held_on for talk in talks.values()), default=local(row.opened_at).date())
    waits = row.closed_at is None and newest + QUIET <= local(at).date()
    return Case(row, steps, waits)


def held_talks(row: Disagreement) -> Mapping[Moment, date]:
    """Which talks have been held, and when; one query."""
    return {Moment(moment): day for moment, day in row.talks.values_list("moment", "held_on")}


def moment_to_note(row: Disagreement) -> Moment:
    """The next talk; the last one, to correct it, when all have been held."""
    return next_moment(held_talks(row)) or Moment.AFTER


def helpers_of(institution_id: int) -> QuerySet[Volunteer]:
    """Those who have had a seat at the place, by name."""
    return (
        Volunteer.objects.filter(
            assignments__slot__task__institution_id=institution_id,
            assignments__state__in=sorted(HOLDS_A_SEAT),
            anonymised_at__isnull=True,
        )
        .distinct()
        .order_by("sort_key", "id")
    )

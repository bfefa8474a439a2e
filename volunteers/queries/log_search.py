"""Looking for something in the record: by deed, by who did it, by person, by days."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from backend.audit.models import AuditEntry, Change, Look
from backend.common.actors import Actor
from backend.common.danish_dates import COPENHAGEN
from institutions.rules.deeds import Deed, grants_for
from volunteers.models import Assignment, Offer, Volunteer

_CLOCK = "samspil procrastinate"
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class LogSearch:
    """What is looked for; empty parts ask for nothing. Both days are included."""

    deed: str = ""
    who: str = ""
    first: date | None = None
    last: date | None = None
    person: Volunteer | None = None
    # What the worker notes minute by minute: times that are over, questions that have run out.
    with_clock: bool = False


def searched(rows: QuerySet[AuditEntry], search: LogSearch) -> QuerySet[AuditEntry]:
    """The entries that fit, those in whose name it was done among who did it."""
    rows = _between(rows, search)
    if search.deed:
        rows = rows.filter(deed=search.deed)
    if search.who:
        rows = rows.filter(
            Q(actor_name__icontains=search.who) | Q(on_behalf_of__icontains=search.who)
        )
    return rows.filter(_about(search.person)) if search.person else rows


def looks_of(by: Actor, search: LogSearch) -> QuerySet[Look]:
    """Who was shown which page about whom, the newest first; for those who read the whole log."""
    if not sees_all(by):
        return Look.objects.none()
    rows = _between(Look.objects.filter(municipality_id=by.municipality_id), search)
    if search.who:
        rows = rows.filter(user__name__icontains=search.who)
    if search.person:
        rows = rows.filter(volunteer_ref=search.person.pk)
    return rows.select_related("user").order_by("-at", "-id")


def changes_of(by: Actor, search: LogSearch) -> QuerySet[Change]:
    """Changes that no deed explains, the newest first; for those who read the whole log."""
    if not sees_all(by):
        return Change.objects.none()
    rows = _between(Change.objects.filter(municipality_id=by.municipality_id), search)
    if search.who:
        rows = rows.filter(login__icontains=search.who)
    if search.person:
        rows = rows.filter(table="volunteers_volunteer", rows__contains=[search.person.pk])
    if not search.with_clock:
        rows = rows.exclude(program=_CLOCK)
    return rows.order_by("-at", "-id")


def sees_all(by: Actor) -> bool:
    """Whether the actor reads the record of the whole municipality."""
    return any(grant.institution_id is None for grant in grants_for(by, Deed.SEE_LOG))


def people_by_ref(looks: list[Look]) -> dict[int, Volunteer]:
    """The people who were looked at, by the number that the looks hold; one query."""
    refs = {look.volunteer_ref for look in looks}
    return {person.pk: person for person in Volunteer.objects.filter(pk__in=refs)}


def _between(rows: QuerySet[Row], search: LogSearch) -> QuerySet[Row]:
    if search.first:
        rows = rows.filter(at__gte=_midnight(search.first))
    if search.last:
        rows = rows.filter(at__lt=_midnight(search.last + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, COPENHAGEN)


def _about(person: Volunteer) -> Q:
    """What the person did, and what was done to the person's row, questions and seats."""
    offers = Offer.objects.filter(volunteer=person).values("pk")
    seats = Assignment.objects.filter(volunteer=person).values("pk")
    return (
        Q(volunteer_ref=person.pk)
        | Q(subject_type="volunteer", subject_id=person.pk)
        | Q(subject_type="offer", subject_id__in=offers)
        | Q(subject_type="assignment", subject_id__in=seats)
    )

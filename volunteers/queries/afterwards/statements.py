"""A month's hours of an association or a person (L22): attended hours alone, never kroner."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from backend.common.danish_dates import local, local_instant
from volunteers.models import Assignment, Association, GroupOffer, Membership, Volunteer
from volunteers.queries.associations import FEWEST_SUMMED
from volunteers.rules.states import AssignmentState, GroupState


@dataclass(frozen=True, slots=True)
class Line:
    """One time at which a group of the association came."""

    group: GroupOffer

    @property
    def hours(self) -> Decimal:
        """Those who came times the hours of each."""
        return (self.group.hours or Decimal(0)) * (self.group.came or 0)


@dataclass(frozen=True, slots=True)
class Statement:
    """The hours of one month; ``first`` is its first day.

    ``member_hours`` are those that members were signed up for themselves, only as a sum over
    the ``members_came`` of them who came; None where the sum would tell of single people.
    """

    association: Association
    first: date
    lines: tuple[Line, ...]
    members_came: int
    member_hours: Decimal | None

    @property
    def group_hours(self) -> Decimal:
        """What the groups gave."""
        return sum((line.hours for line in self.lines), Decimal(0))

    @property
    def total(self) -> Decimal:
        """All that is shown."""
        return self.group_hours + (self.member_hours or Decimal(0))

    @property
    def is_empty(self) -> bool:
        """Whether nobody came that month."""
        return not self.lines and not self.members_came


def statement_of(association: Association, first: date) -> Statement:
    """The month that begins on ``first``, a Danish day; times belong to the month they begin in.

    Two queries. It sums to the attendance: nothing is rounded, estimated or valued.
    """
    month = Q(slot__starts_at__gte=_midnight(first), slot__starts_at__lt=_midnight(_next(first)))
    groups = (
        GroupOffer.objects.filter(
            month, association=association, state=GroupState.ACCEPTED, came__gt=0
        )
        .select_related("slot__task__institution")
        .order_by("slot__starts_at", "id")
    )
    people, hours = _of_members(association, month)
    return Statement(
        association=association,
        first=first,
        lines=tuple(Line(group) for group in groups),
        members_came=people,
        member_hours=hours if people >= FEWEST_SUMMED else None,
    )


def own_month(person: Volunteer, first: date) -> tuple[list[Assignment], Decimal]:
    """A person's attended times of a month with their hours, and the sum; one query."""
    seats = Assignment.objects.filter(
        volunteer=person,
        state=AssignmentState.ATTENDED,
        slot__starts_at__gte=_midnight(first),
        slot__starts_at__lt=_midnight(_next(first)),
    )
    rows = list(seats.select_related("slot__task__institution").order_by("slot__starts_at", "id"))
    return rows, sum((seat.hours for seat in rows if seat.hours), Decimal(0))


def months_back(at: datetime, count: int = 12) -> Iterator[date]:
    """The first days of the latest months in Denmark, this one first."""
    first = local(at).date().replace(day=1)
    for _ in range(count):
        yield first
        first = previous_month(first)


def previous_month(first: date) -> date:
    """The first day of the month before."""
    years, months = divmod(first.year * 12 + first.month - 2, 12)
    return date(years, months + 1, 1)


def associations_with_hours(municipality_id: int, first: date) -> QuerySet[Association]:
    """Associations somebody of whom came in the month, in order of id."""
    span = (_midnight(first), _midnight(_next(first)))
    groups = GroupOffer.objects.filter(
        slot__starts_at__gte=span[0],
        slot__starts_at__lt=span[1],
        state=GroupState.ACCEPTED,
        came__gt=0,
    )
    seats = Assignment.objects.filter(
        slot__starts_at__gte=span[0],
        slot__starts_at__lt=span[1],
        state=AssignmentState.ATTENDED,
    )
    members = Membership.objects.filter(volunteer__in=seats.values("volunteer_id"))
    return (
        Association.objects.filter(municipality_id=municipality_id)
        .filter(Q(pk__in=groups.values("association_id")) | Q(pk__in=members.values("association")))
        .select_related("municipality")
        .prefetch_related("contacts")
        .order_by("pk")
    )


def _of_members(association: Association, month: Q) -> tuple[int, Decimal]:
    members = Membership.objects.filter(
        association=association, volunteer__anonymised_at__isnull=True
    )
    found = Assignment.objects.filter(
        month, volunteer__in=members.values("volunteer_id"), state=AssignmentState.ATTENDED
    ).aggregate(people=Count("volunteer_id", distinct=True), hours=Sum("hours"))
    return found["people"], found["hours"] or Decimal(0)


def _next(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _midnight(day: date) -> datetime:
    return local_instant(day, time(0))

"""Keeps what each day adds to the figures, so that a page reads days and not rows.

How it is known which days to count, and why that is right, stands in docs/success.md.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from backend.accounts.models import Municipality
from volunteers.models import CountedDay, DailyFact, DailyPerson, StaleDay
from volunteers.queries.indicators.days import first_day_of, gaps, instants, last_settled
from volunteers.queries.indicators.keeping import KEEP

# Any number that no other lock of ours has; beside it the municipality.
_LOCK = 7_100_733


def refresh_all(*, at: datetime) -> int:
    """Counts what changed in every municipality; gives the number of days counted."""
    return sum(
        refresh_daily_facts(municipality_id=one, at=at)
        for one in _with_something_to_do(at).values_list("pk", flat=True)
    )


@transaction.atomic
def refresh_daily_facts(*, municipality_id: int, at: datetime) -> int:
    """Counts the marked days anew and the days that have settled since; gives how many.

    Marks first, facts after: a change that comes in between leaves its mark for the next time.
    One at a time for a municipality. The second time finds nothing to do.
    """
    _stand_in_line(municipality_id)
    marked = _take_marks(municipality_id)
    last = last_settled(at)
    days = {day for day in marked if day <= last} | _new_days(municipality_id, last)
    if days:
        _count(municipality_id, days, at)
    return len(days)


@transaction.atomic
def rebuild_daily_facts(*, municipality_id: int, at: datetime) -> int:
    """Forgets every kept day and counts all from the rows; gives how many days."""
    _stand_in_line(municipality_id)
    for model in (DailyFact, DailyPerson, CountedDay):
        model._default_manager.filter(municipality_id=municipality_id).delete()
    return refresh_daily_facts(municipality_id=municipality_id, at=at)


@transaction.atomic
def recount_days(*, municipality_id: int, first: date, after: date, at: datetime) -> int:
    """Counts every settled day from ``first`` up to ``after`` anew; gives how many."""
    _stand_in_line(municipality_id)
    after = min(after, last_settled(at) + timedelta(days=1))
    days = _days(first, after)
    if days:
        _count(municipality_id, days, at)
    return len(days)


def _with_something_to_do(at: datetime) -> QuerySet[Municipality]:
    """Those with a mark, and those whose newest kept day is not the last settled."""
    marks = StaleDay.objects.filter(municipality=OuterRef("pk"))
    newest = CountedDay.objects.filter(municipality=OuterRef("pk"), day=last_settled(at))
    return Municipality.objects.filter(Exists(marks) | ~Exists(newest)).order_by("pk")


def _stand_in_line(municipality_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, municipality_id])


def _take_marks(municipality_id: int) -> set[date]:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM volunteers_staleday WHERE municipality_id = %s RETURNING day",
            [municipality_id],
        )
        return {day for (day,) in cursor.fetchall()}


def _new_days(municipality_id: int, last: date) -> set[date]:
    """The days after the newest that is kept, or from the first that has any fact."""
    newest = CountedDay.objects.filter(municipality_id=municipality_id).aggregate(day=Max("day"))
    first = newest["day"] + timedelta(days=1) if newest["day"] else first_day_of(municipality_id)
    return _days(first, last + timedelta(days=1)) if first else set()


def _days(first: date, after: date) -> set[date]:
    return {first + timedelta(days=number) for number in range((after - first).days)}


def _count(municipality_id: int, days: Collection[date], at: datetime) -> None:
    ordered = sorted(days)
    for model in (DailyFact, DailyPerson):
        model._default_manager.filter(municipality_id=municipality_id, day__in=ordered).delete()
    others = sorted(_days(ordered[0], ordered[-1]) - set(ordered))
    begins, ends = instants(gaps(ordered[0], ordered[-1] + timedelta(days=1), others))
    with connection.cursor() as cursor:
        cursor.execute(
            KEEP,
            {"municipality": municipality_id, "at": at, "stale_from": begins, "stale_to": ends},
        )
    CountedDay.objects.bulk_create(
        [CountedDay(municipality_id=municipality_id, day=day, counted_at=at) for day in ordered],
        update_conflicts=True,
        unique_fields=["municipality", "day"],
        update_fields=["counted_at"],
    )

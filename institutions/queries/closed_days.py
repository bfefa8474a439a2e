"""The days on which nothing happens: public holidays and the municipality's own."""

from datetime import date, timedelta

from django.db.models import QuerySet

from backend.common.actors import Actor
from backend.messaging.quiet import is_holiday
from institutions.models import ClosedDay

HOLIDAY = "helligdag"


def closed_days_for(by: Actor) -> QuerySet[ClosedDay]:
    """The municipality's own closed days, which everybody who signs in may know."""
    return ClosedDay.objects.filter(municipality_id=by.municipality_id)


def closed_between(municipality_id: int, first: date, last: date) -> dict[date, str]:
    """Each closed day from ``first`` to ``last`` with why; both included, one query."""
    closed = {day: HOLIDAY for day in _days(first, last) if is_holiday(day)}
    rows = ClosedDay.objects.filter(
        municipality_id=municipality_id, first_on__lte=last, last_on__gte=first
    )
    for row in rows:
        for day in _days(max(first, row.first_on), min(last, row.last_on)):
            closed[day] = row.name
    return closed


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]

"""Which days are read from the daily tables, and the spans that are counted from the rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, Min, OuterRef, Q

from backend.common.danish_dates import local, local_instant
from backend.messaging.models import Message
from institutions.models import Slot
from volunteers.models import CountedDay, Offer, StaleDay
from volunteers.success.periods import Period

# The longest time, and the day after it: from then on a day's facts change by nobody's clock.
SETTLES_AFTER = 3
_BEGINNING = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Window:
    """The days a question is about. ``wide`` is how far back people are looked for.

    ``year`` are the two years up to the period's end, or to today: K11's first, its middle and
    the day after.
    """

    first: date
    after: date
    wide: date
    year: tuple[date, date, date]


def window_of(period: Period, codes: Sequence[str] | frozenset[str], at: datetime) -> Window:
    """The days up to today; K11 looks two years back, K09 to the beginning."""
    after = min(period.after, local(at).date() + timedelta(days=1))
    year = (_years_before(after, 2), _years_before(after, 1), after)
    wide = period.first
    if "K09" in codes:
        wide = _BEGINNING
    elif "K11" in codes:
        wide = min(wide, year[0])
    return Window(period.first, after, wide, year)


def kept_days(municipality_id: int, window: Window, at: datetime) -> tuple[list[date], list[date]]:
    """Days whose kept facts are right at the moment, and days whose are not; in order, one query.

    Not right are those with a mark, and those counted later than the moment: what was known by
    then is asked of the rows.
    """
    marks = StaleDay.objects.filter(municipality_id=municipality_id, day=OuterRef("day"))
    days = CountedDay.objects.filter(
        municipality_id=municipality_id, day__gte=window.wide, day__lt=window.after
    ).annotate(right=~Exists(marks) & Q(counted_at__lte=at))
    settled: list[date] = []
    unfit: list[date] = []
    for day, right in days.order_by("day").values_list("day", "right"):
        (settled if right else unfit).append(day)
    return settled, unfit


def first_day_of(municipality_id: int) -> date | None:
    """The Danish day of the earliest slot, question or message; None before there are any."""
    mine = {"municipality_id": municipality_id}
    moments = (
        Slot.objects.filter(**mine).aggregate(first=Min("starts_at")),
        Offer.objects.filter(**mine).aggregate(first=Min("sent_at")),
        Message.objects.filter(**mine).aggregate(first=Min("sent_at")),
    )
    found = [moment["first"] for moment in moments if moment["first"] is not None]
    return local(min(found)).date() if found else None


def last_settled(at: datetime) -> date:
    """The newest day that may be kept at the moment."""
    return local(at).date() - timedelta(days=SETTLES_AFTER)


def gaps(first: date, after: date, settled: Sequence[date]) -> list[tuple[date, date]]:
    """The half open spans of days from ``first`` that are not among the settled, in order."""
    found, begin = [], first
    for day in settled:
        if day < first:
            continue
        if begin < min(day, after):
            found.append((begin, min(day, after)))
        begin = day + timedelta(days=1)
    if begin < after:
        found.append((begin, after))
    return found


def instants(spans: Sequence[tuple[date, date]]) -> tuple[list[datetime], list[datetime]]:
    """Where the spans begin, and where they end, as instants of Danish midnights."""
    return [midnight(first) for first, _ in spans], [midnight(after) for _, after in spans]


def midnight(day: date) -> datetime:
    """The instant at which the Danish day begins."""
    return local_instant(day, time(0))


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        # The 29th of February.
        return day.replace(year=day.year - years, day=28)

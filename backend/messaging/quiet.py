"""Quiet hours and public holidays: when a question may knock on somebody's door."""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from holidays import country_holidays

from backend.accounts.models import Municipality
from backend.messaging.kinds import rule_of

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
UTC = ZoneInfo("UTC")
# When those who lead get the day's mails.
MORNING = (time(7, 0), time(9, 0))
_SATURDAY = 5
# Easter and Whitsun are the longest: three days in a row.
_MOST_DAYS_AHEAD = 8


def is_quiet(at: datetime, quiet_from: time, quiet_until: time, *, holidays: bool = False) -> bool:
    """Whether the clock on a Danish wall stands in the quiet hours at ``at`` (aware).

    ``quiet_from`` is inside, ``quiet_until`` outside. Equal times mean no quiet hours. With
    ``holidays`` a public holiday is quiet from midnight to midnight.
    """
    local = at.astimezone(COPENHAGEN)
    if holidays and is_holiday(local.date()):
        return True
    wall = local.time()
    if quiet_from <= quiet_until:
        return quiet_from <= wall < quiet_until
    return wall >= quiet_from or wall < quiet_until


def next_allowed(
    at: datetime, quiet_from: time, quiet_until: time, *, holidays: bool = False
) -> datetime:
    """``at`` itself outside the quiet hours, else the first moment after them, in UTC.

    Wall-clock time in Copenhagen: on the two nights when the clock changes, the wait is an hour
    shorter or longer. A ``quiet_until`` that the clock jumps over means the moment it landed on.
    """
    if not is_quiet(at, quiet_from, quiet_until, holidays=holidays):
        return at
    today = at.astimezone(COPENHAGEN).date()
    # Where the quiet hours are off, a holiday ends at midnight.
    opens = {quiet_until, time(0)} if holidays else {quiet_until}
    ends = [
        datetime.combine(today + timedelta(days=days), opening, COPENHAGEN)
        .replace(fold=fold)
        .astimezone(UTC)
        for days in range(_MOST_DAYS_AHEAD if holidays else 2)
        for opening in opens
        for fold in (0, 1)
    ]
    return min(
        end
        for end in ends
        if end >= at and not is_quiet(end, quiet_from, quiet_until, holidays=holidays)
    )


def first_moment(municipality: Municipality, at: datetime) -> datetime:
    """The first moment from ``at`` on when this municipality may ask people something."""
    return next_allowed(
        at,
        municipality.quiet_from,
        municipality.quiet_until,
        holidays=municipality.quiet_on_holidays,
    )


def moment_to_send(
    municipality: Municipality, kind: str, at: datetime, expires_at: datetime | None
) -> datetime:
    """When an SMS of this kind may leave, from ``at`` on: at once unless its rule is quiet.

    A patient kind waits only where the wait leaves it useful for as long as its rule says.
    """
    rule = rule_of(kind)
    if rule.quiet:
        return first_moment(municipality, at)
    if rule.patient is None or expires_at is None:
        return at
    morning = first_moment(municipality, at)
    return morning if morning + rule.patient <= expires_at else at


def is_working_morning(at: datetime) -> bool:
    """Whether it is a working day in Denmark between seven and nine, nine not included."""
    wall = at.astimezone(COPENHAGEN)
    first, last = MORNING
    working_day = wall.weekday() < _SATURDAY and not is_holiday(wall.date())
    return working_day and first <= wall.time() < last


def is_holiday(day: date) -> bool:
    """Whether the day is a public holiday in Denmark (lukkeloven's days, Sundays not)."""
    return day in _holidays_of(day.year)


@cache
def _holidays_of(year: int) -> frozenset[date]:
    return frozenset(country_holidays("DK", years=year))

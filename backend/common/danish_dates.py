"""Dates and times as Danes write and read them; instants are UTC, screens Europe/Copenhagen."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

_WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip
_DANISH_DATE = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TIME = re.compile(r"(?:kl\.?\s*)?(?:(\d{1,2})[.:](\d{2})|(\d{1,2})(\d{2})|(\d{1,2}))")
_WRITE_DATE = "Skriv datoen som dag-måned-år, for eksempel 24-11-2026."
_WRITE_TIME = "Skriv klokkeslættet som timer og minutter, for eksempel 13.30."


def parse_date(text: str) -> date:
    """24-11-2026, 24/11/2026, 24.11.2026 or 2026-11-24; ValueError says what to write.

    Refuses a date without year or with a year of two digits: the reader would have to guess.
    """
    written = text.strip()
    if found := _DANISH_DATE.fullmatch(written):
        day, month, year = int(found[1]), int(found[3]), int(found[4])
    elif found := _ISO_DATE.fullmatch(written):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    else:
        raise ValueError(_WRITE_DATE)
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"Datoen {written} findes ikke. {_WRITE_DATE}") from None


def parse_time(text: str) -> time:
    """13.30, 13:30, 1330 or 13; ValueError says what to write."""
    found = _TIME.fullmatch(text.strip().lower())
    if found is None:
        raise ValueError(_WRITE_TIME)
    hours = int(found[1] or found[3] or found[5])
    minutes = int(found[2] or found[4] or 0)
    try:
        return time(hours, minutes)
    except ValueError:
        raise ValueError(f"Klokken {text.strip()} findes ikke. {_WRITE_TIME}") from None


def is_doubled(day: date, at: time) -> bool:
    """Whether the clock shows this time twice that day (the hour put back in October)."""
    first, second = (_instant(day, at, fold) for fold in (0, 1))
    return first < second


def is_skipped(day: date, at: time) -> bool:
    """Whether the clock never shows this time that day (the hour put forward in March)."""
    first, second = (_instant(day, at, fold) for fold in (0, 1))
    return first > second


def local_instant(day: date, at: time, fold: int | None = None) -> datetime:
    """The UTC instant of a Danish wall clock time.

    Refuses (ValueError) a time that does not exist in March, and one that exists twice in October
    unless ``fold`` says which: 0 the first (summer time), 1 the second (winter time).
    """
    if is_skipped(day, at):
        raise ValueError(
            f"Klokken {show_time(at)} findes ikke {long_day(day)}, fordi uret stilles frem. "
            "Vælg et tidspunkt før 02:00 eller fra 03:00."
        )
    if fold is None and is_doubled(day, at):
        raise ValueError(
            f"Klokken {show_time(at)} kommer to gange {long_day(day)}, fordi uret stilles "
            "tilbage. Vælg den første (sommertid) eller den anden (vintertid)."
        )
    return _instant(day, at, fold or 0)


def local(instant: datetime) -> datetime:
    """The instant on a Danish clock. Refuses a naive datetime (ValueError)."""
    if instant.tzinfo is None:
        raise ValueError("An instant needs its time zone.")
    return instant.astimezone(COPENHAGEN)


def hours_between(starts_at: datetime, ends_at: datetime) -> float:
    """Real hours that pass, so a night over the October change from 22 to 6 is 9 hours.

    Counted in UTC: subtracting two Danish wall clock times would give 8.
    """
    return (ends_at.astimezone(UTC) - starts_at.astimezone(UTC)) / timedelta(hours=1)


def iso_week(day: date) -> int:
    """The ISO 8601 week number, as Danish calendars print it (2026 has 53)."""
    return day.isocalendar().week


def show_date(day: date) -> str:
    """ "24-11-2026", as a form shows it and parse_date reads it."""
    return f"{day.day:02d}-{day.month:02d}-{day.year}"


def show_time(at: time) -> str:
    """ "13:30"."""
    return f"{at.hour:02d}:{at.minute:02d}"


def short_day(day: date) -> str:
    """ "tir 24/11"."""
    return f"{_WEEKDAYS[day.weekday()][:3]} {day.day}/{day.month}"


def long_day(day: date) -> str:
    """ "tirsdag den 24. november 2026"."""
    return f"{_WEEKDAYS[day.weekday()]} den {day.day}. {_MONTHS[day.month - 1]} {day.year}"


def slot_text(starts_at: datetime, ends_at: datetime) -> str:
    """ "tir 24/11 kl. 13:30-16:00 (uge 48)" on a Danish clock; a night names both days."""
    start, end = local(starts_at), local(ends_at)
    begins = f"{short_day(start.date())} kl. {show_time(start.time())}"
    week = f"(uge {iso_week(start.date())})"
    if end.date() == start.date():
        return f"{begins}-{show_time(end.time())} {week}"
    if end.time() == time(0) and end.date() - start.date() == timedelta(days=1):
        return f"{begins}-24:00 {week}"
    return f"{begins} til {short_day(end.date())} kl. {show_time(end.time())} {week}"


def sms_day(starts_at: datetime) -> str:
    """ "tir 24/11" of the day a slot begins in Denmark; at most 9 characters."""
    return short_day(local(starts_at).date())


def sms_time(starts_at: datetime, ends_at: datetime) -> str:
    """ "13.30-16.00" on a Danish clock, with the full stop of an SMS; 11 characters."""
    return f"{local(starts_at):%H.%M}-{local(ends_at):%H.%M}"


def month_words(first: date) -> str:
    """ "november 2026", of any day in the month."""
    return f"{_MONTHS[first.month - 1]} {first.year}"


def sms_moment(moment: datetime) -> str:
    """ "tir 24/11 14.30" on a Danish clock, for a deadline in an SMS; at most 15 characters."""
    return f"{sms_day(moment)} {local(moment):%H.%M}"


def _instant(day: date, at: time, fold: int) -> datetime:
    wall = datetime.combine(day, at.replace(fold=fold, tzinfo=None), tzinfo=COPENHAGEN)
    return wall.astimezone(UTC)


def moment_text(then: datetime, at: datetime) -> str:
    """A moment to come in words: "kl. 15:30", "i morgen kl. 08:00" or "tir 24/11 kl. 08:00"."""
    day, today = local(then).date(), local(at).date()
    clock = f"kl. {show_time(local(then).time())}"
    if day == today:
        return clock
    return f"i morgen {clock}" if day - today == timedelta(days=1) else f"{short_day(day)} {clock}"

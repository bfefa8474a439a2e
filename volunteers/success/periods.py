"""The spans a figure is counted over: whole quarters and years on a Danish calendar."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from backend.common.danish_dates import local, local_instant

_MONTHS_IN_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Period:
    """A half open span of Danish days: from ``first`` up to, but not including, ``after``.

    ``code`` stands in the address of a page, ``name`` on the page.
    """

    code: str
    name: str
    first: date
    after: date

    @property
    def starts_at(self) -> datetime:
        """The instant of the first Danish midnight."""
        return local_instant(self.first, time(0, 0))

    @property
    def ends_at(self) -> datetime:
        """The instant of the midnight after the last day."""
        return local_instant(self.after, time(0, 0))

    def weeks(self) -> list[date]:
        """The Mondays of the ISO weeks that the period touches, in order."""
        monday = self.first - timedelta(days=self.first.weekday())
        count = (self.after - monday + timedelta(days=6)).days // 7
        return [monday + timedelta(weeks=number) for number in range(count)]


def this_quarter(at: datetime) -> Period:
    """The quarter of the instant's Danish day."""
    day = local(at).date()
    number = (day.month - 1) // _MONTHS_IN_QUARTER + 1
    return _quarter("kvartal", "Dette kvartal", day.year, number)


def last_quarter(at: datetime) -> Period:
    """The quarter before the instant's."""
    before = this_quarter(at).first - timedelta(days=1)
    number = (before.month - 1) // _MONTHS_IN_QUARTER + 1
    return _quarter("forrige-kvartal", "Forrige kvartal", before.year, number)


def this_year(at: datetime) -> Period:
    """The calendar year of the instant's Danish day."""
    year = local(at).year
    return Period("aar", f"Hele {year}", date(year, 1, 1), date(year + 1, 1, 1))


def periods(at: datetime) -> tuple[Period, ...]:
    """Those a page offers, the usual one first."""
    return this_quarter(at), last_quarter(at), this_year(at)


def period_of(code: str, at: datetime) -> Period:
    """The period with this code; an unknown code gives this quarter, as no code does."""
    return next((one for one in periods(at) if one.code == code), this_quarter(at))


def _quarter(code: str, words: str, year: int, number: int) -> Period:
    first = date(year, _MONTHS_IN_QUARTER * (number - 1) + 1, 1)
    after = date(year + 1, 1, 1) if number == 4 else date(year, first.month + 3, 1)  # noqa: PLR2004
    return Period(code, f"{words} ({number}. kvartal {year})", first, after)

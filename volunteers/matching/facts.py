"""What the matching knows: people, needs, spans of time, and the parts of a week."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from backend.common.danish_dates import COPENHAGEN, local

# The parts of a day, on a Danish clock: night, morning, afternoon, evening. Written once; bit
# number weekday * 4 + part of an availability mask, Monday night (0-6) first.
DAY_PARTS = ("nat", "formiddag", "eftermiddag", "aften")
HOURS_PER_PART = 6
ALL_WEEK = (1 << (7 * len(DAY_PARTS))) - 1
_EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Span:
    """Time from ``starts_at`` up to but not including ``ends_at``; both in UTC."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Span") -> bool:
        """Half-open: ending when the other begins is no overlap."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class Point:
    """A place in degrees (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class History:
    """Counts of what became of earlier questions, and of days the person came.

    ``faded_yes`` and ``exposure`` are the same evidence with its age (``learning.faded``) and what
    was known of each question; without them the counts speak. ``mean_yes`` is the share of yes
    of all in the municipality, towards which a short history is drawn.
    """

    asked: int = 0
    yes: int = 0
    no: int = 0
    silent: int = 0
    attended: int = 0
    faded_yes: float | None = None
    exposure: float | None = None
    mean_yes: float | None = None

    @property
    def settled(self) -> int:
        """Questions that count as evidence: answered, or silent past their time."""
        return self.yes + self.no + self.silent


@dataclass(frozen=True, slots=True)
class Person:
    """A volunteer as the matching sees one: no name, no phone.

    ``skills`` maps a skill to its last valid day (None: no end). ``kinds`` are the kinds of task
    wished for (empty: no wish). ``paused_until`` is the first day one may ask again.
    ``certificate_ok_until`` is the last valid day of a certificate that is in order. ``bookings``
    are the spans of seats held and of questions not answered: nobody is asked for two things at
    once.
    """

    id: int
    postcode: str = ""
    postcodes: frozenset[str] = frozenset()
    point: Point | None = None
    radius_km: float = 10.0
    availability: int = ALL_WEEK
    skills: Mapping[str, date | None] = field(default_factory=dict)
    languages: frozenset[str] = frozenset({"da"})
    kinds: frozenset[str] = frozenset()
    age: int | None = None
    cap_per_week: int = 2
    asks_7d: int = 0
    asks_28d: int = 0
    last_asked_on: date | None = None
    live_questions: int = 0
    most_live_questions: int = 1
    paused_until: date | None = None
    opted_out: bool = False
    bookings: tuple[Span, ...] = ()
    asked_slot_ids: frozenset[int] = frozenset()
    history: History = field(default_factory=History)
    certificate_ok_until: date | None = None

    @property
    def recent_asks(self) -> int:
        """Questions of the last 28 days, also when only those of the last 7 were counted."""
        return max(self.asks_7d, self.asks_28d)


@dataclass(frozen=True, slots=True)
class Need:
    """A time slot to be filled. ``child_contact``: fixed and direct, with children under 15."""

    slot_id: int
    starts_at: datetime
    ends_at: datetime
    seats_open: int
    postcode: str = ""
    point: Point | None = None
    online: bool = False
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    kind: str = ""
    min_age: int = 0
    child_contact: bool = False

    @property
    def span(self) -> Span:
        """When it is."""
        return Span(self.starts_at, self.ends_at)

    @property
    def last_day(self) -> date:
        """The Danish day on which skills and certificates must still be valid."""
        return local(self.ends_at - timedelta(microseconds=1)).date()


def week_cell(weekday: int, part: int) -> int:
    """The availability bit of a weekday (0 Monday) and a part of the day (index in DAY_PARTS)."""
    return 1 << (weekday * len(DAY_PARTS) + part)


def cells(span: Span) -> int:
    """The availability bits a span touches on a Danish clock; a week or more touches all."""
    if span.ends_at - span.starts_at >= timedelta(days=7):
        return ALL_WEEK
    mask, moment = 0, span.starts_at
    while moment < span.ends_at:
        clock = local(moment)
        mask |= week_cell(clock.weekday(), clock.hour // HOURS_PER_PART)
        moment = _next_part(clock)
    return mask


def distance_km(here: Point, there: Point) -> float:
    """Great-circle distance in km (haversine); a few per cent short of the road in towns."""
    lat_1, lat_2 = math.radians(here.latitude), math.radians(there.latitude)
    half_lat = (lat_2 - lat_1) / 2
    half_lon = math.radians(there.longitude - here.longitude) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat_1) * math.cos(lat_2) * math.sin(half_lon) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


def _next_part(clock: datetime) -> datetime:
    """The instant the next part of the day begins; never in the hour the clock is changed."""
    midnight = datetime.combine(clock.date(), datetime.min.time(), tzinfo=COPENHAGEN)
    hour = (clock.hour // HOURS_PER_PART + 1) * HOURS_PER_PART
    days, hour = divmod(hour, 24)
    return (midnight + timedelta(days=days)).replace(hour=hour).astimezone(UTC)

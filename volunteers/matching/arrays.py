"""The facts of matching as arrays: one row per person, one per need, exact as the rule book."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from backend.common.danish_dates import local
from volunteers.matching.facts import Need, Person, Point, cells
from volunteers.matching.learning import willingness
from volunteers.matching.obstacles import ADULT
from volunteers.matching.score import (
    BASE,
    NO_WISH,
    WISHED,
    WISHED_OTHER,
    evidence,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

EARTH_RADIUS_KM = 6371.0
NOT_HELD, NO_END = 0, date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Crowd:
    """People. Rows of ``named``, ``asked`` and ``booked`` columns stand beside their person's row.

    ``place`` is in km on three axes (nan: unknown); ``reach`` the longest straight line in km.
    ``skills`` maps a skill to each person's last valid day (ordinal; 0 not held).
    ``wish`` is the known factor per kind of task, by column of ``kinds`` (last: any other kind).
    ``willing`` is the share of yes per known factor. ``within_limits``: not
    opted out or paused; ``free``: also under the cap and with room for one more live question.
    Times are seconds since 1970, UTC.
    """

    ids: Ints
    place: Floats
    reach: Floats
    postcode: Ints
    availability: Ints
    skills: Mapping[str, Ints]
    languages: Mapping[str, Bools]
    kinds: Mapping[str, int]
    wish: Floats
    age: Ints
    within_limits: Bools
    free: Bools
    willing: Floats
    asks_7d: Ints
    asks_28d: Ints
    named: tuple[Ints, Ints]
    asked: tuple[Ints, Ints]
    booked: tuple[Ints, Ints, Ints]


@dataclass(frozen=True, slots=True)
class Demand:
    """Needs. ``cells`` are the parts of the week each touches; ``last_day`` an ordinal."""

    ids: Ints
    place: Floats
    postcode: Ints
    online: Bools
    starts: Ints
    ends: Ints
    cells: Ints
    last_day: Ints
    seats: Ints
    min_age: Ints
    kind: tuple[str, ...]
    skills: tuple[frozenset[str], ...]
    languages: tuple[frozenset[str], ...]


def straight_km(point: Point | None) -> tuple[float, float, float]:
    """A place in km from the middle of the earth; nan where nothing is known."""
    if point is None:
        return (math.nan, math.nan, math.nan)
    lat, lon = math.radians(point.latitude), math.radians(point.longitude)
    flat = EARTH_RADIUS_KM * math.cos(lat)
    return (flat * math.cos(lon), flat * math.sin(lon), EARTH_RADIUS_KM * math.sin(lat))


def straight_reach(km: float) -> float:
    """The straight line through the earth under ``km`` along its surface."""
    return 2 * EARTH_RADIUS_KM * math.sin(min(km / (2 * EARTH_RADIUS_KM), math.pi / 2))


def demand_of(needs: Sequence[Need]) -> Demand:
    """The needs in the order given."""
    return Demand(
        ids=_ints(need.slot_id for need in needs),
        place=_places([need.point for need in needs]),
        postcode=_ints(_code(need.postcode) for need in needs),
        online=np.array([need.online for need in needs], dtype=bool),
        starts=_ints(_second(need.starts_at) for need in needs),
        ends=_ints(_second(need.ends_at) for need in needs),
        cells=_ints(cells(need.span) for need in needs),
        last_day=_ints(need.last_day.toordinal() for need in needs),
        seats=_ints(need.seats_open for need in needs),
        min_age=_ints(need.min_age for need in needs),
        kind=tuple(need.kind for need in needs),
        skills=tuple(need.skills for need in needs),
        languages=tuple(need.languages for need in needs),
    )


def crowd_of(people: Sequence[Person], at: datetime) -> Crowd:
    """The people in the order given, as they stand at ``at``."""
    today = local(at).date()
    within = np.array([_within_limits(person, today) for person in people], dtype=bool)
    room = [
        person.asks_7d < person.cap_per_week and person.live_questions < person.most_live_questions
        for person in people
    ]
    kinds = {kind: i for i, kind in enumerate(sorted({k for p in people for k in p.kinds}))}
    return Crowd(
        ids=_ints(person.id for person in people),
        place=_places([person.point for person in people]),
        reach=np.array([straight_reach(person.radius_km) for person in people], dtype=float),
        postcode=_ints(_code(person.postcode) for person in people),
        availability=_ints(person.availability for person in people),
        skills=_skills(people),
        languages=_languages(people),
        kinds=kinds,
        wish=_wishes(people, kinds),
        age=_ints(ADULT if person.age is None else person.age for person in people),
        within_limits=within,
        free=within & np.array(room, dtype=bool),
        willing=willingness(
            *np.array([evidence(p.history) for p in people], dtype=float).reshape(-1, 3).T
        ),
        asks_7d=_ints(person.asks_7d for person in people),
        asks_28d=_ints(person.recent_asks for person in people),
        named=_pairs([(r, _code(c)) for r, p in enumerate(people) for c in p.postcodes if c]),
        asked=_pairs([(row, s) for row, p in enumerate(people) for s in p.asked_slot_ids]),
        booked=_bookings(people),
    )


def _within_limits(person: Person, today: date) -> bool:
    paused = person.paused_until is not None and today < person.paused_until
    return not (person.opted_out or paused)


def _wishes(people: Sequence[Person], kinds: Mapping[str, int]) -> Floats:
    """One column per kind and a last one for kinds nobody named; times the base factor."""
    wish = np.full((len(people), len(kinds) + 1), BASE * NO_WISH)
    for row, person in enumerate(people):
        if person.kinds:
            wish[row] = BASE * WISHED_OTHER
            wish[row, [kinds[kind] for kind in person.kinds]] = BASE * WISHED
    return wish


def _skills(people: Sequence[Person]) -> dict[str, Ints]:
    held: dict[str, Ints] = {}
    for row, person in enumerate(people):
        for skill, until in person.skills.items():
            column = held.setdefault(skill, np.full(len(people), NOT_HELD, dtype=np.int64))
            column[row] = NO_END if until is None else until.toordinal()
    return held


def _languages(people: Sequence[Person]) -> dict[str, Bools]:
    spoken: dict[str, Bools] = {}
    for row, person in enumerate(people):
        for language in person.languages:
            spoken.setdefault(language, np.zeros(len(people), dtype=bool))[row] = True
    return spoken


def _bookings(people: Sequence[Person]) -> tuple[Ints, Ints, Ints]:
    spans = [
        (row, _second(span.starts_at), _second(span.ends_at))
        for row, person in enumerate(people)
        for span in person.bookings
    ]
    table = np.array(spans, dtype=np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


def _pairs(pairs: list[tuple[int, int]]) -> tuple[Ints, Ints]:
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _places(points: Sequence[Point | None]) -> Floats:
    return np.array([straight_km(point) for point in points], dtype=float).reshape(-1, 3)


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def _second(moment: datetime) -> int:
    return int(moment.timestamp())


def _code(postcode: str) -> int:
    """Postcodes are four digits; 0 stands for none, and for what is no number."""
    return int(postcode) if postcode.isdigit() else 0

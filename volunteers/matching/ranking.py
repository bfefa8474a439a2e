"""Who fits a need, in which order, and what stops the others: one need, for people to read."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from volunteers.matching.facts import Need, Person
from volunteers.matching.obstacles import (
    LIMITS,
    RELAX_WORDS,
    Note,
    Obstacle,
    notes,
    obstacles,
)
from volunteers.matching.score import score


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may be asked. ``reasons`` and ``notes`` are for the leader to read."""

    person_id: int
    probability: float
    score: float
    reasons: tuple[str, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranking:
    """Those who fit, best first, and those who do not, each with every obstacle, by id."""

    fitting: tuple[Candidate, ...]
    blocked: tuple[tuple[int, tuple[Obstacle, ...]], ...]


def rank(people: Iterable[Person], need: Need, at: datetime) -> Ranking:
    """Everybody either fits or has an obstacle; the same people in any order rank the same.

    Order: score, then fewer recent questions, then id, so that no two stand equal.
    """
    fitting: list[tuple[tuple[float, int, int], Candidate]] = []
    blocked: list[tuple[int, tuple[Obstacle, ...]]] = []
    for person in people:
        if hinders := obstacles(person, need, at):
            blocked.append((person.id, hinders))
            continue
        found = candidate_of(person, need, at)
        fitting.append(((-found.score, person.recent_asks, person.id), found))
    fitting.sort(key=lambda pair: pair[0])
    return Ranking(tuple(candidate for _, candidate in fitting), tuple(sorted(blocked)))


def candidate_of(person: Person, need: Need, at: datetime) -> Candidate:
    """The person as a candidate, whatever stands in the way."""
    found = score(person, need, at)
    return Candidate(person.id, found.probability, found.value, found.reasons, notes(person, need))


def blocked_by(ranking: Ranking) -> tuple[tuple[Obstacle, int], ...]:
    """How many people each obstacle stops, in the order of ``Obstacle``; one may have several."""
    counts = Counter(hinder for _, hinders in ranking.blocked for hinder in hinders)
    return tuple((hinder, counts[hinder]) for hinder in Obstacle if counts[hinder])


def one_away(ranking: Ranking) -> tuple[tuple[Obstacle, int], ...]:
    """For each thing a leader can change about the need, how many only that thing stops.

    Limits that pass by themselves (questions of the week, an answer awaited) do not count.
    """
    counts = Counter(
        hard[0]
        for _, hinders in ranking.blocked
        if len(hard := [hinder for hinder in hinders if hinder not in LIMITS]) == 1
    )
    return tuple((hinder, counts[hinder]) for hinder in RELAX_WORDS if counts[hinder])

"""Who fits a need, in which order, and how many to ask first."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from volunteers.matching.facts import Need, Person
from volunteers.matching.obstacles import Note, Obstacle, notes, obstacles
from volunteers.matching.score import score

# A first wave is big enough when it fills all seats in this share of cases; more are asked when
# answers are slow. Higher would disappoint more people who say yes to a filled seat.
ASSURANCE = 0.6


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
        found = score(person, need, at)
        candidate = Candidate(
            person.id, found.probability, found.value, found.reasons, notes(person, need)
        )
        fitting.append(((-found.value, person.recent_asks, person.id), candidate))
    fitting.sort(key=lambda pair: pair[0])
    return Ranking(tuple(candidate for _, candidate in fitting), tuple(sorted(blocked)))


def blocked_by(ranking: Ranking) -> tuple[tuple[Obstacle, int], ...]:
    """How many people each obstacle stops, in the order of ``Obstacle``; one may have several."""
    counts = Counter(hinder for _, hinders in ranking.blocked for hinder in hinders)
    return tuple((hinder, counts[hinder]) for hinder in Obstacle if counts[hinder])


def wave(
    ranking: Ranking,
    seats: int,
    live: Sequence[float] = (),
    assurance: float = ASSURANCE,
) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
    """(ask now, ask later): the fewest, best first, whose yeses are expected to fill the seats.

    Enough means: expected yeses at least the seats, and all seats filled with the ``assurance``.
    ``live`` are the chances of questions already out and unanswered. No open seat asks nobody; too
    few who fit asks them all.
    """
    chances = list(live)
    now = 0
    while now < len(ranking.fitting) and not _enough(chances, seats, assurance):
        chances.append(ranking.fitting[now].probability)
        now += 1
    return ranking.fitting[:now], ranking.fitting[now:]


def chance_of_filling(chances: Sequence[float], seats: int) -> float:
    """P(at least ``seats`` yeses) when each question has its own chance (Poisson-binomial)."""
    if seats <= 0:
        return 1.0
    exactly = [1.0] + [0.0] * (seats - 1)
    for chance in chances:
        for count in range(seats - 1, 0, -1):
            exactly[count] = exactly[count] * (1 - chance) + exactly[count - 1] * chance
        exactly[0] *= 1 - chance
    return max(0.0, 1.0 - sum(exactly))


def _enough(chances: Sequence[float], seats: int, assurance: float) -> bool:
    return sum(chances) >= seats and chance_of_filling(chances, seats) >= assurance

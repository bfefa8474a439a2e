"""What a leader reads about an open need after a tick: who fits, and when it is likely full."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import numpy as np

from volunteers.matching.arrays import Bools, Floats
from volunteers.matching.learning import TOO_LATE, answered_within, still_to_come
from volunteers.matching.parties import mixed
from volunteers.matching.poisson_binomial import chance_of_filling
from volunteers.matching.prospects import ASSURANCE, chance_with_later, hours_until_full
from volunteers.matching.tick import OpenNeed
from volunteers.matching.waking import moment_after, waking_hours

# An answer later than this before the start helps nobody.
NOTICE = timedelta(hours=2)
# Fewer expected yeses per open seat than this, if all who fit were asked, and the leader is told.
SCARCE_BELOW = 1.5
_EPOCH, _HALF_HOUR = datetime(1970, 1, 1, tzinfo=UTC), timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class LiveQuestion:
    """A question without an answer: the chance of a yes at all when it was sent, and when."""

    chance: float
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a leader reads: "asked 4 of 37 who fit; full at 16:00 with 92 %".

    ``fits`` may be asked now or when their limits allow, ``free`` now; those asked before are not
    among them. ``chance_now`` is that of all seats filled by the questions that are out and those
    of this tick; ``chance`` that of all seats filled by the deadline when one goes on asking.
    ``full_at`` is when those questions have brought nearly all they will bring, or the deadline
    where later ones are needed; None where the need is not likely to be filled.
    """

    slot_id: int
    fits: int
    free: int
    asked_now: int
    chance: float
    chance_now: float
    full_at: datetime | None
    is_too_late: bool
    is_scarce: bool


@dataclass(frozen=True, slots=True)
class Hours:
    """The moment of planning, and the hours of the day in which one may send."""

    at: datetime
    first: time
    last: time

    def until(self, moment: datetime) -> float:
        """Waking hours left."""
        return waking_hours(self.at, moment, self.first, self.last)

    def after(self, hours: float) -> datetime:
        """The half hour in which so many waking hours have passed."""
        then = moment_after(self.at, hours, self.first, self.last)
        return then + (_EPOCH - then) % _HALF_HOUR

    def ages(self, live: Sequence[LiveQuestion]) -> Floats:
        """Waking hours since each question was sent."""
        return np.array(
            [waking_hours(one.sent_at, self.at, self.first, self.last) for one in live],
            dtype=float,
        )


def still_coming(live: Sequence[LiveQuestion], left: float, hours: Hours) -> Floats:
    """The chances that questions already out still bring a yes within ``left`` waking hours."""
    return still_to_come(_chances(live), hours.ages(live), np.full(len(live), left))


def outlook(
    slot_id: int,
    need: OpenNeed,
    *,
    asked: Sequence[float],
    out: Sequence[LiveQuestion],
    later: Floats,
    free: Bools,
    hours: Hours,
) -> Outlook:
    """The need after a tick that asked people with the chances ``asked`` (of a yes in time).

    ``out`` are the questions that were out before, ``later`` the chances that others may bring.
    """
    in_time = float(answered_within(need.hours)) if need.hours > 0 else 0.0
    sure = [*need.live.tolist(), *asked]
    now = mixed(need.parties, need.seats, lambda seats: chance_of_filling(sure, seats))
    chances = np.concatenate((_chances(out), [chance / in_time for chance in asked]))
    ages = np.concatenate((hours.ages(out), np.zeros(len(asked))))
    # Those asked now are the likeliest of the later ones, or nearly.
    rest = later[len(asked) :]
    by_then = mixed(need.parties, need.seats, lambda seats: chance_with_later(sure, rest, seats))
    chance = max(now, by_then)
    left = hours_until_full(chances, ages, need.hours, need.seats)
    if left is None and chance >= ASSURANCE and need.seats > 0:
        left = need.hours
    return Outlook(
        slot_id=slot_id,
        fits=len(need.people),
        free=int(free[need.people].sum()),
        asked_now=len(asked),
        chance=chance,
        chance_now=now,
        full_at=None if left is None else hours.after(left),
        is_too_late=need.seats > 0 and in_time < TOO_LATE,
        is_scarce=float(need.chance.sum()) < SCARCE_BELOW * need.seats,
    )


def _chances(live: Sequence[LiveQuestion]) -> Floats:
    return np.array([one.chance for one in live], dtype=float)

"""How people behave in the simulator: all of it assumed, none of it seen by a policy.

Every draw is a hash of (seed, person, need, purpose): whatever the policy, the same person meets
the same need in the same mood (common random numbers).
"""

from dataclasses import dataclass

import numpy as np

from tests.bench.instances import BASE, DISTANCE_SCALE_KM, MOST_LIKELY, Instance, make

DAYS, FIRST_HOUR, LAST_HOUR = 30, 8.0, 21.0
AWAKE = LAST_HOUR - FIRST_HOUR
WEEK = 168.0
# Hours between posting and start: urgent, days, a week, weeks.
LEADS = ((4, 24, 0.15), (24, 72, 0.25), (72, 240, 0.40), (240, 504, 0.20))
DEADLINE_HOURS = 2.0


@dataclass(frozen=True)
class Behaviour:
    """``noise``: spread of the log of a factor per pair nobody observes. The rest as in 2.3."""

    noise: float = 0.5
    reply_median: float = 0.5
    reply_spread: float = 1.5
    says_no: float = 0.30
    cancels: float = 0.05
    stands_by: float = 0.7
    tires: float = 0.10
    tires_to: float = 0.25
    mutes: float = 0.03
    leaves: float = 0.0005
    leaves_most: float = 0.005
    rests_after_yes: float = 0.6
    newcomers: float = 0.2
    prior: tuple[float, float] = (1.3, 3.2)

    def without_fatigue(self) -> "Behaviour":
        from dataclasses import replace

        return replace(self, tires=0.0, mutes=0.0, leaves=0.0)


@dataclass(frozen=True)
class World:
    """A month: an instance whose needs are posted over time. Hours since day 0, 00:00."""

    instance: Instance
    posted: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    deadline: np.ndarray
    yes_before: np.ndarray
    exposure_before: np.ndarray
    is_new: np.ndarray
    seed: int
    behaviour: Behaviour

    @property
    def urgent(self) -> np.ndarray:
        return self.starts - self.posted < 24


def make_world(seed: int, seats: int, behaviour: Behaviour | None = None) -> World:
    """5,000 people; needs of ``seats`` places in all, posted over 30 days."""
    behaviour = behaviour or Behaviour()
    instance = make("municipality", seed, seats=seats / 500)
    draw = np.random.default_rng([seed, 7])
    needs, people = instance.needs, instance.people
    object.__setattr__(instance, "willing", draw.beta(*behaviour.prior, people).astype("f4"))
    lead = draw.choice(len(LEADS), needs, p=[share for _, _, share in LEADS])
    low, high = (np.array([row[k] for row in LEADS], dtype=float)[lead] for k in (0, 1))
    posted = draw.integers(0, DAYS, needs) * 24 + draw.uniform(FIRST_HOUR, LAST_HOUR, needs)
    wanted = posted + draw.uniform(low, high)
    starts = _moved_to_cell(instance, wanted, posted + low)
    asked = np.where(draw.random(people) < behaviour.newcomers, 0, draw.poisson(8, people))
    known = np.minimum(draw.gamma(4, 0.37 / 4, people), 1.2)
    truly = np.minimum(MOST_LIKELY, instance.willing * known)
    return World(
        instance=instance,
        posted=posted,
        starts=starts,
        ends=starts + instance.hours,
        deadline=starts - DEADLINE_HOURS,
        yes_before=draw.binomial(asked, truly).astype(float),
        exposure_before=asked * known,
        is_new=asked == 0,
        seed=seed,
        behaviour=behaviour,
    )


def _moved_to_cell(instance: Instance, wanted: np.ndarray, soonest: np.ndarray) -> np.ndarray:
    """The start in the hour of the week the instance gave, nearest after the wished lead.

    Urgent needs keep their lead: there the part of the week is that of the start.
    """
    week, hour = 168.0, instance.start.astype(float)
    day = np.floor(wanted / 24)
    starts = day * 24 + hour % 24
    starts = np.where(starts < soonest, starts + 24, starts)
    short = wanted - soonest < 48
    on_weekday = hour + week * np.round((wanted - hour) / week)
    on_weekday = np.where(on_weekday < soonest, on_weekday + week, on_weekday)
    starts = np.where(short, starts, on_weekday)
    cell = (starts // 24).astype(int) % 7 * 4 + (starts % 24 // 6).astype(int)
    object.__setattr__(instance, "cell", cell.astype(np.int32))
    return starts


class Nature:
    """Answers what a policy may never ask."""

    def __init__(self, world: World) -> None:
        self._world = world

    def uniform(self, people: np.ndarray, need: int, purpose: int) -> np.ndarray:
        """The draw of each person, need and purpose: splitmix64 of the four, in [0, 1)."""
        with np.errstate(over="ignore"):
            key = np.asarray(people).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
            key += np.uint64((need * 0xD1B54A32D192ED03) & 0xFFFFFFFFFFFFFFFF)
            key += np.uint64((purpose * 0x8CB92BA72F3D8DD7) & 0xFFFFFFFFFFFFFFFF)
            key += np.uint64((self._world.seed * 0xA24BAED4963EE407) & 0xFFFFFFFFFFFFFFFF)
            for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
                key = (key ^ (key >> np.uint64(shift))) * np.uint64(factor)
            key ^= key >> np.uint64(31)
        return (key >> np.uint64(11)) / float(1 << 53)

    def normal(self, people: np.ndarray, need: int, purpose: int) -> np.ndarray:
        first = np.maximum(self.uniform(people, need, purpose), 1e-15)
        second = self.uniform(people, need, purpose + 1)
        return np.sqrt(-2 * np.log(first)) * np.cos(2 * np.pi * second)

    def known(self, people: np.ndarray, need: int, km: np.ndarray) -> np.ndarray:
        """The factors everybody knows: wish and distance."""
        wish = self._world.instance.wish[people, self._world.instance.kind[need]]
        return BASE * wish * np.exp(-km / DISTANCE_SCALE_KM)

    def true_chance(self, people: np.ndarray, need: int, km: np.ndarray) -> np.ndarray:
        """Of a rested person: with willingness and the pair's own noise."""
        noise = np.exp(self._world.behaviour.noise * self.normal(people, need, 11))
        willing = self._world.instance.willing[people]
        return np.minimum(MOST_LIKELY, willing * self.known(people, need, km) * noise)

    def says_yes(
        self, people, need: int, km, *, asks_7d, recent_yes, again: int, on_page, tick: int
    ) -> np.ndarray:
        """``asks_7d`` counts this question too.

        A page with several needs is read with a chance R that grows with willingness, once for
        the whole page, and each need on it then taken with chance / R: together the same chance.
        """
        b = self._world.behaviour
        tired = np.maximum(b.tires_to, np.exp(-b.tires * np.maximum(0, asks_7d - 1)))
        rested = np.where(recent_yes, b.rests_after_yes, 1.0)
        chance = self.true_chance(people, need, km) * tired * rested
        reads = np.where(on_page, 0.25 + 0.6 * np.sqrt(self._world.instance.willing[people]), 1.0)
        is_read = self.uniform(people, tick, 61) < reads
        return is_read & (self.uniform(people, need, 21 + 100 * again) < chance / reads)

    def says_no(self, people, need: int) -> np.ndarray:
        return self.uniform(people, need, 22) < self._world.behaviour.says_no

    def delay(self, people, need: int) -> np.ndarray:
        """Waking hours until the answer."""
        b = self._world.behaviour
        return b.reply_median * np.exp(b.reply_spread * self.normal(people, need, 31))


def awake(hour):
    """Waking hours since day 0, 00:00."""
    return AWAKE * np.floor(hour / 24) + np.clip(hour % 24 - FIRST_HOUR, 0, AWAKE)


def clock(awake_hours):
    """The hour at which so many waking hours have passed."""
    return 24 * np.floor(awake_hours / AWAKE) + FIRST_HOUR + awake_hours % AWAKE

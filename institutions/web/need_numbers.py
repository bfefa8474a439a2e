"""The plan of a need in numbers and words, as the check page shows it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from backend.common.danish_dates import local, short_day, show_time
from backend.common.numbers import percent
from institutions.models import Slot, Task
from volunteers.actions.samples import sample_question
from volunteers.matching.obstacles import OBSTACLE_WORDS
from volunteers.matching.plan import ASSURANCE, blocked_by
from volunteers.queries.waves import WavePlan

# A chance below this is said as "under 1 %".
_HARDLY = 0.01


@dataclass(frozen=True, slots=True)
class TimeNumbers:
    """One time: how many fit, are asked now and later, and what stops the others."""

    plan: WavePlan
    at: datetime

    @property
    def slot(self) -> Slot:
        """The time."""
        return self.plan.slot

    @property
    def now(self) -> int:
        """How many are asked in the first wave."""
        return len(self.plan.now)

    @property
    def later(self) -> int:
        """How many could be asked afterwards."""
        return len(self.plan.later)

    @property
    def sends(self) -> str:
        """When the first are asked, or "" for at once."""
        return moment(self.plan.sends_at, self.at) if self.plan.sends_at > self.at else ""

    @property
    def look(self) -> str:
        """The earliest moment the rest are asked, or "" when the time has begun by then."""
        return moment(self.plan.next_look_at, self.at) if self.plan.next_look_at else ""

    @property
    def few(self) -> bool:
        """Whether the seats may well stay empty, so that the obstacles are worth reading."""
        return self.plan.chance < ASSURANCE

    @property
    def outlook(self) -> str:
        """How likely the first questions fill the seats, in words."""
        if self.plan.fits < self.slot.seats_left:
            return _("Det er færre, end der er pladser.")
        chance = self.plan.chance
        # A no-break space: the sign stays with its figure.
        shown = percent(chance).replace(" ", "\u00a0") if chance >= _HARDLY else "under 1\u00a0%"
        return _("Chancen for, at de fylder alle pladser, er %(chance)s.") % {"chance": shown}

    @property
    def hindered(self) -> list[tuple[str, int]]:
        """What stops the others, in words, with how many people each stops."""
        return [(OBSTACLE_WORDS[hinder], count) for hinder, count in blocked_by(self.plan.ranking)]


@dataclass(frozen=True, slots=True)
class Sample:
    """The SMS as one volunteer will read it, and what it costs in kroner."""

    text: str
    length: int
    parts: int
    each: float
    total: float


def sample_sms(task: Task, slot: Slot, asked: int) -> Sample:
    """The question about a time as the page shows it, with prices in kroner."""
    slot.task = task
    shown = sample_question(slot, asked)
    return Sample(
        shown.text, len(shown.text), shown.parts, shown.each_ore / 100, shown.total_ore / 100
    )


def moment(then: datetime, at: datetime) -> str:
    """A moment to come in words: "kl. 15:30", "i morgen kl. 08:00" or "tir 24/11 kl. 08:00"."""
    day, today = local(then).date(), local(at).date()
    clock = f"kl. {show_time(local(then).time())}"
    if day == today:
        return clock
    return f"i morgen {clock}" if day - today == timedelta(days=1) else f"{short_day(day)} {clock}"

"""The plan of a need in numbers and words, as the check page shows it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from backend.common.danish_dates import moment_text
from backend.common.numbers import chance_text
from institutions.models import Slot, Task
from volunteers.actions.samples import sample_question
from volunteers.matching.obstacles import OBSTACLE_WORDS, RELAX_WORDS
from volunteers.matching.prospects import ASSURANCE
from volunteers.matching.ranking import blocked_by, one_away
from volunteers.queries.waves import WavePlan


@dataclass(frozen=True)
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
        """How many are asked at first."""
        return len(self.plan.now)

    @property
    def sends(self) -> str:
        """When the first are asked, or "" for at once."""
        return moment_text(self.plan.sends_at, self.at) if self.plan.sends_at > self.at else ""

    @property
    def look(self) -> str:
        """When the others are looked at again, or "" when that is too late."""
        return moment_text(self.plan.next_look_at, self.at) if self.plan.next_look_at else ""

    @property
    def few(self) -> bool:
        """Whether so few fit that seats may well stay empty, so that the need should be eased."""
        return self.plan.outlook.is_scarce or self.plan.chance < ASSURANCE

    @property
    def outlook(self) -> str:
        """How likely the seats are filled in the end, in words."""
        if self.plan.fits < self.slot.seats_left:
            return _("Det er færre, end der er pladser.")
        if self.plan.outlook.is_too_late:
            return _("Der er for kort tid til at nå at få svar på sms. Ring i stedet.")
        full_at, shown = self.plan.outlook.full_at, chance_text(self.plan.chance)
        if full_at is not None:
            when = moment_text(full_at, self.at)
            return _("Ventes besat senest %(when)s (%(chance)s).") % {"when": when, "chance": shown}
        return _("Chancen for, at alle pladser bliver besat, er %(chance)s.") % {"chance": shown}

    @property
    def hindered(self) -> list[tuple[str, int]]:
        """What stops the others, in words, with how many people each stops."""
        return [(OBSTACLE_WORDS[hinder], count) for hinder, count in blocked_by(self.plan.ranking)]

    @property
    def easier(self) -> list[tuple[str, int]]:
        """What could be changed about the need, and how many more would fit then; most first."""
        found = [(RELAX_WORDS[hinder], count) for hinder, count in one_away(self.plan.ranking)]
        return sorted(found, key=lambda pair: -pair[1])


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

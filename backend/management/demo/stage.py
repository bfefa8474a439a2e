"""What every part of the story shares: the town, its actors, chance and the timeline."""

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any

from backend.accounts.models import Municipality
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.management.demo.content import Address, Scale
from backend.management.demo.timeline import Timeline
from institutions.models import Institution, Skill, TaskKind

SEED = 20_261_122


@dataclass
class Stage:
    """``at`` is the story's present: nothing is told of what comes after it."""

    at: datetime
    scale: Scale
    address: Address
    municipality: Municipality
    coordinator: Actor
    institutions: list[Institution] = field(default_factory=list)
    leaders: dict[int, Actor] = field(default_factory=dict)
    kinds: dict[str, TaskKind] = field(default_factory=dict)
    skills: dict[str, Skill] = field(default_factory=dict)
    # How willing a person is, which nobody in the town knows: the matching has to find out.
    willing: dict[int, float] = field(default_factory=dict)
    timeline: Timeline = field(default_factory=Timeline)
    chance: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 - a story.
    dead_numbers: set[str] = field(default_factory=set)
    newest_offer: int = 0

    @property
    def today(self) -> date:
        """The story's present day in Denmark."""
        return local(self.at).date()

    def happens(self, probability: float) -> bool:
        """Whether something with this probability happens this time."""
        return self.chance.random() < probability

    def leader_of(self, institution_id: int) -> Actor:
        """The actor of an institution's leader."""
        return self.leaders[institution_id]

    def pick(self, options: list[Any]) -> Any:
        """One of the options, by chance."""
        return self.chance.choice(options)

"""All that a policy gets to see: what a municipality would know at that moment, read only."""

from dataclasses import dataclass

import numpy as np


class PeekingError(AttributeError):
    """A policy asked for something nobody could know."""


@dataclass(frozen=True, slots=True)
class NeedView:
    """An open need. ``people``, ``known`` and ``km`` are all who fit; ``may`` says who of them

    was not asked about it and has no other seat at the time. ``live`` are those asked who have
    not answered, with the age of the question in waking hours and its chance as then believed.
    """

    id: int
    seats: int
    need: int
    weight: float
    hours: float
    hours_to_start: float
    posted_ago: float
    is_just_posted: bool
    people: np.ndarray
    known: np.ndarray
    km: np.ndarray
    may: np.ndarray
    live_people: np.ndarray
    live_age: np.ndarray
    live_chance: np.ndarray

    def __getattr__(self, name: str):
        raise PeekingError(name)


@dataclass(frozen=True, slots=True)
class View:
    """The hour, the open needs, and per person what is on record."""

    hour: float
    tick: int
    needs: tuple[NeedView, ...]
    yes: np.ndarray
    exposure: np.ndarray
    asks_7d: np.ndarray
    asks_28d: np.ndarray
    live: np.ndarray
    recent_yes: np.ndarray
    opted_out: np.ndarray
    cap: np.ndarray

    def __getattr__(self, name: str):
        raise PeekingError(name)

    @property
    def free(self) -> np.ndarray:
        """Under the cap, nothing unanswered, not opted out."""
        return ~self.opted_out & (self.asks_7d < self.cap) & (self.live == 0)


def sealed(values: np.ndarray) -> np.ndarray:
    """A copy that cannot be written and does not lead back to the original."""
    copy = np.array(values)
    copy.setflags(write=False)
    return copy

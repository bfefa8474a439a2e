"""The steps of the start guide, in order, and which is the next."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class StepKey(StrEnum):
    """One step of a new institution."""

    RULES = "rules"
    COLLEAGUE = "colleague"
    MED = "med"
    CHECKLIST = "checklist"
    DRAFT = "draft"
    PUBLISHED = "published"


# A colleague in Samspil is good to have, and not a condition.
OPTIONAL = frozenset({StepKey.COLLEAGUE})


@dataclass(frozen=True, slots=True)
class StartStep:
    """A step: done, the next one to take, or later. ``left`` counts open points, where it does."""

    key: StepKey
    done: bool
    next: bool
    optional: bool
    left: int = 0


def with_states(done: Mapping[StepKey, bool], *, points_left: int) -> tuple[StartStep, ...]:
    """All steps in order; the next one is the first required step that is not done.

    Whoever has published has come through, so every required step counts as done then: rules that
    changed afterwards ask in their own way.
    """
    through = done[StepKey.PUBLISHED]
    reached = {key: done[key] or (through and key not in OPTIONAL) for key in StepKey}
    waiting = [key for key in StepKey if not reached[key] and key not in OPTIONAL]
    return tuple(
        StartStep(
            key=key,
            done=reached[key],
            next=waiting[:1] == [key],
            optional=key in OPTIONAL,
            left=points_left if key is StepKey.CHECKLIST and not reached[key] else 0,
        )
        for key in StepKey
    )

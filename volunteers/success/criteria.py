"""Success criteria as such: their states, the set to begin with, and definitions of one's own."""

from dataclasses import dataclass
from enum import StrEnum

from backend.common.refusals import Invalid
from volunteers.success.calendar import Rhythm, rhythm_of
from volunteers.success.catalogue import Direction, Indicator, Shape, Unit
from volunteers.success.periods import Period


class CriterionState(StrEnum):
    """A criterion is chosen, decided on, and one day no longer used."""

    DRAFT = "draft"
    ACTIVE = "active"
    ENDED = "ended"


# The set that success-criteria.md suggests to begin with.
STARTER_SET = (
    "K01",
    "K02",
    "K08",
    "K11",
    "K12",
    "K13",
    "K14",
    "K17",
    "K20",
    "K21",
    "K22",
    "K26",
    "K28",
    "K29",
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition of the project group's own, typed in for what the system cannot count."""

    name: str
    definition: str
    counts_among: str
    source: str
    shape: Shape
    unit: Unit
    direction: Direction


def manual_indicator(own: Definition) -> Indicator:
    """The definition in the catalogue's form; it has no code."""
    return Indicator(
        code="",
        name=own.name,
        shape=own.shape,
        unit=own.unit,
        numerator=own.definition,
        denominator=own.counts_among,
        attribution="den periode, tallet er indtastet for",
        facts=own.source,
        direction=own.direction,
        target=None,
        target_words="",
        note="Indtastes af projektgruppen med kilde",
    )


def require_definition(own: Definition) -> None:
    """Refuses (Invalid) no name, and a unit that does not fit how the figure is made."""
    share = own.shape is Shape.SHARE
    if not own.name.strip():
        raise Invalid("name", "Giv kriteriet et navn.", {"name": ["Giv kriteriet et navn."]})
    if share != (own.unit is Unit.SHARE):
        wrong = "En andel måles i procent, og kun en andel gør."
        raise Invalid("unit", wrong, {"unit": [wrong]})


def target_fits(indicator: Indicator, rhythm: Rhythm, period: Period) -> bool:
    """Whether a target says something about this period.

    A count or a sum grows with the period, so its target holds for a period of its rhythm only;
    a share or a median can be held against its target over any length.
    """
    if indicator.shape not in (Shape.COUNT, Shape.SUM):
        return True
    return rhythm_of(period.first, period.after) is rhythm

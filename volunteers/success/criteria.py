"""The rules of success criteria: what a criterion must have, and what cannot be true."""

from enum import StrEnum

from volunteers.success.catalogue import Direction, Indicator, Shape, Unit


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


def manual_indicator(
    *,
    name: str,
    definition: str,
    counts_among: str,
    source: str,
    shape: Shape,
    unit: Unit,
    direction: Direction,
) -> Indicator:
    """A definition of the project group's own, in the catalogue's form; it has no code."""
    return Indicator(
        code="",
        name=name,
        shape=shape,
        unit=unit,
        numerator=definition,
        denominator=counts_among,
        attribution="Tallet hører til den periode, det er indtastet for.",
        facts=source,
        direction=direction,
        target=None,
        target_words="",
        note="Indtastes af projektgruppen med kilde.",
    )

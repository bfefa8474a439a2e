"""The catalogue of indicators: what each success criterion counts, as data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

# Fewer persons or answers than this are hidden outside the coordinator's view (success.md).
SMALLEST_N = 5
# Those the system holds the facts for and computes.
COMPUTED = tuple(f"K{number:02}" for number in range(1, 34))


class Shape(StrEnum):
    """How the figure is made from facts."""

    SHARE = "share"
    MEDIAN = "median"
    COUNT = "count"
    SUM = "sum"


class Unit(StrEnum):
    """What the figure is counted in; a share is between 0 and 1."""

    SHARE = "share"
    HOURS = "hours"
    MINUTES = "minutes"
    PERSONS = "persons"
    STORIES = "stories"
    PER_EXAMPLE = "per_example"
    # What a criterion of the project group's own counts; its name says of what.
    NUMBER = "number"


class Direction(StrEnum):
    """Which way is better. Watched figures have no better way and take no target."""

    UP = "up"
    DOWN = "down"
    WATCHED = "watched"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One definition. The Danish texts are shown beside every figure made from it.

    ``target`` is a suggestion in the indicator's unit, for the project group to decide on;
    ``attribution`` says which date places a fact in a period.
    """

    code: str
    name: str
    shape: Shape
    unit: Unit
    numerator: str
    denominator: str
    attribution: str
    facts: str
    direction: Direction
    target: Decimal | None
    target_words: str
    note: str
    smallest_n: int = SMALLEST_N

    @property
    def is_computed(self) -> bool:
        """Whether the system counts it now."""
        return self.code in COMPUTED


@cache
def catalogue() -> Mapping[str, Indicator]:
    """Every indicator by code, in the order of the codes."""
    source = Path(__file__).with_name("catalogue.json")
    rows: list[dict[str, str | None]] = json.loads(source.read_text(encoding="utf-8"))
    found = (_indicator(row) for row in rows)
    return {indicator.code: indicator for indicator in found}


def indicator(code: str) -> Indicator:
    """One indicator. KeyError for a code that is not in the catalogue."""
    return catalogue()[code]


def computed_indicators() -> tuple[Indicator, ...]:
    """Those the system counts, in the order of the codes."""
    return tuple(found for found in catalogue().values() if found.is_computed)


def _indicator(row: Mapping[str, str | None]) -> Indicator:
    texts = {name: value or "" for name, value in row.items() if name != "target"}
    target = row["target"]
    return Indicator(
        code=texts["code"],
        name=texts["name"],
        shape=Shape(texts["shape"]),
        unit=Unit(texts["unit"]),
        numerator=texts["numerator"],
        denominator=texts["denominator"],
        attribution=texts["attribution"],
        facts=texts["facts"],
        direction=Direction(texts["direction"]),
        target=None if target is None else Decimal(target),
        target_words=texts["target_words"],
        note=texts["note"],
    )

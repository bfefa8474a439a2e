"""What a figure means against its target, in words: colour is never alone."""

from decimal import Decimal
from enum import StrEnum

from backend.common.numbers import format_decimal, percent
from volunteers.success.catalogue import Direction, Indicator, Shape, Unit
from volunteers.success.figures import Figure


class Status(StrEnum):
    """Where a criterion stands."""

    REACHED = "reached"
    ON_TRACK = "on_track"
    BELOW = "below"
    NO_TARGET = "no_target"
    NO_DATA = "no_data"
    HIDDEN = "hidden"


_WORDS = {
    Status.REACHED: "Mål nået",
    Status.ON_TRACK: "Tæt på målet",
    Status.BELOW: "Under mål",
    Status.NO_TARGET: "Intet mål sat",
    Status.NO_DATA: "Ingen data",
    Status.HIDDEN: "For få til at vise",
}
_UNIT_WORDS = {
    Unit.HOURS: ("time", "timer"),
    Unit.MINUTES: ("minut", "minutter"),
    Unit.PERSONS: ("person", "personer"),
    Unit.STORIES: ("historie", "historier"),
    Unit.PER_EXAMPLE: ("pr. eksempel", "pr. eksempel"),
    Unit.NUMBER: ("", ""),
}
_WHOLE = frozenset({Unit.PERSONS, Unit.STORIES})


def status(
    indicator: Indicator, figure: Figure, target: Decimal | None, margin: Decimal = Decimal(0)
) -> Status:
    """Where the figure stands; within ``margin`` (in the indicator's unit) it is on track."""
    if figure.hidden:
        return Status.HIDDEN
    if figure.value is None:
        return Status.NO_DATA
    if target is None or indicator.direction is Direction.WATCHED:
        return Status.NO_TARGET
    missing = target - figure.value
    if indicator.direction is Direction.DOWN:
        missing = -missing
    if missing <= 0:
        return Status.REACHED
    return Status.ON_TRACK if missing <= margin else Status.BELOW


def status_words(indicator: Indicator, reached: Status) -> str:
    """The status in Danish; where less is better, missing the target is being over it."""
    if reached is Status.BELOW and indicator.direction is Direction.DOWN:
        return "Mål ikke nået"
    return _WORDS[reached]


def value_words(indicator: Indicator, value: Decimal) -> str:
    """ "82 %", "31,5 timer", "1 person": the value with its unit, at most one decimal."""
    if indicator.unit is Unit.SHARE:
        return percent(value, 1).replace(",0 %", " %")
    number = format_decimal(value, 0 if indicator.unit in _WHOLE else 1).removesuffix(",0")
    one, many = _UNIT_WORDS[indicator.unit]
    return f"{number} {one if number == '1' else many}".rstrip()


def conclusion(
    indicator: Indicator, figure: Figure, target: Decimal | None, margin: Decimal = Decimal(0)
) -> str:
    """One Danish sentence: the figure, what it is made of, and where it stands."""
    reached = status(indicator, figure, target, margin)
    if reached is Status.HIDDEN:
        return (
            f"{indicator.name} vises ikke her, fordi der er færre end "
            f"{indicator.smallest_n} personer bag tallet."
        )
    if figure.value is None:
        return f"Der er ingen data til {indicator.name.lower()} i perioden."
    says = (
        f"{indicator.name} er {value_words(indicator, figure.value)}{_made_of(indicator, figure)}"
    )
    if target is None or reached is Status.NO_TARGET:
        return f"{says}, og der er ikke sat et mål."
    at_most = "højst " if indicator.direction is Direction.DOWN else ""
    goal = f"målet på {at_most}{value_words(indicator, target)}"
    endings = {
        Status.REACHED: f", og {goal} er nået.",
        Status.ON_TRACK: f", og det er tæt på {goal}.",
        Status.BELOW: f", og {goal} er ikke nået.",
    }
    return says + endings[reached]


def _made_of(indicator: Indicator, figure: Figure) -> str:
    if indicator.shape is Shape.SHARE and figure.numerator is not None:
        return f" ({format_decimal(figure.numerator, 0)} af {format_decimal(figure.n, 0)})"
    if indicator.shape is Shape.MEDIAN:
        return f" (median af {format_decimal(figure.n, 0)})"
    return ""

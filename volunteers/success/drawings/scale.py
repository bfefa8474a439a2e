"""The upright scale of a drawing: round levels at or above everything shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from backend.common.numbers import format_decimal
from volunteers.success.catalogue import Unit

TOP, BOTTOM = 16, 208
_GRID_LINES = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A level across the drawing with its words."""

    y: int
    words: str


@dataclass(frozen=True, slots=True)
class Scale:
    """From nothing at the bottom to ``highest`` at the top, in a unit."""

    highest: Decimal
    unit: Unit

    def y(self, value: Decimal) -> int:
        """Where the value is; what is above the top is drawn at the top."""
        return BOTTOM - int((BOTTOM - TOP) * min(value / self.highest, Decimal(1)))

    def line(self, value: Decimal) -> Line:
        """The value as a level."""
        return Line(self.y(value), short_words(value, self.unit))

    def grid(self) -> tuple[Line, ...]:
        """Five levels from nothing to the top."""
        return tuple(self.line(self.highest * n / _GRID_LINES) for n in range(_GRID_LINES + 1))


def scale_of(values: Iterable[Decimal | None], unit: Unit) -> Scale:
    """100 % for shares, else a round number at or above everything."""
    if unit is Unit.SHARE:
        return Scale(Decimal(1), unit)
    top = max([value for value in values if value is not None] + [Decimal(_GRID_LINES)])
    size = Decimal(10) ** (len(str(int(top))) - 1)
    return Scale(next(size * n for n in (1, 2, 4, 8, 10, 20) if size * n >= top), unit)


def short_words(value: Decimal, unit: Unit) -> str:
    """ "78 %" or "1.234,5", without the unit's word: a scale has no room for it."""
    if unit is Unit.SHARE:
        return f"{format_decimal(value * 100, 0)} %"
    return format_decimal(value, 1).removesuffix(",0")

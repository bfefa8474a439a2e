"""Lying bars: one for each place, or one for each step from asked to came."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

_ROW, _BAR = 46, 18
# Room for the words after the longest bar.
_WORDS = 120


@dataclass(frozen=True, slots=True)
class Measure:
    """A bar to draw: what it is of, how long, and its value in words. None is no bar."""

    name: str
    value: Decimal | None
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its name above it and its words after it."""

    name: str
    words: str
    y: int
    name_y: int
    words_y: int
    width: int
    words_x: int


@dataclass(frozen=True, slots=True)
class Bars:
    """All that the drawing needs; ``target_x`` is where the target stands, when there is one."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    thickness: int = _BAR
    target_x: int | None = None


def draw_bars(
    rows: Sequence[Measure],
    *,
    highest: Decimal | None = None,
    target: Decimal | None = None,
    width: int = 560,
) -> Bars:
    """The longest bar, or ``highest``, fills the width; no rows give an empty drawing."""
    top = highest or max([one.value or Decimal(0) for one in rows] + [target or Decimal(0)])
    room = width - _WORDS
    lengths = [_length(one.value, top, room) for one in rows]
    return Bars(
        width=width,
        height=_ROW * len(rows) + 4,
        bars=tuple(
            Bar(
                name=one.name,
                words=one.words,
                y=_ROW * at + 22,
                name_y=_ROW * at + 15,
                words_y=_ROW * at + 36,
                width=length,
                words_x=length + 8,
            )
            for at, (one, length) in enumerate(zip(rows, lengths, strict=True))
        ),
        target_x=_length(target, top, room) if target is not None else None,
    )


def _length(value: Decimal | None, top: Decimal, room: int) -> int:
    return int(room * min(value / top, Decimal(1))) if value and top else 0

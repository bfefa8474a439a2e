"""Weekday by hour: the darker, the more."""

from collections.abc import Mapping
from dataclasses import dataclass

from volunteers.success.sentences import WEEKDAYS

_LEFT, _TOP, _ROW = 44, 24, 28
_DARKEST = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour of one weekday; ``shade`` is 0 (none) to 4 (most)."""

    x: int
    y: int
    text_x: int
    text_y: int
    shade: int
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class HeatMap:
    """All that the drawing needs. ``rows`` is the same as a table: the hour and its seven days."""

    width: int
    height: int
    cell_width: int
    cell_height: int
    days: tuple[tuple[int, str], ...]
    hours: tuple[tuple[int, str], ...]
    cells: tuple[Cell, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


def draw_heat(counts: Mapping[tuple[int, int], int], *, width: int = 560) -> HeatMap | None:
    """By (ISO weekday, hour of the start); None when there is nothing to show.

    The hours go from the earliest to the latest that has anything.
    """
    used = [hour for (_, hour), count in counts.items() if count]
    if not used:
        return None
    hours, most = range(min(used), max(used) + 1), max(counts.values())
    across = (width - _LEFT) // 7
    cells = tuple(
        Cell(
            x=_LEFT + across * (day - 1),
            y=_TOP + _ROW * row,
            text_x=_LEFT + across * (day - 1) + across // 2,
            text_y=_TOP + _ROW * row + 19,
            shade=-(-_DARKEST * counts.get((day, hour), 0) // most),
            words=f"{WEEKDAYS[day - 1]} kl. {hour}",
            count=counts.get((day, hour), 0),
        )
        for row, hour in enumerate(hours)
        for day in range(1, 8)
    )
    return HeatMap(
        width=width,
        height=_TOP + _ROW * len(hours) + 4,
        cell_width=across - 2,
        cell_height=_ROW - 2,
        days=tuple(
            (_LEFT + across * at + across // 2, name[:3]) for at, name in enumerate(WEEKDAYS)
        ),
        hours=tuple(
            (_TOP + _ROW * row + 19, f"{hour}-{hour + 1}") for row, hour in enumerate(hours)
        ),
        cells=cells,
        rows=tuple(
            (f"kl. {hour}-{hour + 1}", tuple(counts.get((day, hour), 0) for day in range(1, 8)))
            for hour in hours
        ),
    )

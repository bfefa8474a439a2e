"""A curve over time with last year's beside it, the baseline, the target, and where it may go."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from volunteers.success.catalogue import Unit
from volunteers.success.drawings.scale import BOTTOM, Line, Scale, scale_of, short_words
from volunteers.success.forecast import Forecast

_LEFT, _HEIGHT = 52, 240
# A step narrower than this has no room for its label.
_LABEL_WIDTH = 24
# Two labels at the right edge that are nearer than this would be written on top of each other.
_LINE_HEIGHT = 16


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One step along: its label, its value, and the value a year before."""

    label: str
    value: Decimal | None
    last_year: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Dot:
    """A value on the curve; ``label`` is "" where there is no room for it."""

    x: int
    y: int | None
    words: str
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Curve:
    """All that the drawing needs, in the units of its own view box."""

    width: int
    right: int
    grid: tuple[Line, ...]
    dots: tuple[Dot, ...]
    paths: tuple[str, ...]
    last_year: tuple[str, ...]
    target: Line | None = None
    baseline: Line | None = None
    band: str = ""
    ends: tuple[Line, ...] = ()
    ends_x: int = 0
    height: int = _HEIGHT
    left: int = _LEFT
    bottom: int = BOTTOM
    middle: int = field(default=_HEIGHT // 2)


def draw_curve(
    points: Sequence[CurvePoint],
    *,
    unit: Unit,
    target: Decimal | None = None,
    baseline: Decimal | None = None,
    ahead: Forecast | None = None,
    width: int = 720,
) -> Curve:
    """One dot a point; a point without value breaks the curve. No points give an empty drawing.

    ``width`` 340 is for a telephone: give it fewer points. ``ahead`` is drawn as a band from the
    last value to the span of the forecast.
    """
    levels = [target, baseline, *(one.value for one in points), *(one.last_year for one in points)]
    scale = scale_of([*levels, ahead.high if ahead else None], unit)
    right = width - (84 if width > 400 else 70)  # noqa: PLR2004 - room for "Sidste år".
    steps = max(len(points) - 1 + (ahead.steps if ahead else 0), 1)
    places = [_LEFT + 8 + (right - _LEFT - 8) * at // steps for at in range(steps + 1)]
    every = max(1, -(-_LABEL_WIDTH * (steps + 1) // (right - _LEFT)))
    now, before = (
        [scale.y(v) if v is not None else None for v in values] for values in _two(points)
    )
    return Curve(
        width=width,
        right=right,
        grid=scale.grid(),
        dots=tuple(
            Dot(
                x=places[at],
                y=now[at],
                words=short_words(one.value, unit) if one.value is not None else "–",
                name=one.label,
                label=one.label if at % every == 0 else "",
            )
            for at, one in enumerate(points)
        ),
        paths=_paths(places, now),
        last_year=_paths(places, before),
        target=scale.line(target) if target is not None else None,
        baseline=scale.line(baseline) if baseline is not None else None,
        band=_band(points, places, scale, ahead),
        ends=_ends(now, before),
        ends_x=_last_place(places, now, before) + 8,
    )


def _two(points: Sequence[CurvePoint]) -> tuple[list[Decimal | None], list[Decimal | None]]:
    return [one.value for one in points], [one.last_year for one in points]


def _paths(places: Sequence[int], heights: Sequence[int | None]) -> tuple[str, ...]:
    """Unbroken stretches as "x,y x,y"; a lone value is only its dot."""
    found: list[list[str]] = [[]]
    for x, y in zip(places, heights, strict=False):
        if y is None:
            found.append([])
        else:
            found[-1].append(f"{x},{y}")
    return tuple(" ".join(stretch) for stretch in found if len(stretch) > 1)


def _band(
    points: Sequence[CurvePoint], places: Sequence[int], scale: Scale, ahead: Forecast | None
) -> str:
    """A wedge from the last known value to the span of the forecast."""
    known = [(at, one.value) for at, one in enumerate(points) if one.value is not None]
    if ahead is None or not known:
        return ""
    at, value = known[-1]
    end = places[-1]
    corners = ((places[at], value), (end, ahead.high), (end, ahead.low))
    return " ".join(f"{x},{scale.y(height)}" for x, height in corners)


def _ends(now: Sequence[int | None], before: Sequence[int | None]) -> tuple[Line, ...]:
    """The names at the right edge, moved apart where they would meet."""
    named = [
        Line(known[-1], words)
        for words, heights in (("I år", now), ("Sidste år", before))
        if (known := [y for y in heights if y is not None])
    ]
    named.sort(key=lambda line: line.y)
    if any(low.y - high.y < _LINE_HEIGHT for high, low in pairwise(named)):
        high, low = named
        middle = (high.y + low.y) // 2
        half = _LINE_HEIGHT // 2
        return Line(middle - half, high.words), Line(middle + half, low.words)
    return tuple(named)


def _last_place(places: Sequence[int], *curves: Sequence[int | None]) -> int:
    """Where the longest of the curves ends."""
    ends = [x for curve in curves for x, y in zip(places, curve, strict=False) if y is not None]
    return max(ends, default=0)

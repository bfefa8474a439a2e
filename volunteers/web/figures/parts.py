"""A figure by department or by institution: bars, the table behind them, and a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from volunteers.queries.success_views.funnel import Funnel
from volunteers.success.catalogue import Indicator, Unit
from volunteers.success.drawings.bars import Bars, Measure, draw_bars
from volunteers.success.figures import Figure
from volunteers.success.sentences import funnel_sentence, parts_sentence
from volunteers.web.figures.cards import NO_AIM, Aim, Card

_NARROW = 320
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Parts:
    """The rows by name, drawn for a screen and for a telephone."""

    rows: tuple[tuple[str, Card], ...]
    wide: Bars
    narrow: Bars
    sentence: str


@dataclass(frozen=True, slots=True)
class Steps:
    """From asked to came: each step with its count and its share of those asked."""

    rows: tuple[tuple[str, int, Decimal], ...]
    wide: Bars
    narrow: Bars
    sentence: str


def parts_of(
    indicator: Indicator, figures: Mapping[Key, Figure], names: Mapping[Key, str], aim: Aim
) -> Parts:
    """The places of ``names`` in that order; one without facts has no data."""
    level = aim if indicator.unit is Unit.SHARE else NO_AIM
    nothing = Figure(None, 0, 0)
    rows = tuple(
        (name, Card(indicator, figures.get(key, nothing), level)) for key, name in names.items()
    )
    bars = [Measure(name, card.figure.value, card.value) for name, card in rows]
    highest = Decimal(1) if indicator.unit is Unit.SHARE else None
    known = {name: card.figure.value for name, card in rows if card.figure.value is not None}
    return Parts(
        rows,
        draw_bars(bars, highest=highest, target=level.target),
        draw_bars(bars, highest=highest, target=level.target, width=_NARROW),
        parts_sentence(indicator, known),
    )


def steps_of(funnel: Funnel) -> Steps:
    """The funnel; with nobody asked its bars are empty."""
    asked = Decimal(dict(funnel).get("Spurgt", 0))
    rows = tuple((name, count, count / asked if asked else asked) for name, count in funnel)
    bars = _funnel_bars(rows)
    return Steps(rows, draw_bars(bars), draw_bars(bars, width=_NARROW), funnel_sentence(funnel))


def _funnel_bars(rows: Sequence[tuple[str, int, Decimal]]) -> list[Measure]:
    return [
        Measure(name, Decimal(count), f"{count} ({round(share * 100)} %)")
        for name, count, share in rows
    ]

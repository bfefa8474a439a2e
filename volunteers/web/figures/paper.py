"""A criterion's drawing on paper: the page's own SVG, with the colours and letters of paper."""

from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from backend.common.danish_dates import iso_week
from volunteers.success.catalogue import Indicator, Unit
from volunteers.success.drawings.bars import Measure, draw_bars
from volunteers.web.figures.cards import NO_AIM
from volunteers.web.figures.report import Line, Report, Rows
from volunteers.web.figures.trend import Trend, trend_of

_PAGES = "volunteers/figures"
# A page's stylesheet is a file of its own; a drawing on paper must bring its own.
_STYLE = (Path(__file__).parents[2] / "templates/volunteers/report.css").read_text()
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG, the same in words for those who have it read aloud, and a sentence beneath it."""

    svg: str
    alt: str
    says: str


def drawing_of(report: Report, line: Line) -> Drawing | None:
    """The weeks of a quarter as a curve; quarters or departments as bars where there are none.

    None where fewer than two values may be shown: there is nothing to compare.
    """
    if not report.is_whole and not line.quarters:
        return None
    weeks = None if report.release.is_year else _trend(report, line)
    if weeks is not None and _shown(weeks) >= _FEWEST:
        return _curve(line, weeks, report.municipality.colour)
    rows = tuple(row for row in line.quarters or line.departments if _is_bar(row[1].figure.value))
    return _bars(line, rows, report.municipality.colour) if len(rows) >= _FEWEST else None


def _trend(report: Report, line: Line) -> Trend:
    period = report.period
    return trend_of(line.measured, None, period, period.after, line.card.aim)


def _shown(trend: Trend) -> int:
    return sum(week.card.figure.value is not None for week in trend.weeks)


def _is_bar(value: Decimal | None) -> bool:
    """Those counted in several departments are taken off, and cannot be drawn."""
    return value is not None and value >= 0


def _curve(line: Line, trend: Trend, colour: str) -> Drawing:
    indicator = line.card.indicator
    values = ", ".join(f"uge {iso_week(one.monday)}: {one.card.value}" for one in trend.weeks)
    chart = replace(trend.wide, ends=())
    svg = _svg("curve.html", colour, indicator, chart=chart, trend=trend, css="chart-wide")
    alt = f"Kurve over {indicator.name.lower()} uge for uge. {values}. Mål: {line.card.target}."
    return Drawing(svg, alt, f"{trend.sentence} {trend.ahead}")


def _bars(line: Line, rows: Rows, colour: str) -> Drawing:
    indicator, is_share = line.card.indicator, line.card.indicator.unit is Unit.SHARE
    aim = line.card.aim if is_share else NO_AIM
    chart = draw_bars(
        [Measure(name, card.figure.value, card.value) for name, card in rows],
        highest=Decimal(1) if is_share else None,
        target=aim.target,
    )
    svg = _svg("bars.html", colour, indicator, chart=chart, css="chart-wide", id="bars")
    values = ", ".join(f"{name}: {card.value}" for name, card in rows)
    says = "Den stiplede streg er målet." if chart.target_x is not None else ""
    return Drawing(svg, f"Søjler over {indicator.name.lower()}. {values}.", says)


def _svg(template: str, colour: str, indicator: Indicator, **context: Any) -> str:
    """The page's drawing with its looks inside it."""
    drawn = render_to_string(f"{_PAGES}/{template}", {"title": indicator.name, **context})
    looks = f"<style>{_STYLE.replace('var(--kommune)', colour)}</style>"
    return drawn[drawn.index("<svg") :].replace("<title", f"{looks}<title", 1)

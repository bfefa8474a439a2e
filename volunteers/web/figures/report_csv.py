"""A report, or one figure's splits, as rows for a Danish spreadsheet."""

from collections.abc import Iterator
from decimal import Decimal

from backend.common.csv_out import csv_file
from backend.common.danish_dates import local, show_date
from backend.common.numbers import format_decimal
from volunteers.queries.closing import FrozenLine
from volunteers.success.catalogue import Unit
from volunteers.success.journal import KLE_NUMBER
from volunteers.web.figures.cards import Card
from volunteers.web.figures.detail import Detail
from volunteers.web.figures.report import Report

_COLUMNS = ("Kode", "Kriterium", "Opdeling", "Navn", "Tal", "Enhed", "Tæller", "Nævner eller N")
_UNITS = {
    Unit.SHARE: "procent",
    Unit.HOURS: "timer",
    Unit.MINUTES: "minutter",
    Unit.PERSONS: "personer",
    Unit.STORIES: "historier",
    Unit.PER_EXAMPLE: "pr. eksempel",
}


def report_csv(report: Report) -> bytes:
    """One row for each criterion, department and quarter; too few people is said in words."""
    rows: list[tuple[object, ...]] = [
        ("Periode", report.period.name),
        ("Lukket", show_date(local(report.as_of).date())),
        ("KLE", KLE_NUMBER),
        (),
        _COLUMNS,
    ]
    for line in report.lines:
        rows.append(_row(line.card, "Hele kommunen", report.period.name))
        if line.card.corrected:
            rows.append((*_named(line.card), "Rettelse", line.card.corrected))
        rows += [_row(card, "Afdeling", name) for name, card in line.departments]
        rows += [_row(card, "Kvartal", name) for name, card in line.quarters]
    rows += [_other(line) for line in report.others]
    return csv_file(rows)


def _other(line: FrozenLine) -> tuple[object, ...]:
    """One of the group's own, or of a part; its figure stands in words."""
    criterion = line.newest.criterion
    return (criterion.code, criterion.indicator.name, criterion.scope_words, "", line.told_words)


def detail_csv(detail: Detail, period: str) -> bytes:
    """One figure by week, department and institution."""
    return csv_file([_COLUMNS, *_detail_rows(detail, period)])


def _detail_rows(detail: Detail, period: str) -> Iterator[tuple[object, ...]]:
    yield _row(detail.card, "Hele kommunen", period)
    for week in detail.trend.weeks:
        yield _row(week.card, "Uge fra mandag", show_date(week.monday))
    for name, card in detail.departments.rows:
        yield _row(card, "Afdeling", name)
    for name, card in detail.institutions.rows:
        yield _row(card, "Institution", name)


def _named(card: Card) -> tuple[str, str]:
    return card.indicator.code, card.indicator.name


def _row(card: Card, split: str, name: str) -> tuple[object, ...]:
    figure, indicator = card.figure, card.indicator
    known = figure.value is not None
    return (
        *_named(card),
        split,
        name,
        _number(card) if known else card.value,
        _UNITS.get(indicator.unit, ""),
        int(figure.numerator) if known and figure.numerator is not None else None,
        figure.n if known else None,
    )


def _number(card: Card) -> str:
    """The figure as the pages round it, a share in per cent, without a mark at the thousands."""
    value = card.figure.value or Decimal(0)
    shown = value * 100 if card.indicator.unit is Unit.SHARE else value
    return format_decimal(shown, 1).replace(".", "").removesuffix(",0")

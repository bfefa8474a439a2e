"""A report as a workbook: real tables that can be sorted and filtered, and a chart."""

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter

from backend.common.danish_dates import local, show_date
from volunteers.success.catalogue import Unit
from volunteers.success.journal import KLE_NUMBER
from volunteers.web.figures.cards import Card
from volunteers.web.figures.report import Report

_PERCENT, _NUMBER = "0.0 %", "#,##0.0"
_WIDTH = 24


def report_xlsx(report: Report) -> bytes:
    """Sheets for the criteria with a chart, the departments or quarters, and the definitions."""
    out = io.BytesIO()
    # Names of places are text, also one that begins with "=".
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties(_properties(report))
        formats = {name: book.add_format({"num_format": name}) for name in (_PERCENT, _NUMBER)}
        _criteria(book, report, formats)
        _parts(book, report, formats)
        _definitions(book, report)
    return out.getvalue()


def _properties(report: Report) -> dict[str, Any]:
    return {
        "title": f"Tal for frivilligindsatsen, {report.period.name}",
        "author": report.municipality.name,
        "keywords": f"KLE {KLE_NUMBER}",
        "comments": f"Lukket {show_date(local(report.as_of).date())}",
        "created": local(report.as_of).replace(tzinfo=None),
    }


def _criteria(book: Any, report: Report, formats: dict[str, Any]) -> None:
    header = ("Kode", "Kriterium", "Tal", "Mål", "Status", "Tæller", "Nævner eller N", "Rettet")
    sheet = book.add_worksheet("Kriterier")
    rows = [
        (
            line.card.indicator.code,
            line.card.indicator.name,
            line.card,
            line.card.target,
            line.card.status_words,
            line.card.figure.numerator,
            None if line.card.figure.hidden else line.card.figure.n,
            line.card.corrected,
        )
        for line in report.lines
    ]
    _table(sheet, "Kriterier", header, rows, formats)
    shares = [at for at, line in enumerate(report.lines, 1) if line.card.is_share]
    if shares:
        _chart(book, sheet, shares, beneath=len(rows) + 3)


def _chart(book: Any, sheet: Any, rows: Sequence[int], beneath: int) -> None:
    """The shares as lying bars; other units cannot stand on the same axis."""
    names, values = (
        "=(" + ",".join(f"Kriterier!${column}${row + 1}" for row in rows) + ")"
        for column in ("B", "C")
    )
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"name": "Andele", "categories": names, "values": values})
    chart.set_title({"name": "Andele i perioden"})
    chart.set_x_axis({"min": 0, "max": 1, "num_format": "0 %"})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"none": True})
    description = "Kriterier, der er andele, som søjler. Tallene står i tabellen ovenover."
    sheet.insert_chart(beneath, 0, chart, {"description": description, "x_scale": 1.6})


def _parts(book: Any, report: Report, formats: dict[str, Any]) -> None:
    name = "Kvartaler" if report.release.is_year else "Afdelinger"
    header = ("Kriterium", name.removesuffix("er"), "Tal", "Tæller", "Nævner eller N")
    rows = [
        (
            line.card.indicator.name,
            part,
            card,
            card.figure.numerator,
            None if card.figure.hidden else card.figure.n,
        )
        for line in report.lines
        for part, card in (line.quarters if report.release.is_year else line.departments)
    ]
    _table(book.add_worksheet(name), name, header, rows, formats)


def _definitions(book: Any, report: Report) -> None:
    header = ("Kode", "Kriterium", "Tæller", "Nævner", "Hører til perioden efter", "Bemærk")
    rows = [
        (one.code, one.name, one.numerator, one.denominator, one.attribution, one.note)
        for one in (line.card.indicator for line in report.lines)
    ]
    _table(book.add_worksheet("Definitioner"), "Definitioner", header, rows, {})


def _table(
    sheet: Any,
    name: str,
    header: Sequence[str],
    rows: Sequence[Sequence[Any]],
    formats: dict[str, Any],
) -> None:
    """A real table, also when it is empty: a table has at least one row of cells."""
    for at, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            _write(sheet, at, column, cell, formats)
    sheet.add_table(
        0,
        0,
        max(len(rows), 1),
        len(header) - 1,
        {"name": name, "columns": [{"header": words} for words in header]},
    )
    sheet.set_column(0, len(header) - 1, _WIDTH)
    sheet.freeze_panes(1, 0)


def _write(sheet: Any, row: int, column: int, cell: Any, formats: dict[str, Any]) -> None:
    if isinstance(cell, Card):
        value = cell.figure.value
        if value is None:
            sheet.write_string(row, column, cell.value)
        else:
            wanted = _PERCENT if cell.indicator.unit is Unit.SHARE else _NUMBER
            sheet.write_number(row, column, value, formats[wanted])
    elif isinstance(cell, int | Decimal):
        sheet.write_number(row, column, cell)
    elif cell:
        sheet.write_string(row, column, cell)

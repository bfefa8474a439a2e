"""A spreadsheet is read as the same rows as a CSV file; what would have to be guessed is told."""

from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from backend.common.csv_cells import date_cell, degrees_cell, phone_cell, text_cell
from backend.common.csv_rows import Column, Fault, Row, faulty_lines, read_sheet
from tests.common.spreadsheets import spreadsheet

COLUMNS = (
    Column("name", ("Navn",), text_cell(20), required=True),
    Column("phone", ("Mobil",), phone_cell),
    Column("latitude", ("Breddegrad",), degrees_cell),
    Column("on", ("Dag",), date_cell),
)
FORMULA = "Cellen er en formel. Kopiér, og sæt ind igen som værdi."


def test_numbers_days_and_letters_are_read_as_a_dane_writes_them() -> None:
    data = spreadsheet(
        ["Navn", "Mobil", "Breddegrad", "Dag"],
        ["Åse Ørnæs", 20123456, 56.2841, datetime(2026, 11, 24)],  # noqa: DTZ001 - a cell has none.
        [None, None, None, None],
        ["Bo", "+45 20 12 34 57", None, None],
    )

    sheet = read_sheet(data, COLUMNS)

    on = date_cell("24-11-2026")
    assert sheet.faults == []
    assert sheet.rows == [
        Row(2, {"name": "Åse Ørnæs", "phone": "+4520123456", "latitude": 56.2841, "on": on}),
        Row(4, {"name": "Bo", "phone": "+4520123457"}),
    ]


def _cached(data: bytes) -> list[Any]:
    """The naive reading: what the formula came to when the file was last saved."""
    sheet = load_workbook(BytesIO(data), data_only=True).active
    assert sheet is not None
    return [cell.value for cell in sheet[2]]


def test_a_formula_is_a_fault_with_its_line_and_column() -> None:
    data = spreadsheet(["Navn", "Mobil"], ["Bo", "=20000000+123456"])

    sheet = read_sheet(data, COLUMNS)

    assert (sheet.rows, sheet.faults) == ([], [Fault(2, "Mobil", FORMULA)])


def test_control_reading_what_is_kept_of_a_formula_drops_the_number() -> None:
    assert _cached(spreadsheet(["Navn", "Mobil"], ["Bo", "=20000000+123456"])) == ["Bo", None]


def test_a_formula_in_csv_is_a_fault_too() -> None:
    sheet = read_sheet(b'Navn;Mobil\n"=HYPERLINK(""x"")";20123456\n', COLUMNS)

    assert sheet.faults == [Fault(2, "Navn", FORMULA)]


def test_an_empty_sheet_is_told() -> None:
    assert [str(fault) for fault in read_sheet(spreadsheet(), COLUMNS).faults] == [
        "Linje 1: Filen er tom. Vælg en fil med overskrifter og rækker."
    ]


def test_content_on_two_sheets_is_refused_and_an_empty_second_one_is_not() -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["Navn"])
    book.active.append(["Bo"])
    other = book.create_sheet()
    alone, both = BytesIO(), BytesIO()
    book.save(alone)
    other.append(["Navn"])
    book.save(both)

    assert read_sheet(alone.getvalue(), COLUMNS).rows == [Row(2, {"name": "Bo"})]
    assert [fault.text for fault in read_sheet(both.getvalue(), COLUMNS).faults] == [
        "Der står noget på flere ark. Behold kun det ark, der skal læses."
    ]


@pytest.mark.parametrize("cells", [["Navn", "Navn"], ["Mobil"]])
def test_wrong_headers_are_faults_of_the_first_line(cells: list[str]) -> None:
    sheet = read_sheet(spreadsheet(cells, ["Bo", "Ib"]), COLUMNS)

    assert ([fault.line for fault in sheet.faults], sheet.rows) == ([1], [])


def test_the_lines_with_faults_come_back_as_a_file_that_runs_nothing() -> None:
    data = spreadsheet(["Navn", "Mobil"], ["Bo", "12"], ["Ib", 20123456], ["=1+1", 20123457])
    faults = read_sheet(data, COLUMNS).faults

    lines = faulty_lines(data, faults).decode("utf-8-sig").splitlines()

    assert lines == [
        "Navn;Mobil;Linje;Fejl",
        "Bo;12;2;Mobil: 12 kan ikke være et telefonnummer. "
        "Skriv et telefonnummer med 8 cifre, for eksempel 20 12 34 56.",
        f"'=1+1;20123457;4;Navn: {FORMULA}",
    ]

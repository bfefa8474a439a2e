"""A file of rows as a Danish municipality exports it: Excel, or CSV with semicolons."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from backend.common.csv_out import SEPARATOR, csv_file, read_back
from backend.common.danish import search_key
from backend.common.xlsx_rows import SIGNATURE, spreadsheet_lines

LONGEST_FILE = 5_000_000
_FORMULA = "Cellen er en formel. Kopiér, og sæt ind igen som værdi."
_AS_CSV = "Gem filen igen som “CSV (semikolonsepareret)”, og prøv en gang til."


@dataclass(frozen=True, slots=True)
class Column:
    """A column: our ``name``, its Danish headers (the first one is shown), how a cell is read.

    ``read`` raises ValueError with a Danish sentence that says what to do.
    """

    name: str
    headers: tuple[str, ...]
    read: Callable[[str], Any] = str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: the line in the file (1 is the header), the column, what to do about it."""

    line: int
    column: str
    text: str

    def __str__(self) -> str:
        where = f", {self.column}" if self.column else ""
        return f"Linje {self.line}{where}: {self.text}"


@dataclass(slots=True)
class Row:
    """A line's values by our names; an empty cell has none."""

    line: int
    values: dict[str, Any]


@dataclass(slots=True)
class Sheet:
    """What a file says: its good rows, its faults, and columns nobody asked for."""

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    # Lines with content below the header, right or wrong.
    total: int = 0


def read_sheet(data: bytes, columns: Sequence[Column]) -> Sheet:
    """Reads every line; a line with a fault is not among the rows, and each fault is told.

    Headers may stand in any order, in capitals or not; unknown ones are named and skipped. A
    missing column that is required, or no semicolon, is a fault of line 1 and ends the reading.
    A cell with a formula is a fault: what it comes to is the spreadsheet's to say.
    """
    sheet = Sheet()
    try:
        lines = read_lines(data)
    except ValueError as error:
        sheet.faults.append(Fault(1, "", str(error)))
        return sheet
    if not lines:
        sheet.faults.append(Fault(1, "", "Filen er tom. Vælg en fil med overskrifter og rækker."))
        return sheet
    places = _places(lines[0][1], columns, sheet)
    if sheet.faults:
        return sheet
    for line, cells in lines[1:]:
        sheet.total += 1
        _read_line(sheet, line, cells, places, width=len(lines[0][1]))
    return sheet


def read_lines(data: bytes) -> list[tuple[int, list[str]]]:
    """(line number, cells) of each line with content, from either sort of file; ValueError."""
    if len(data) > LONGEST_FILE:
        raise ValueError("Filen er for stor. Del den i flere med højst 5 MB i hver.")
    if data.startswith(SIGNATURE):
        return spreadsheet_lines(data)
    return _lines(_decode(data))


def faulty_lines(data: bytes, faults: Sequence[Fault]) -> bytes:
    """The header and the lines with a fault as CSV, each with what is wrong in a last column.

    UTF-8 with BOM, so that a spreadsheet shows the Danish letters. A formula is written as text.
    """
    told: dict[int, list[str]] = {}
    for fault in faults:
        where = f"{fault.column}: " if fault.column else ""
        told.setdefault(fault.line, []).append(f"{where}{fault.text}")
    (_, header), *lines = read_lines(data)
    rows: list[list[object]] = [[*header, "Linje", "Fejl"]]
    for line, cells in lines:
        if line in told:
            padded = cells + [""] * (len(header) - len(cells))
            rows.append([*padded, line, " ".join(told[line])])
    return csv_file(rows)


def once(sheet: Sheet, name: str, header: str) -> None:
    """Takes out rows whose value of this column stood in an earlier row, and tells which."""
    first: dict[Any, int] = {}
    kept = []
    for row in sheet.rows:
        value = row.values.get(name)
        if value is not None and value in first:
            text = f"Står også i linje {first[value]}. Slet den ene af de to."
            sheet.faults.append(Fault(row.line, header, text))
            continue
        if value is not None:
            first[value] = row.line
        kept.append(row)
    sheet.rows = kept


def _decode(data: bytes) -> str:
    """UTF-8 with or without BOM, else cp1252, which Danish spreadsheets still write."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValueError("Det er et gammelt regneark (.xls). Gem det som Excel (.xlsx) eller CSV.")
    if b"\x00" in data:
        raise ValueError(f"Filen er gemt i en kodning, vi ikke kan læse. {_AS_CSV}")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError(f"Filen er gemt i en kodning, vi ikke kan læse. {_AS_CSV}")


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """(line number, cells) of each line with content; a cell in quotes may span several lines."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=SEPARATOR, strict=True)
    found = []
    line = 1
    try:
        for cells in reader:
            trimmed = [read_back(cell.strip()) for cell in cells]
            if any(trimmed):
                found.append((line, trimmed))
            line = reader.line_num + 1
    except csv.Error as error:
        raise ValueError(f"Linje {line} kan ikke læses: et anførselstegn mangler.") from error
    return found


def _places(
    headers: Sequence[str], columns: Sequence[Column], sheet: Sheet
) -> list[tuple[int, Column]]:
    known = {search_key(header): column for column in columns for header in column.headers}
    places: list[tuple[int, Column]] = []
    for place, header in enumerate(headers):
        column = known.get(search_key(header))
        if column is None:
            sheet.unknown.extend([header] if header else [])
        elif any(column is other for _, other in places):
            sheet.faults.append(Fault(1, header, "Kolonnen er der to gange. Slet den ene."))
        else:
            places.append((place, column))
    found = {column.name for _, column in places}
    for column in columns:
        if column.required and column.name not in found:
            text = "Kolonnen mangler. Tilføj den, eller ret overskriften."
            sheet.faults.append(Fault(1, column.headers[0], text))
    if len(headers) == 1 and not found:
        sheet.faults = [Fault(1, "", f"Der er ikke semikolon mellem kolonnerne. {_AS_CSV}")]
    return places


def _read_line(
    sheet: Sheet, line: int, cells: Sequence[str], places: Sequence[tuple[int, Column]], width: int
) -> None:
    faults = []
    if len(cells) > width:
        faults.append(Fault(line, "", "Rækken har flere celler, end der er overskrifter."))
    values: dict[str, Any] = {}
    for place, column in places:
        cell = cells[place] if place < len(cells) else ""
        if not cell:
            if column.required:
                faults.append(Fault(line, column.headers[0], "Feltet er tomt. Udfyld det."))
            continue
        if cell.startswith("="):
            faults.append(Fault(line, column.headers[0], _FORMULA))
            continue
        try:
            values[column.name] = column.read(cell)
        except ValueError as error:
            faults.append(Fault(line, column.headers[0], str(error)))
    if faults:
        sheet.faults.extend(faults)
    else:
        sheet.rows.append(Row(line, values))


def headers_of(columns: Sequence[Column]) -> Mapping[str, str]:
    """Our name of each column to the header it is shown with."""
    return {column.name: column.headers[0] for column in columns}

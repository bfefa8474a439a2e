"""A spreadsheet as lines of text, as if it had been saved as CSV."""

import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from backend.common.danish_dates import show_date
from backend.common.numbers import format_decimal

SIGNATURE = b"PK\x03\x04"
# A small file can unpack to fill the memory.
_LARGEST_UNPACKED = 60_000_000
_MOST_PARTS = 1_000
_MOST_LINES = 50_000
_UNREADABLE = "Regnearket kan ikke læses. Gem det igen som Excel (.xlsx), og prøv en gang til."


def spreadsheet_lines(data: bytes) -> list[tuple[int, list[str]]]:
    """(row number, cells) of each row with content of the only sheet that has any.

    A formula is given as its own text with "=" before it: what it came to may be out of date.
    Refuses (ValueError, Danish) what is no spreadsheet, one that unpacks too large, content on
    several sheets, and a cell that shows an error.
    """
    _require_small(data)
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
        filled = [lines for sheet in book.worksheets if (lines := _lines(sheet.iter_rows()))]
    except (InvalidFileException, KeyError, TypeError, zipfile.BadZipFile, SyntaxError) as error:
        raise ValueError(_UNREADABLE) from error
    if len(filled) > 1:
        raise ValueError("Der står noget på flere ark. Behold kun det ark, der skal læses.")
    return filled[0] if filled else []


def _require_small(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            parts = packed.infolist()
            unpacked = sum(one.file_size for one in parts)
    except zipfile.BadZipFile as error:
        raise ValueError(_UNREADABLE) from error
    if unpacked > _LARGEST_UNPACKED or len(parts) > _MOST_PARTS:
        raise ValueError("Regnearket fylder for meget, når det pakkes ud. Del det i flere filer.")


def _lines(rows: Iterable[Iterable[Any]]) -> list[tuple[int, list[str]]]:
    found = []
    for number, row in enumerate(rows, start=1):
        if number > _MOST_LINES:
            raise ValueError(f"Der er over {_MOST_LINES} rækker. Del filen i flere.")
        cells = [_text(cell, number) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            found.append((number, cells))
    return found


def _text(cell: Any, line: int) -> str:
    """As a Danish spreadsheet would have written it: 20123456, 1,5 and 24-11-2026."""
    value = cell.value
    if cell.data_type == "e":
        raise ValueError(f"Linje {line}: en celle viser fejlen {value}. Ret den i regnearket.")
    if cell.data_type == "f":
        return str(value) if str(value).startswith("=") else "="
    if isinstance(value, date):
        return show_date(value.date() if isinstance(value, datetime) else value)
    if isinstance(value, float):
        return format_decimal(Decimal(repr(value)), 6).rstrip("0").rstrip(",")
    return {None: "", True: "ja", False: "nej"}[value] if _is_plain(value) else str(value).strip()


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, bool)

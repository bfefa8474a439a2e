"""Spreadsheets for tests, as a municipality would save them."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook


def spreadsheet(*rows: Sequence[object]) -> bytes:
    """A file with one sheet of these rows."""
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()

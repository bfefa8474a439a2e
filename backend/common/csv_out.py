"""Rows as a CSV file that a Danish spreadsheet opens as it is, and in which nothing runs.

The one place that writes a spreadsheet's file (``tests/architecture/test_exports.py``).
"""

import csv
import io
from collections.abc import Iterable, Sequence

SEPARATOR = ";"
# What a spreadsheet takes for a formula, and what it strips before it looks.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")


def csv_file(rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with BOM, semicolons, CRLF (RFC 4180).

    Words that begin as a formula get a ' before them, so that they are shown and not run; a
    telephone number is text and keeps its digits as ``show_phone`` writes them. Numbers are given
    as ``int`` or as text with a decimal comma.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=SEPARATOR, lineterminator="\r\n")
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def read_back(cell: str) -> str:
    """The words that ``csv_file`` marked, as they were."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RUNS) else cell


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(_RUNS):
        return f"'{value}"
    return value

"""How a cell of an imported file is read: a value, or ValueError with a Danish sentence."""

import re
from datetime import date
from decimal import Decimal
from uuid import UUID

from backend.common.danish_dates import parse_date
from backend.common.numbers import parse_decimal
from backend.common.phones import parse_phone

_EMAIL = re.compile(r"[^@\s;,]+@[^@\s;,]+\.[^@\s;,]+")
_POSTCODE = re.compile(r"[0-9]{4}")


def text_cell(longest: int) -> "TextCell":
    """A reader of text that refuses more than ``longest`` characters."""
    return TextCell(longest)


class TextCell:
    """Reads text with a limit."""

    def __init__(self, longest: int) -> None:
        self._longest = longest

    def __call__(self, cell: str) -> str:
        """The text with single spaces."""
        text = " ".join(cell.split())
        if len(text) > self._longest:
            raise ValueError(f"Højst {self._longest} tegn. Der er {len(text)} nu.")
        return text


def phone_cell(cell: str) -> str:
    """E.164 from what a spreadsheet holds: "+45 20 12 34 56", "20123456"."""
    return parse_phone(cell)


def email_cell(cell: str) -> str:
    """An address with one @ and a domain, in small letters."""
    if not _EMAIL.fullmatch(cell):
        raise ValueError("Skriv e-mailadressen som navn@sted.dk, eller lad feltet stå tomt.")
    return cell.lower()


def postcode_cell(cell: str) -> str:
    """Four digits; a name of a town after them is allowed."""
    code = cell.split(maxsplit=1)[0]
    if not _POSTCODE.fullmatch(code):
        raise ValueError("Skriv postnummeret med fire cifre.")
    return code


def uuid_cell(cell: str) -> UUID:
    """A UUID, with or without braces and dashes."""
    try:
        return UUID(cell)
    except ValueError:
        raise ValueError(
            "Det er ikke et UUID. Hent det fra det system, filen kommer fra, eller slet det."
        ) from None


def number_cell(cell: str) -> Decimal:
    """A number with decimal comma."""
    return parse_decimal(cell)


def degrees_cell(cell: str) -> float:
    """A coordinate in degrees with decimal comma, for example 56,2841."""
    return float(parse_decimal(cell))


def whole_cell(lowest: int, highest: int) -> "WholeCell":
    """A reader of whole numbers within limits, both included."""
    return WholeCell(lowest, highest)


class WholeCell:
    """Reads a whole number within limits."""

    def __init__(self, lowest: int, highest: int) -> None:
        self._lowest, self._highest = lowest, highest

    def __call__(self, cell: str) -> int:
        """The number; "10,0" is ten."""
        number = parse_decimal(cell)
        if number != int(number) or not self._lowest <= number <= self._highest:
            raise ValueError(f"Skriv et helt tal mellem {self._lowest} og {self._highest}.")
        return int(number)


def date_cell(cell: str) -> date:
    """24-11-2026 and its like."""
    return parse_date(cell)


def list_cell(cell: str) -> tuple[str, ...]:
    """The parts between commas, each once."""
    parts = (" ".join(part.split()) for part in cell.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))

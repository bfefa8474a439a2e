"""Numbers with decimal comma and thousands full stop."""

import re
from decimal import ROUND_HALF_UP, Decimal

# A chance nearer than this to nothing or to certainty is not told to the per cent.
_HARDLY = 0.01
_WRITTEN = re.compile(r"[-−]?(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?")
_WRITE_NUMBER = "Skriv tallet med komma som decimaltegn, for eksempel 1.234,5."


def parse_decimal(text: str) -> Decimal:
    """1234.5 from "1.234,5" or "1234,5"; "1.234" is one thousand two hundred and thirty-four.

    ValueError says what to write. Refuses a decimal full stop ("12.5"): it would have to guess.
    """
    written = text.strip().replace("\u00a0", "").replace(" ", "")
    if not _WRITTEN.fullmatch(written):
        raise ValueError(_WRITE_NUMBER)
    return Decimal(written.replace("−", "-").replace(".", "").replace(",", "."))


def format_decimal(value: Decimal | float, places: int = 1) -> str:
    """ "1.234,5", rounded half up; a float is read as it prints, so 0.15 becomes "0,2"."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    if rounded == 0:
        rounded = abs(rounded)
    return f"{rounded:,f}".translate(str.maketrans(",.", ".,"))


def percent(share: Decimal | float, places: int = 0) -> str:
    """ "82 %" from 0.82."""
    exact = share if isinstance(share, Decimal) else Decimal(str(share))
    return f"{format_decimal(exact * 100, places)} %"


def chance_text(chance: float) -> str:
    """A chance as it is read: "92 %", "under 1 %" or "over 99 %"; nothing is certain."""
    if chance < _HARDLY:
        return "under 1\u00a0%"
    if chance > 1 - _HARDLY:
        return "over 99\u00a0%"
    # A no-break space: the sign stays with its figure.
    return percent(chance).replace(" ", "\u00a0")

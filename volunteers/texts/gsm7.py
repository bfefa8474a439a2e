"""What a text costs as SMS: the GSM-7 alphabet, its extension table, and segments."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

# 3GPP TS 23.038: the default alphabet (one septet) and the extension table (two septets).
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")

# One of these alone would turn the whole text into UCS-2 and cost two more segments.
_PLAIN = str.maketrans(
    {
        "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\u200b": "", "\ufeff": "",
        "\u00ad": "", "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-",
        "\u2212": "-", "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u00b4": "'",
        "\u0060": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u00ab": '"',
        "\u00bb": '"', "\u2026": "...", "\u2022": "-", "\t": " ",
    }
)  # fmt: skip
_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ı": "i"})


class Encoding(StrEnum):
    """How the telephone network carries the text."""

    GSM7 = "gsm7"
    UCS2 = "ucs2"


# Units in a text that fits in one segment, and in each part of a longer one.
ONE_SEGMENT = 160
_ALONE = {Encoding.GSM7: ONE_SEGMENT, Encoding.UCS2: 70}
_PART = {Encoding.GSM7: 153, Encoding.UCS2: 67}


@dataclass(frozen=True, slots=True)
class Segments:
    """The encoding, its units (septets, or 16-bit units) and the number of SMS one pays for."""

    encoding: Encoding
    units: int
    count: int


def normalise(text: str) -> str:
    """The text with ASCII for the typographic signs that a word processor slips in.

    Composes letters first (a followed by a ring is å), so that a pasted text counts as it looks.
    """
    return unicodedata.normalize("NFC", text).translate(_PLAIN)


def plain_letters(text: str) -> str:
    """The text with letters outside GSM-7 written without their marks: "Zoë" as "Zoe".

    Letters of another script stay as they are; the text then costs more, but the name is right.
    """
    return "".join(char if is_gsm7(char) else _plain_letter(char) for char in normalise(text))


def is_gsm7(text: str) -> bool:
    """Whether every character is in the alphabet or its extension table."""
    return all(char in _BASIC or char in _EXTENSION for char in text)


def septets(text: str) -> int:
    """Length in GSM-7: an extension character counts two; others, also unknown ones, one."""
    return sum(2 if char in _EXTENSION else 1 for char in text)


def segments(text: str) -> Segments:
    """What the text costs after ``normalise``. The empty text is one segment of no units.

    A character is never split: an extension pair or a surrogate pair that does not fit moves
    to the next part, as telephones require.
    """
    plain = normalise(text)
    encoding = Encoding.GSM7 if is_gsm7(plain) else Encoding.UCS2
    widths = [_width(char, encoding) for char in plain]
    units = sum(widths)
    if units <= _ALONE[encoding]:
        return Segments(encoding, units, 1)
    return Segments(encoding, units, _parts(widths, _PART[encoding]))


def _parts(widths: list[int], room: int) -> int:
    count, used = 1, 0
    for width in widths:
        if used + width > room:
            count, used = count + 1, 0
        used += width
    return count


def _width(char: str, encoding: Encoding) -> int:
    if encoding is Encoding.GSM7:
        return 2 if char in _EXTENSION else 1
    return len(char.encode("utf-16-be")) // 2


def _plain_letter(char: str) -> str:
    parts = unicodedata.normalize("NFKD", char.translate(_LETTERS))
    plain = "".join(part for part in parts if not unicodedata.combining(part))
    return plain if plain and is_gsm7(plain) else char

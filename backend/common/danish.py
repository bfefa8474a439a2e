"""Danish order and Danish search, as keys that are stored beside the name."""

import unicodedata

LONGEST_KEY = 240

# Sort keys hold only lower-case ASCII letters and digits, and never "aa": plain bytes, an English
# and a Danish collation then all agree, so an upgrade of the database's library changes nothing.
_GAP = "0"
_AFTER_Z = {"z": "z0", "æ": "z1", "ø": "z2", "å": "z3"}
_OTHER_SCRIPT = "z4"
# Danish rules of order: the letter on the left stands where the one on the right stands.
_STANDS_AS = {
    "ä": "æ", "ǽ": "æ", "ö": "ø", "ő": "ø", "œ": "ø", "ǿ": "ø", "ü": "y", "ű": "y",
    "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ß": "ss", "ı": "i", "ĳ": "ij",
}  # fmt: skip
_SEARCHED_AS = {
    "å": "aa", "æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "œ": "oe", "ü": "y",
    "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ß": "ss", "ı": "i",
}  # fmt: skip
_IGNORED = "'’‘`´"


def sort_key(text: str) -> str:
    """A key of at most 240 ASCII characters whose order is the Danish order of the texts.

    Letters first (a to z, then æ, ø, å, with aa as å), word by word, digits before letters; among
    texts with the same letters plain before accented, then capital before small (DS 377 and the
    Danish rules of Unicode CLDR). Refuses nothing; the empty text comes first.
    """
    letters, accents, cases = _weigh(text)
    return f"{letters}{_GAP}{_GAP}{accents.rstrip('b')}{_GAP}{cases}"[:LONGEST_KEY]


def search_key(text: str) -> str:
    """The text as one types it to find it: å as aa, ø as oe, æ as ae, no case, no accents.

    Store it beside the name and look up ``search_key(query)`` in it. Refuses nothing.
    """
    folded: list[str] = []
    for char in unicodedata.normalize("NFKC", text).casefold():
        if char in _IGNORED:
            continue
        plain = _SEARCHED_AS.get(char) or _without_marks(char)
        folded.append(_SEARCHED_AS.get(plain, plain) if plain.isalnum() else " ")
    return " ".join("".join(folded).split())


def _weigh(text: str) -> tuple[str, str, str]:
    """The three levels of order: letters, accents, cases."""
    letters: list[str] = []
    accents: list[str] = []
    cases: list[str] = []
    gap = False
    for base, accent, is_capital in _units(text):
        if base == " ":
            gap = bool(letters)
            continue
        if gap:
            letters.append(_GAP)
            gap = False
        letters.append(_letter_key(base))
        accents.append(accent)
        cases.append("b" if is_capital else "c")
    return "".join(letters), "".join(accents), "".join(cases)


def _units(text: str) -> list[tuple[str, str, bool]]:
    """(base letter, accent weight, is capital) for each letter that counts."""
    found: list[tuple[str, str, bool]] = []
    for char in unicodedata.normalize("NFC", text):
        if char in _IGNORED:
            continue
        for base, accent in _split(char):
            if base == "a" and found and found[-1][0] == "a":
                # Written "aa": the place of å, after å itself.
                found[-1] = ("å", "d", found[-1][2])
            else:
                found.append((base, accent, char.isupper()))
    return found


def _split(char: str) -> list[tuple[str, str]]:
    small = char.lower()
    if small in "æøå":
        return [(small, "b")]
    if small in _STANDS_AS:
        return [(base, "c") for base in _STANDS_AS[small]]
    plain = _without_marks(small)
    if plain in _STANDS_AS or plain in ("æ", "ø", "å"):
        return [(base, "c") for base in _STANDS_AS.get(plain, plain)]
    accent = "b" if plain == small else "c"
    return [(base if base.isalnum() else " ", accent) for base in plain]


def _letter_key(base: str) -> str:
    if base in _AFTER_Z:
        return _AFTER_Z[base]
    if base.isascii():
        return f"1{base}" if base.isdigit() else base
    return f"{_OTHER_SCRIPT}{ord(base):07d}"


def _without_marks(char: str) -> str:
    parts = unicodedata.normalize("NFKD", char)
    return "".join(part for part in parts if not unicodedata.combining(part)).lower()

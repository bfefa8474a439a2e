"""The word check: a need that sounds like staff's work, or that could point out a citizen."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from institutions.rules.inflections import is_form_of

_TOKEN = re.compile(r"[^\W_]+")
_CPR = re.compile(r"(?<!\d)(\d{2})(\d{2})\d{2}[- ]?\d{4}(?!\d)")
_PHONE = re.compile(r"(?<![\d+])(?:(?:\+|00)45 ?)?(?:\d{2}(?: \d{2}){3}|\d{4} \d{4}|\d{8})(?!\d)")
_NAME = r"[A-ZÆØÅ][\w'-]+"
_NAMED = (
    # Fru Hansen, hr. Olsen.
    re.compile(rf"\b(?:[Ff]ru|[Ff]røken|[Ff]rk\.?|[Hh]r\.?|[Hh]err)\s+{_NAME}"),
    # Beboeren Karen, vores elev Ali; not "borger i Søby", nor a word that begins a sentence.
    re.compile(
        r"\b(?:[Bb]eboer|[Bb]orger|[Bb]ruger|[Ee]lev|[Pp]atient|[Bb]arnet|[Dd]reng|[Pp]ige)"
        rf"(?:en)?\s+{_NAME}"
    ),
    # Karen Jensen, but not Karen Jensens Vej: most Danish family names end so.
    re.compile(
        rf"\b{_NAME}\s+[A-ZÆØÅ][\w'-]*(?:sen|gaard|gård|strup|holm|lund)\b"
        r"(?!\s+(?:[Vv]ej|[Gg]ade|[Pp]lads|[Aa]llé|[Hh]us|[Cc]enter))"
    ),
)
# A place that ends like a family name is named after one of these words.
_PLACES = frozenset(("på", "ved", "i", "til", "fra", "hos"))
# A substitute CPR number has 60 added to the day.
_LAST_DAY, _SUBSTITUTE, _LAST_MONTH = 31, 60, 12


class Level(StrEnum):
    """Red goes to the coordinator with a reason; amber shows the rule. Nothing is blocked."""

    RED = "red"
    AMBER = "amber"


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of the list, and how it stands in the text."""

    word: str
    level: Level
    found: str


class PersonalKind(StrEnum):
    """What in a text could lead to a citizen."""

    CPR = "cpr"
    PHONE = "phone"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class PersonalHit:
    """A piece of text to take out, with a Danish sentence that says what to do."""

    kind: PersonalKind
    found: str
    text: str


_ADVICE = {
    PersonalKind.CPR: (
        "Det ligner et CPR-nummer. Slet det: opslaget må ikke indeholde oplysninger om borgere."
    ),
    PersonalKind.PHONE: (
        '"{found}" ligner et telefonnummer. Skriv det i feltet til kontaktpersonen i stedet.'
    ),
    PersonalKind.NAME: (
        '"{found}" ligner et navn på en borger. Skriv for eksempel "en beboer" i stedet. '
        "Er det en ansat, så skriv navnet ved kontaktpersonen."
    ),
}


def check(text: str, red: Sequence[str], amber: Sequence[str]) -> list[Hit]:
    """The listed words in the text: whole words, inflections and compounds; each word once.

    Red before amber, each in the order of its list. Do not give it the field that says what
    volunteers must not do: those words belong there.
    """
    tokens = [found[0] for found in _TOKEN.finditer(text)]
    levels = ((Level.RED, red), (Level.AMBER, amber))
    hits = (
        Hit(word, level, found)
        for level, words in levels
        for word in dict.fromkeys(words)
        if (found := _find(word, tokens))
    )
    return list(hits)


def personal_hits(text: str) -> list[PersonalHit]:
    """CPR numbers, phone numbers and names, in the order of the text.

    A name is one with a title, one behind "beboeren" and the like, or two words of which the last
    ends as Danish family names do and which no "på" or "ved" makes a place.

    A CPR number counts with or without dash when its first four digits can be a date; the found
    text of one is masked, so that the refusal does not repeat it.
    """
    found = sorted(_personal(text))
    return [PersonalHit(kind, piece, _ADVICE[kind].format(found=piece)) for _, kind, piece in found]


def without_cpr(text: str) -> str:
    """The text with "[CPR-nummer fjernet]" for each CPR number, for what cannot be refused."""
    return _CPR.sub(_cpr_gone, text)


def _cpr_gone(match: re.Match[str]) -> str:
    can_be = _can_be_a_day(int(match[1]), int(match[2]))
    return "[CPR-nummer fjernet]" if can_be else match[0]


def _personal(text: str) -> Iterator[tuple[int, PersonalKind, str]]:
    for match in _CPR.finditer(text):
        if _can_be_a_day(int(match[1]), int(match[2])):
            yield match.start(), PersonalKind.CPR, f"{match[0][:2]}****-****"
    for match in _PHONE.finditer(text):
        yield match.start(), PersonalKind.PHONE, match[0]
    for pattern in _NAMED:
        for match in pattern.finditer(text):
            if not _names_a_place(text[: match.start()]):
                yield match.start(), PersonalKind.NAME, match[0]


def _names_a_place(before: str) -> bool:
    words = before.split()
    return bool(words) and words[-1].lower() in _PLACES


def _can_be_a_day(day: int, month: int) -> bool:
    real = day - _SUBSTITUTE if day > _SUBSTITUTE else day
    return 1 <= real <= _LAST_DAY and 1 <= month <= _LAST_MONTH


def _find(word: str, tokens: Sequence[str]) -> str:
    """The first place where the word or phrase stands, as it is written; "" when nowhere."""
    wanted = [part.lower() for part in _TOKEN.findall(word)]
    if not wanted:
        return ""
    return next((piece for piece in _windows(tokens, len(wanted)) if _fits(piece, wanted)), "")


def _windows(tokens: Sequence[str], size: int) -> Iterable[str]:
    return (" ".join(tokens[at : at + size]) for at in range(len(tokens) - size + 1))


def _fits(piece: str, wanted: Sequence[str]) -> bool:
    alone = len(wanted) == 1
    pairs = zip(piece.lower().split(), wanted, strict=True)
    return all(is_form_of(token, part, compounds=alone) for token, part in pairs)

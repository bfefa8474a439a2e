"""What a person means by an SMS: stop, start, yes, no, or something only people can read."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

_WORDS = re.compile(r"[^\W_]+")
# Danish, and the English words that telephone companies know.
_STOP = frozenset(
    {"stop", "stoppen", "stopall", "stopp", "stoppes", "afmeld", "afmelding", "frameld"}
    | {"unsubscribe", "cancel", "end", "quit", "revoke", "optout"}
)
_START = frozenset({"start", "unstop", "tilmeld", "genstart"})
# Not "ok": it may be the answer to a reminder, and would say yes to something else.
_YES = frozenset({"ja", "jep", "yes", "y"})
_NO = frozenset({"nej", "næ", "no", "n", "nope"})
# Politeness changes nothing; any other word may ("ja, men først kl. 15").
_POLITE = frozenset(
    {"tak", "gerne", "meget", "desværre", "hilsen", "mvh", "kh", "please", "thanks", "thank", "you"}
)
_HIGHEST = 99


class Word(StrEnum):
    """What we take a text for."""

    STOP = "stop"
    START = "start"
    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Reply:
    """The meaning, and which question: 1 is the newest; None says nothing about it."""

    word: Word
    number: int | None = None


def read_reply(body: str) -> Reply:
    """Reads a text, in any case and with any punctuation.

    STOP and START count as first word whatever follows, because a stop must never be missed.
    JA and NEJ count only alone, with one number, or with politeness.
    """
    words = _WORDS.findall(unicodedata.normalize("NFC", body).lower())
    if not words:
        return Reply(Word.UNCLEAR)
    if words[0] in _STOP:
        return Reply(Word.STOP)
    if words[0] in _START:
        return Reply(Word.START)
    if words[0] not in _YES | _NO:
        return Reply(Word.UNCLEAR)
    numbers = [int(word) for word in words[1:] if _is_number(word)]
    others = [word for word in words[1:] if not _is_number(word) and word not in _POLITE]
    if others or len(numbers) > 1:
        return Reply(Word.UNCLEAR)
    return Reply(Word.YES if words[0] in _YES else Word.NO, numbers[0] if numbers else None)


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and 1 <= int(word) <= _HIGHEST

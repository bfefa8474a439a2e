"""What differs between two texts, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_PIECES = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: ``same``, ``added`` or ``removed``."""

    kind: str
    text: str


def word_differences(old: str, new: str) -> list[Piece]:
    """The runs in order: put the same and added ones together and it is ``new``, word for word;
    the same and removed ones are ``old``."""
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    return list(_pieces(before, after))


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(after[new_from:new_to]))
            continue
        if old_to > old_from:
            yield Piece("removed", "".join(before[old_from:old_to]))
        if new_to > new_from:
            yield Piece("added", "".join(after[new_from:new_to]))

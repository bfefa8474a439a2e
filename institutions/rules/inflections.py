"""Whether a Danish word is a form of another: its endings and its compounds, without a dictionary.

Made for short lists of words and for warnings that a person reads: rather a hit too few in rare
compounds than one in "badminton", "madras" or "plejehjem".
"""

_ENDINGS = frozenset(
    ("", "s", "e", "es", "en", "ens", "et", "ets", "er", "ers", "erne", "ernes", "ene", "enes")
)
_AFTER_E = frozenset(("", "s", "n", "ns", "t", "ts", "r", "rs", "rne", "rnes", "ne", "nes", "de"))
_VOWELS = "aeiouyæøå"
# Shorter words hide inside others (mad in nomade, sår in sårbar): their compounds count only
# with these, which belong to care and kitchen.
_LONG_ENOUGH = 5
_SHORTEST_OTHER_PART = 3
_HEADS = ("person", "loft", "lofts", "senge", "bruse", "kar", "ligge", "tryk", "under", "tunge")
_TAILS = (
    "pleje", "skift", "behandling", "lavning", "pakke", "ning", "sejl", "teknik", "hjælp",
    "ordning", "servering", "udbringning", "stol", "situation",
)  # fmt: skip
# Words of daily life that only look like compounds of the lists' words.
_NOT_COMPOUNDS = (
    "plejehjem", "plejecent", "plejebolig", "plejefamil", "plejebarn", "plejebørn", "plejefor",
    "naturpleje", "havepleje", "gravpleje", "vandløbspleje", "skovpleje", "landskabspleje",
    "journalist", "dagpenge", "nøgleord", "nøgletal", "nøglebånd", "nøglering",
    "kaffemaskin", "skrivemaskin", "vaskemaskin", "opvaskemaskin", "badstue",
)  # fmt: skip
# "Såret" may be the wound and is shown; "sårede" and "såre" are about feelings, "løfter" is
# about promises as often as about lifting, "mads" is a man.
_OTHER_WORDS = frozenset(("såre", "sårer", "sårede", "løfter", "løfterne", "mads"))


def is_form_of(token: str, word: str, *, compounds: bool = True) -> bool:
    """Whether ``token`` is ``word`` with an ending or, if asked, in a compound. Both lower case."""
    if token == word:
        return True
    if token in _OTHER_WORDS:
        return False
    if _is_inflected(token, word):
        return True
    return compounds and _is_compound(token, word)


def _is_inflected(token: str, word: str) -> bool:
    for stem in _stems(word):
        if token.startswith(stem):
            endings = _AFTER_E if stem.endswith("e") else _ENDINGS
            if token[len(stem) :] in endings:
                return True
    return False


def _stems(word: str) -> tuple[str, ...]:
    """The forms endings are put on: a doubled consonant, a plural or participle taken back."""
    stems = [word]
    if word[-1] not in _VOWELS and word[-2:-1] in tuple(_VOWELS):
        stems.append(word + word[-1])
    if word.endswith("er"):
        stems.append(word[:-1])
    if word.endswith("et") and len(word) > _LONG_ENOUGH:
        stems.append(word[:-1] + "de")
    return tuple(stems)


def _is_compound(token: str, word: str) -> bool:
    if token.startswith(_NOT_COMPOUNDS) or len(token) < len(word) + _SHORTEST_OTHER_PART:
        return False
    long_enough = len(word) >= _LONG_ENOUGH
    for stem in _first_parts(word):
        if token.startswith(stem):
            rest = token[len(stem) :]
            if rest.startswith(_TAILS) or (long_enough and len(rest) >= _SHORTEST_OTHER_PART):
                return True
    return _is_last_part(token, word, long_enough=long_enough)


def _first_parts(word: str) -> tuple[str, ...]:
    """How a word stands first in a compound: "lektier" as "lektie", "maskine" as "maskin"."""
    first = word.removesuffix("r") if word.endswith("er") else word
    return (first, first.removesuffix("e")) if len(first) > _LONG_ENOUGH else (first,)


def _is_last_part(token: str, word: str, *, long_enough: bool) -> bool:
    """Looks for the word, with an ending, behind another word."""
    for at in range(_SHORTEST_OTHER_PART, len(token) - len(word) + 1):
        if _is_inflected(token[at:], word):
            return long_enough or token[:at] in _HEADS
    return False

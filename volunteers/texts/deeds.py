"""The record's deeds and rows in Danish, as data."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path


def deed_words(deed: str) -> str:
    """What was done. A deed without words of its own is shown by its name rather than hidden."""
    return known_words()["deeds"].get(deed, deed.replace("_", " "))


def subject_words(kind: str) -> str:
    """The sort of row it was done to."""
    return known_words()["subjects"].get(kind, "")


@cache
def known_words() -> Mapping[str, Mapping[str, str]]:
    """All words: those of deeds, and those of rows."""
    words: Mapping[str, Mapping[str, str]] = json.loads(
        Path(__file__).with_name("deeds.da.json").read_text(encoding="utf-8")
    )
    return words

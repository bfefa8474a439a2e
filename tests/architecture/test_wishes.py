"""The list of wishes names every core wish, and leads somewhere."""

import itertools
import re
from pathlib import Path
from uuid import UUID

from django.urls import Resolver404, resolve

LIST = Path(__file__).parents[2] / "docs" / "wishes.md"
# All of class K: what must be there.
CORE = {
    *(1, 2, 4, 5, 6, 7, 10, 13, 15, 16, 17, 18, 20, 21),
    *(22, 23, 24, 25, 26, 27, 28, 29, 31, 34, 35, 36, 37, 39),
    *(45, 48, 58, 60, 62, 65, 67, 71, 72, 75, 76, 79, 82, 86),
    *(88, 89, 92, 93, 94, 95, 96, 99, 100, 105, 106, 109, 110, 114),
    *(119, 124, 125, 128, 129, 132, 133, 139, 143),
}
# What a <placeholder> may stand for: a number, an id, a code.
_STANDS_FOR = ("1", str(UUID(int=1)), "F01")
_ADDRESS = re.compile(r"(?<![\w.>`<])/[\w<>æøå/-]*")


def rows(text: str) -> list[tuple[int, str]]:
    """Each row's number and where it is shown."""
    cells = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return [(int(number), where) for number, _what, where in cells if number.isdigit()]


def leads_nowhere(address: str) -> bool:
    """Whether no route answers the address, whatever its placeholders stand for."""
    gaps = re.findall(r"<\w+>", address)
    for values in itertools.product(_STANDS_FOR, repeat=len(gaps)):
        filled = address
        for gap, value in zip(gaps, values, strict=True):
            filled = filled.replace(gap, value, 1)
        try:
            resolve(filled)
        except Resolver404:
            continue
        return False
    return True


def lost(text: str) -> list[str]:
    """The addresses of the list that no route answers."""
    return [
        address
        for _number, where in rows(text)
        for address in _ADDRESS.findall(where)
        if leads_nowhere(address)
    ]


def test_every_core_wish_is_listed_in_order() -> None:
    numbers = [number for number, _where in rows(LIST.read_text("utf-8"))]

    assert CORE - set(numbers) == set()
    assert numbers == sorted(numbers)


def test_every_address_leads_to_a_page() -> None:
    assert lost(LIST.read_text("utf-8")) == []


def test_every_core_wish_is_shown_or_says_what_it_waits_for() -> None:
    found = rows(LIST.read_text("utf-8"))

    silent = [
        number
        for number, where in found
        if number in CORE and not any(mark in where for mark in ("/", "`make "))
    ]
    assert silent == []


def test_control_a_planted_address_is_found() -> None:
    planted = "| 1 | strategy | /strategi/, /strategien/, /behov/<id>/kaffe/; as 59 |"

    assert lost(planted) == ["/strategien/", "/behov/<id>/kaffe/"]

"""Danish order and Danish search."""

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from backend.common.danish import LONGEST_KEY, search_key, sort_key

NAMES = [
    "1. maj",
    "Andre",
    "André",
    "Andrea",
    "Anna",
    "anna",
    "Anne Marie",
    "Anne-Mette",
    "Annette",
    "Muller",
    "Müller",
    "Møller",
    "Zoo",
    "Ærø",
    "Østerbro",
    "Ålborg",
    "Aalborg",
    "Åse",
    "Aase",
]
ALPHABET = " 0123456789abcdefghijklmnopqrstuvwxyzæøå"
TEXTS = st.text(alphabet="aAbzZæÆøØåÅéuü09 -", max_size=12)


def reference(text: str) -> tuple[list[int], list[bool], list[bool]]:
    """Slow and plain: positions in the Danish alphabet, then accents, then small letters."""
    letters: list[tuple[int, bool, bool]] = []
    for char in " ".join(text.replace("-", " ").split()):
        small = char.lower()
        base = {"é": "e", "ü": "y"}.get(small, small)
        if base == "a" and letters and letters[-1][0] == ALPHABET.index("a"):
            letters[-1] = (ALPHABET.index("å"), True, letters[-1][2])
        else:
            letters.append((ALPHABET.index(base), base != small, small == char))
    counted = [letter for letter in letters if letter[0]]
    marks = [accent for _, accent, _ in counted]
    return [at for at, _, _ in letters], marks, [small for _, _, small in counted]


def test_names_sort_as_danes_sort_them() -> None:
    assert sorted(set(NAMES), key=sort_key) == NAMES


def test_control_plain_order_is_not_danish() -> None:
    assert sorted(NAMES) != NAMES
    assert sorted(NAMES, key=str.casefold) != NAMES


@given(TEXTS, TEXTS)
@example("aa", "å")
@example("a a", "aa")
@example("z", "za")
def test_key_agrees_with_a_slow_reference(one: str, other: str) -> None:
    assert (sort_key(one) < sort_key(other)) == (reference(one) < reference(other))


@given(st.text(max_size=80))
def test_key_holds_only_what_danish_and_english_collations_sort_as_bytes(text: str) -> None:
    key = sort_key(text)

    assert all(char in "abcdefghijklmnopqrstuvwxyz0123456789" for char in key)
    assert "aa" not in key


@given(st.text(max_size=300))
def test_key_has_room_in_its_column(text: str) -> None:
    assert len(sort_key(text)) <= LONGEST_KEY


@given(TEXTS)
def test_decomposed_letters_have_the_same_keys(text: str) -> None:
    taken_apart = unicodedata.normalize("NFD", text)

    assert sort_key(taken_apart) == sort_key(text)
    assert search_key(taken_apart) == search_key(text)


def test_search_treats_two_spellings_alike() -> None:
    assert search_key("Aalborg Søndre Ærø") == search_key("ålborg  soendre aeroe")
    assert search_key("Renée O'Hara-Jensen") == "renee ohara jensen"


def test_search_key_of_a_part_is_found_in_the_whole() -> None:
    assert search_key("Sø") in search_key("Plejecenter Søglimt")

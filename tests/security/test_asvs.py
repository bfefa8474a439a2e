"""docs/asvs.csv answers each requirement of OWASP ASVS 5.0, level 2, by tests that exist."""

import csv
import re
from collections import Counter
from pathlib import Path

TESTS = Path(__file__).parents[1]
LIST = TESTS.parent / "docs" / "asvs.csv"
# How many of each chapter are of level 1 or 2 in version 5.0.0 (github.com/OWASP/ASVS).
CHAPTERS = {
    1: 27,
    2: 11,
    3: 19,
    4: 10,
    5: 9,
    6: 35,
    7: 18,
    8: 7,
    9: 7,
    10: 29,
    11: 14,
    12: 9,
    13: 13,
    14: 9,
    15: 13,
    16: 16,
    17: 7,
}
ANSWERS = {"met", "not applicable", "exception"}


def lines() -> list[dict[str, str]]:
    """The list's rows."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def named(row: dict[str, str]) -> list[str]:
    """The tests a row names."""
    return row["tests"].split()


def is_there(test: str) -> bool:
    """Whether ``path::name`` is a test function of that file."""
    path, _, name = test.partition("::")
    file = TESTS.parent / path
    return file.is_file() and f"\ndef {name}(" in file.read_text("utf-8")


def test_all_253_requirements_are_answered_once() -> None:
    ids = [row["id"] for row in lines()]

    assert len(ids) == len(set(ids)) == sum(CHAPTERS.values()) == 253
    assert Counter(int(one.split(".")[0]) for one in ids) == CHAPTERS
    assert [one for one in ids if not re.fullmatch(r"\d+\.\d+\.\d+", one)] == []
    assert ids == sorted(ids, key=lambda one: [int(part) for part in one.split(".")])
    assert Counter(row["level"] for row in lines()) == {"1": 70, "2": 183}


def test_each_answer_has_its_reason_and_each_named_test_exists() -> None:
    rows = lines()

    assert {row["answer"] for row in rows} == ANSWERS
    assert [row["id"] for row in rows if not row["why"].strip()] == []
    assert [row["id"] for row in rows if row["answer"] == "met" and not named(row)] == []
    assert [test for row in rows for test in named(row) if not is_there(test)] == []


def test_at_least_150_are_met_by_a_named_test() -> None:
    met = [row for row in lines() if row["answer"] == "met" and named(row)]

    assert len(met) >= 150


def test_control_a_test_that_is_not_there_is_found() -> None:
    assert not is_there("tests/security/test_asvs.py::test_of_nothing")
    assert not is_there("tests/security/nowhere.py::test_all_253_requirements_are_answered_once")

"""Phone numbers in and out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.common.phones import parse_phone, show_phone


@pytest.mark.parametrize(
    "text",
    ["+45 20 12 34 56", "20123456", "004520123456", "20 12 34 56", "+4520123456", "2012 3456"],
)
def test_danish_ways_of_writing_are_one_number(text: str) -> None:
    assert parse_phone(text) == "+4520123456"


def test_foreign_numbers_keep_their_country() -> None:
    assert parse_phone("+46 70 123 45 67") == "+46701234567"
    assert show_phone("+46701234567") == "+46 70 123 45 67"


def test_demo_numbers_are_possible() -> None:
    assert show_phone(parse_phone("12 34 56 78")) == "12 34 56 78"


@pytest.mark.parametrize(
    "text", ["", "2012345", "201234567", "20FRIV56", "+45", "x" * 50, "20123456 lok. 3"]
)
def test_other_texts_are_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match="Skriv et telefonnummer med 8 cifre"):
        parse_phone(text)


@given(st.integers(20_000_000, 99_999_999))
def test_a_shown_number_is_read_back(number: int) -> None:
    stored = f"+45{number}"

    assert parse_phone(show_phone(stored)) == stored


def test_no_number_shows_nothing() -> None:
    assert show_phone("") == ""


def test_what_is_no_number_is_shown_as_it_stands() -> None:
    assert show_phone("anna@test.invalid") == "anna@test.invalid"

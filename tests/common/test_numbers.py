"""Danish numbers in and out."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.common.numbers import format_decimal, parse_decimal, percent


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.234,5", "1234.5"),
        ("1234,5", "1234.5"),
        ("1.234", "1234"),
        ("1 234,5", "1234.5"),
        ("-0,25", "-0.25"),
        ("7", "7"),
    ],
)
def test_numbers_are_read_with_decimal_comma(text: str, expected: str) -> None:
    assert parse_decimal(text) == Decimal(expected)


@pytest.mark.parametrize("text", ["", "12.5", "1,234.5", "1.23.456", "ti", "1,", ",5"])
def test_other_numbers_are_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match="Skriv tallet med komma"):
        parse_decimal(text)


def test_numbers_are_shown_with_decimal_comma() -> None:
    assert format_decimal(Decimal("1234567.25")) == "1.234.567,3"
    assert format_decimal(0.15) == "0,2"
    assert format_decimal(Decimal("-0.04")) == "0,0"
    assert format_decimal(1234, 0) == "1.234"


def test_shares_are_shown_as_percent() -> None:
    assert percent(0.82) == "82 %"
    assert percent(Decimal("0.825"), 1) == "82,5 %"


@given(st.decimals(-(10**9), 10**9, places=2))
def test_a_shown_number_is_read_back(value: Decimal) -> None:
    assert parse_decimal(format_decimal(value, 2)) == value

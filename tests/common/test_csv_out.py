"""A file for a spreadsheet is read as it was written, and nothing in it runs."""

import csv
import io

import pytest

from backend.common.csv_out import csv_file, read_back
from backend.common.phones import show_phone

FORMULAS = ["=HYPERLINK(1)", "+45", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1"]


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("words", FORMULAS)
def test_a_formula_is_text_and_is_read_back_as_it_was(words: str) -> None:
    written = cells(csv_file([[words]]))[0][0]

    assert (written[0], read_back(written)) == ("'", words)


def test_control_a_plain_writer_lets_it_run() -> None:
    out = io.StringIO()
    csv.writer(out).writerow(FORMULAS[:1])

    assert out.getvalue()[0] == "="


def test_words_with_signs_and_numbers_stay() -> None:
    row = ['Hun sagde "ja"; og kom', "Å\nB", -2, "1,5", show_phone("+4520123456"), "o'Neill", ""]

    assert cells(csv_file([row])) == [[str(value) for value in row]]


def test_a_telephone_number_keeps_all_its_digits() -> None:
    assert cells(csv_file([[show_phone("+4520123456")], ["+4520123456"]])) == [
        ["20 12 34 56"],
        ["'+4520123456"],
    ]

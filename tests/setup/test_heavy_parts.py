"""A part of the heavy promises is found by what the tests say that they measure."""

from pathlib import Path

import pytest

from tests.heavy.__main__ import EXPECTED, main
from tests.heavy.figures import place_in_list
from tests.heavy.parts import files_measuring

HEAVY = Path(__file__).parents[1] / "heavy"


def test_a_part_is_the_files_that_measure_it_and_no_others() -> None:
    files = files_measuring(["P2", "P24", "P32"], HEAVY)
    assert [file.name for file in files] == [
        "test_figures_agree.py",
        "test_p01_overbooking.py",
        "test_p24_feed.py",
    ]


def test_every_promise_that_a_whole_run_demands_is_measured_somewhere() -> None:
    assert len(files_measuring(EXPECTED, HEAVY)) == len(EXPECTED) - 1  # P1 with P2


def test_a_promise_that_nobody_measures_stops_the_run_before_it_begins() -> None:
    with pytest.raises(ValueError, match="no test measures P99"):
        main(1, ["P5", "P99"])


def test_numbers_stand_in_their_order_and_names_after_them() -> None:
    shuffled = ["seats", "P10", "P2", "deploy"]
    assert sorted(shuffled, key=place_in_list) == ["P2", "P10", "deploy", "seats"]

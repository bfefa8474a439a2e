"""Where a figure goes, how far off it may be, and how evenly questions are spread."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volunteers.success.fairness import gini, gini_words, spread
from volunteers.success.forecast import forecast


def test_too_few_points_give_no_forecast() -> None:
    five = [Decimal(n) for n in range(5)]

    assert forecast(five, 4) is None
    assert forecast([*five, None, None], 4) is None


def test_a_straight_line_goes_on() -> None:
    found = forecast([Decimal(n) / 10 for n in range(6)], 2)

    assert found is not None
    assert (found.value, found.low, found.high) == (Decimal("0.7"),) * 3


def test_a_share_stays_between_nothing_and_all() -> None:
    up = [Decimal(n) / 10 for n in range(3, 11)]

    found = forecast(up, 10, highest=Decimal(1))
    down = forecast(up[::-1], 10, highest=Decimal(1))

    assert found is not None
    assert down is not None
    assert (found.value, down.value) == (1, 0)


def test_one_odd_week_does_not_turn_the_line() -> None:
    values = [Decimal(10)] * 5 + [Decimal(90)] + [Decimal(10)] * 6

    found = forecast(values, 4)
    naive = values[-1] + (values[5] - values[0]) / 5 * 4

    assert found is not None
    assert found.value == 10
    assert naive == 74


def test_four_in_five_forecasts_hold_and_a_guess_without_span_does_not() -> None:
    luck = random.Random(7)
    held = exact = 0
    for _ in range(400):
        slope = luck.uniform(-1, 1)
        series = [Decimal(str(50 + slope * n + luck.gauss(0, 4))) for n in range(17)]
        found = forecast(series[:13], 4)
        assert found is not None
        held += found.low <= series[16] <= found.high
        exact += round(found.value) == round(series[16])

    assert 0.72 <= held / 400 <= 0.9
    assert exact / 400 < 0.2


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([3, 3, 3], Decimal(0)),
        ([0, 0, 0, 8], Decimal("0.75")),
        ([0, 1, 1, 2], Decimal("0.375")),
        ([0, 0], None),
        ([], None),
    ],
)
def test_gini(counts: list[int], expected: Decimal | None) -> None:
    assert gini(counts) == expected


@given(st.lists(st.integers(0, 30), min_size=1, max_size=30))
def test_gini_is_the_mean_difference(counts: list[int]) -> None:
    found, people = gini(counts), len(counts)
    apart = sum(abs(a - b) for a in counts for b in counts)

    if found is not None:
        assert found == pytest.approx(Decimal(apart) / (2 * people * sum(counts)))


def test_a_spread_names_nobody() -> None:
    found = spread([0, 0, 1, 2, 4, 13, 0, 0])

    assert found.steps == (
        ("Ingen", 4),
        ("1-2", 2),
        ("3-5", 1),
        ("6-10", 0),
        ("11 eller flere", 1),
    )
    assert found.top_quarter == Decimal(17) / 20
    assert gini_words(found.gini).startswith("Spørgsmålene er skævt fordelt")
    assert gini_words(None).startswith("Ingen er spurgt")
    with pytest.raises(ValueError, match="no times"):
        spread([-1])

"""Ambassadors, agreements, events and sharing: the queries agree with the slow count."""

from typing import Any

import pytest

from tests.cast import NOW, Cast
from tests.volunteers.indicators.around import surround
from tests.volunteers.indicators.past import DAY, Past
from tests.volunteers.indicators.slow_around import AROUND, slow_around
from tests.volunteers.indicators.slow_asking import SLOWLY
from tests.volunteers.indicators.test_daily import queried, walked
from volunteers.queries.indicators import measure
from volunteers.success.catalogue import COMPUTED
from volunteers.success.periods import this_quarter

CODES = (*AROUND, "K18", "K27")


def test_every_indicator_is_walked() -> None:
    assert sorted([*CODES, *SLOWLY]) == list(COMPUTED)


@pytest.mark.parametrize(("seed", "back"), [(1, 0), (2, 0), (3, 12), (4, 35)])
def test_the_queries_agree_with_the_slow_count(cast: Cast, seed: int, back: int) -> None:
    past, moment = Past(cast, seed, slots=8), NOW - back * DAY
    surround(past)

    found = queried(past, NOW, CODES, as_of=moment)

    assert without_departments_there(found) == without_departments_there(
        walked(past, moment, slow_around, CODES)
    )


def without_departments_there(found: dict[Any, Any]) -> dict[Any, Any]:
    """K23 without the count beside it, which is of the departments themselves."""
    return {
        key: value[:4] if "K23" in key and value is not None else value
        for key, value in found.items()
    }


def test_respect_is_two_numbers_and_one_whole(cast: Cast) -> None:
    past = Past(cast, 1, slots=24)
    surround(past)

    one = measure(cast.municipality.pk, this_quarter(NOW), NOW, ("K22",))["K22"]

    assert list(one.groups) == ["ansatte", "frivillige"]
    assert sum(figure.n for figure in one.groups.values()) == one.whole.n
    assert min(figure.n for figure in one.groups.values()) > 0

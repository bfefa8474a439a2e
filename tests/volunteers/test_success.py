"""Success indicators: definitions, arithmetic, what is hidden, and what is said."""

from decimal import Decimal

import pytest

from volunteers.success.catalogue import (
    Direction,
    Shape,
    Unit,
    catalogue,
    computed_indicators,
    indicator,
)
from volunteers.success.conclusions import Status, conclusion, status, status_words, value_words
from volunteers.success.figures import (
    Figure,
    count_figure,
    median,
    median_figure,
    ratio,
    share_figure,
    sum_figure,
)
from volunteers.success.releases import HIDDEN

COVERAGE = indicator("K01")
TIME_TO_FILL = indicator("K02")
ACTIVE = indicator("K08")
HOURS = indicator("K10")
GOAL = Decimal("0.8")


def test_the_catalogue_has_all_33_in_order() -> None:
    assert list(catalogue()) == [f"K{number:02d}" for number in range(1, 34)]


def test_all_are_computed_and_what_is_counted_has_its_unit() -> None:
    computed = [one.code for one in computed_indicators()]
    units = {
        shape: {one.unit for one in catalogue().values() if one.shape is shape} for shape in Shape
    }

    assert computed == list(catalogue())
    assert units == {
        Shape.SHARE: {Unit.SHARE, Unit.PER_EXAMPLE},
        Shape.MEDIAN: {Unit.HOURS, Unit.MINUTES},
        Shape.COUNT: {Unit.PERSONS, Unit.STORIES},
        Shape.SUM: {Unit.HOURS},
    }


def test_every_definition_is_complete() -> None:
    gaps = [
        one.code
        for one in catalogue().values()
        if not (one.name and one.numerator and one.denominator and one.attribution and one.facts)
    ]

    assert gaps == []
    assert {one.smallest_n for one in catalogue().values()} == {5}
    watched = [one.code for one in catalogue().values() if one.direction is Direction.WATCHED]
    assert watched == ["K19", "K33"]
    assert [code for code in watched if indicator(code).target is not None] == []


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(KeyError):
        indicator("K99")


def test_nothing_to_count_is_no_data() -> None:
    assert ratio(0, 0) is None
    assert ratio(0, 4) == 0
    assert ratio(3, 4) == Decimal("0.75")
    with pytest.raises(ValueError, match="never negative"):
        ratio(-1, 4)


def test_control_dividing_by_at_least_one_would_call_nothing_zero() -> None:
    naive = Decimal(0) / max(0, 1)

    assert naive == 0
    assert ratio(0, 0) != naive


def test_medians() -> None:
    assert median([]) is None
    assert median([Decimal(5), Decimal(1), Decimal(3)]) == 3
    assert median([Decimal(4), Decimal(1)]) == Decimal("2.5")


@pytest.mark.parametrize(
    ("code", "value", "goal", "expected"),
    [
        ("K01", "0.8", "0.8", Status.REACHED),
        ("K01", "0.79", "0.8", Status.ON_TRACK),
        ("K01", "0.7", "0.8", Status.BELOW),
        ("K02", "48", "48", Status.REACHED),
        ("K02", "48.05", "48", Status.ON_TRACK),
        ("K02", "60", "48", Status.BELOW),
        ("K08", "60", None, Status.NO_TARGET),
        ("K19", "0.1", "0.2", Status.NO_TARGET),
        ("K01", None, "0.8", Status.NO_DATA),
    ],
)
def test_where_a_figure_stands(
    code: str, value: str | None, goal: str | None, expected: Status
) -> None:
    figure = Figure(None if value is None else Decimal(value), 10, 10)
    target = None if goal is None else Decimal(goal)

    assert status(indicator(code), figure, target, margin=Decimal("0.05")) is expected


def test_status_in_words() -> None:
    assert [status_words(COVERAGE, one) for one in Status] == [
        "Mål nået",
        "Tæt på målet",
        "Under mål",
        "Intet mål sat",
        "Ingen data",
        "For få til at vise",
    ]
    assert status_words(TIME_TO_FILL, Status.BELOW) == "Mål ikke nået"


def test_values_in_words() -> None:
    assert value_words(COVERAGE, Decimal("0.82")) == "82 %"
    assert value_words(COVERAGE, Decimal("0.7988")) == "79,9 %"
    assert value_words(TIME_TO_FILL, Decimal("31.5")) == "31,5 timer"
    assert value_words(ACTIVE, Decimal(1)) == "1 person"
    assert value_words(HOURS, Decimal(1240)) == "1.240 timer"


@pytest.mark.parametrize(
    ("code", "figure", "goal", "expected"),
    [
        (
            "K01",
            share_figure(41, 50, 30),
            GOAL,
            "Dækningsgrad er 82 % (41 af 50), og målet på 80 % er nået.",
        ),
        (
            "K01",
            share_figure(30, 50, 30),
            GOAL,
            "Dækningsgrad er 60 % (30 af 50), og målet på 80 % er ikke nået.",
        ),
        (
            "K01",
            share_figure(39, 50, 30),
            GOAL,
            "Dækningsgrad er 78 % (39 af 50), og det er tæt på målet på 80 %.",
        ),
        ("K01", share_figure(0, 0, 0), GOAL, "Der er ingen data til dækningsgrad i perioden."),
        (
            "K02",
            median_figure([Decimal(30), Decimal(33)], 9),
            Decimal(48),
            "Tid til besat er 31,5 timer (median af 2), og målet på højst 48 timer er nået.",
        ),
        (
            "K08",
            count_figure(124),
            None,
            "Aktive frivillige er 124 personer, og der er ikke sat et mål.",
        ),
        (
            "K10",
            sum_figure(Decimal("1240.5"), 300, 80),
            None,
            "Frivilligtimer er 1.240,5 timer, og der er ikke sat et mål.",
        ),
        (
            "K06",
            HIDDEN,
            GOAL,
            "Fremmøde vises ikke her, fordi der er færre end 5 personer bag tallet.",
        ),
    ],
)
def test_the_conclusion_is_one_sentence(
    code: str, figure: Figure, goal: Decimal | None, expected: str
) -> None:
    assert conclusion(indicator(code), figure, goal, margin=Decimal("0.03")) == expected

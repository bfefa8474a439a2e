"""Drawings stay inside their frame, and what is said of them is true."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from volunteers.success.catalogue import Unit, indicator
from volunteers.success.drawings.bars import Measure, draw_bars
from volunteers.success.drawings.curve import CurvePoint, draw_curve
from volunteers.success.drawings.heat import draw_heat
from volunteers.success.figures import Figure
from volunteers.success.forecast import Forecast
from volunteers.success.sentences import (
    forecast_sentence,
    funnel_sentence,
    last_year_sentence,
    missing_people_sentence,
    missing_words,
    parts_sentence,
    trend_sentence,
)
from volunteers.web.figures.cards import NO_AIM, Card

COVERAGE, TIME_TO_FILL = indicator("K01"), indicator("K02")
AHEAD = Forecast(4, Decimal("0.7"), Decimal("0.6"), Decimal("0.85"))


@pytest.mark.parametrize("width", [340, 720])
def test_a_curve_stays_inside_its_frame(width: int) -> None:
    points = [CurvePoint(str(n), Decimal(n) / 40, Decimal("0.2")) for n in range(53)]

    found = draw_curve(points, unit=Unit.SHARE, target=Decimal("0.8"), ahead=AHEAD, width=width)

    spots = [spot.split(",") for spot in " ".join((*found.paths, found.band)).split()]
    assert all(found.left <= int(x) <= found.right for x, _ in spots)
    assert all(0 <= int(y) <= found.bottom for _, y in spots)
    assert [line.words for line in found.grid] == ["0 %", "25 %", "50 %", "75 %", "100 %"]
    assert [line.words for line in found.ends] == ["I år", "Sidste år"]


def test_a_week_without_facts_breaks_the_curve() -> None:
    values = [Decimal(1), Decimal(2), None, Decimal(3), Decimal(4)]

    found = draw_curve([CurvePoint("1", value) for value in values], unit=Unit.HOURS)

    assert len(found.paths) == 2
    assert [dot.words for dot in found.dots] == ["1", "2", "–", "3", "4"]
    assert draw_curve([], unit=Unit.SHARE).dots == ()


def test_the_longest_bar_fills_the_width_and_nothing_has_no_bar() -> None:
    rows = [
        Measure("A", Decimal(4), "4"),
        Measure("B", None, "for få"),
        Measure("C", Decimal(2), "2"),
    ]

    found = draw_bars(rows)

    assert [bar.width for bar in found.bars] == [440, 0, 220]
    assert draw_bars([]).bars == ()


def test_the_heat_map_has_the_hours_that_are_used() -> None:
    found = draw_heat({(1, 9): 1, (7, 11): 8})

    assert found is not None
    assert [hour for hour, _ in found.rows] == ["kl. 9-10", "kl. 10-11", "kl. 11-12"]
    assert {cell.count: cell.shade for cell in found.cells} == {0: 0, 1: 1, 8: 4}
    assert draw_heat({(1, 9): 0}) is None


@pytest.mark.parametrize(
    ("target", "ends"),
    [
        ("0.55", "Så nås målet på 55 %."),
        ("0.8", "Det er usikkert, om målet på 80 % nås."),
        ("0.9", "Så nås målet på 90 % ikke."),
    ],
)
def test_a_forecast_says_what_it_means_for_the_target(target: str, ends: str) -> None:
    said = forecast_sentence(COVERAGE, AHEAD, Decimal(target), "i uge 51")

    assert said == (
        "Hvis udviklingen fortsætter, er tallet omkring 70 % i uge 51. Det kan også blive alt "
        f"mellem 60 % og 85 %: fire ud af fem gange holder spændet. {ends}"
    )
    assert forecast_sentence(COVERAGE, None, None, "") == (
        "Der skal være mindst 6 uger med tal, før vi kan sige, hvor det går hen."
    )


def test_sentences() -> None:
    points = [("uge 38", Decimal("0.41")), ("uge 39", None), ("uge 47", Decimal("0.64"))]
    steps = (("Spurgt", 412), ("Har set", 355), ("Sagt ja", 148), ("Mødt op", 139))

    assert trend_sentence(COVERAGE, points) == (
        "Steget 23 procentpoint fra uge 38 til uge 47: fra 41 % til 64 %."
    )
    assert last_year_sentence(COVERAGE, Decimal("0.64"), Decimal("0.44")) == (
        "På samme tid sidste år var tallet 44 %. I år er det 20 procentpoint højere."
    )
    assert funnel_sentence(steps) == "Af 412 spurgte sagde 148 ja (36 %), og 139 mødte op (34 %)."
    assert missing_people_sentence({(6, 17): 9, (5, 17): 8, (1, 9): 1}) == (
        "18 pladser stod tomme. Sværest er lørdag kl. 17 (9) og fredag kl. 17 (8)."
    )
    assert parts_sentence(COVERAGE, {"Ældre": Decimal("0.9"), "Kultur": Decimal("0.6")}) == (
        "Højest i Ældre (90 %) og lavest i Kultur (60 %)."
    )


def test_what_is_missing_for_the_target() -> None:
    assert (
        missing_words(COVERAGE, Decimal("0.64"), Decimal("0.8")) == "Der mangler 16 procentpoint."
    )
    assert missing_words(TIME_TO_FILL, Decimal(60), Decimal(48)) == "Det er 12 timer for meget."
    assert missing_words(COVERAGE, Decimal("0.8"), Decimal("0.8")) == ""


@pytest.mark.parametrize(
    ("code", "now", "then", "n", "expected"),
    [
        ("K01", "0.8", "0.75", 40, ("Op 5 procentpoint fra sidst", "better")),
        ("K02", "60", "48", 40, ("Op 12 timer fra sidst", "worse")),
        ("K19", "0.03", "0.05", 40, ("Ned 2 procentpoint fra sidst", "")),
        ("K01", "0.8", "0.8", 40, ("Uændret fra sidst", "")),
        ("K10", "60", "0", 0, ("", "")),
    ],
)
def test_a_cards_trend_says_whether_it_is_better(
    code: str, now: str, then: str, n: int, expected: tuple[str, str]
) -> None:
    figures = [Figure(Decimal(value), n, n) for value in (now, then)]
    card = Card(indicator(code), figures[0], NO_AIM, before=figures[1], before_name="sidst")

    assert (card.trend, card.trend_mark) == expected


def test_a_drawing_of_many_places_is_as_high_as_it_says() -> None:
    chart = draw_bars([Measure(f"Sted {n}", Decimal(1), "1") for n in range(30)])

    drawn = render_to_string("volunteers/figures/bars.html", {"chart": chart})

    # The control: 1.384 is how the height is written on a Danish page, and 1,384 px to a browser.
    assert chart.height == 1384
    assert drawn.count('viewBox="0 0 560 1384"') == 1

"""What indicators of the same people hide together, and what a year may tell."""

from dataclasses import replace
from decimal import Decimal

from volunteers.success.catalogue import indicator
from volunteers.success.figures import Figure, share_figure, sum_figure
from volunteers.success.releases import (
    HIDDEN,
    family_of,
    hidden_parts,
    hide_parts,
    is_hidden,
    year_of_quarters,
)

HOURS, COVERAGE, ACTIVE = indicator("K10"), indicator("K01"), indicator("K08")
QUARTERS = [sum_figure(Decimal(100 + n), 50, 20) for n in range(4)]


def test_a_year_is_its_quarters_and_a_later_correction_is_not_the_difference() -> None:
    # Counted anew after a correction of two hours by one person.
    counted = sum_figure(Decimal(408), 201, 40)

    found = year_of_quarters(HOURS, QUARTERS, counted)

    total = sum(one.value or 0 for one in QUARTERS)
    assert (found.value, found.n) == (total, 200)
    # The control: the year counted anew less its quarters is that person's two hours.
    assert counted.value is not None
    assert counted.value - total == 2


def test_a_years_share_is_of_all_its_quarters() -> None:
    quarters = [share_figure(n, 10, 8) for n in (1, 2, 3, 4)]

    found = year_of_quarters(COVERAGE, quarters, share_figure(11, 41, 30))

    assert (found.value, found.numerator, found.n) == (Decimal("0.25"), 10, 40)


def test_a_hidden_quarter_hides_the_year() -> None:
    assert year_of_quarters(HOURS, [*QUARTERS[:3], HIDDEN], QUARTERS[0]) == HIDDEN
    assert year_of_quarters(ACTIVE, QUARTERS, QUARTERS[0]) == QUARTERS[0]


def test_figures_of_the_same_people_hide_the_same_places() -> None:
    came = {
        "Ældre": share_figure(4, 9, 4),
        "Kultur": share_figure(8, 9, 8),
        "Børn": share_figure(9, 9, 9),
    }
    seats = {name: replace(figure, persons=figure.persons + 5) for name, figure in came.items()}

    hidden = hidden_parts([came, seats])

    assert family_of("K06") == ("K01", "K06", "K08", "K10")
    assert hidden == {"Ældre", "Kultur"}
    assert hide_parts(seats, hidden) == {"Ældre": HIDDEN, "Kultur": HIDDEN, "Børn": seats["Børn"]}
    # The control: by its own people alone nothing of the second would be hidden, and its
    # numerator is the first's.
    assert hidden_parts([seats]) == frozenset()


def test_few_in_all_hide_the_whole() -> None:
    assert is_hidden([share_figure(4, 9, 4), share_figure(9, 9, 9)])
    assert not is_hidden([Figure(None, 0, 0)])

"""Few people stay hidden from somebody who subtracts, in one line, in a table, and over time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.volunteers.figures.attacker import widths
from volunteers.success.privacy import (
    TOTAL,
    Place,
    hidden_among,
    hidden_in_table,
    is_small,
    with_totals,
)

SIZES = st.integers(0, 14)
TABLES = st.integers(1, 4).flatmap(
    lambda rows: st.lists(
        st.lists(SIZES, min_size=rows, max_size=rows), min_size=1, max_size=5
    ).map(lambda lines: {(r, c): n for r, line in enumerate(lines) for c, n in enumerate(line)})
)
WHOLE = (TOTAL, TOTAL)


def only_the_small(sizes: dict[Place, int]) -> frozenset[Place]:
    """The control: what one would do without thinking of subtraction."""
    return frozenset(at for at, size in with_totals(sizes).items() if is_small(size))


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([10, 20, 30], set()),
        ([3, 20, 10], {0, 2}),
        ([1, 2, 30], {0, 1, 2}),
        ([3, 4, 30], {0, 1}),
        ([0, 7, 8], set()),
        ([3], {0}),
        ([], set()),
    ],
)
def test_a_line_with_its_sum(sizes: list[int], expected: set[int]) -> None:
    assert hidden_among(dict(enumerate(sizes))) == expected


def test_what_must_be_hidden_anyway_has_company() -> None:
    assert hidden_among({"a": 30, "b": 20, "c": 10}, also=["a"]) == {"a", "c"}


@given(st.lists(SIZES, min_size=1, max_size=8))
def test_no_part_of_a_line_is_found(sizes: list[int]) -> None:
    hidden = hidden_among(dict(enumerate(sizes)))

    # Each of them can be anything from none to all that the shown ones leave of the sum.
    left = sum(sizes) - sum(size for at, size in enumerate(sizes) if at not in hidden)
    assert [size for at, size in enumerate(sizes) if is_small(size) and at not in hidden] == []
    assert len(hidden) != 1 or sum(sizes) == left
    assert not hidden or left >= 5 or left == sum(sizes)


@given(TABLES)
def test_no_cell_of_a_table_is_found(sizes: dict[Place, int]) -> None:
    table, hidden = with_totals(sizes), hidden_in_table(sizes)
    if table[WHOLE] < 5:
        return

    found = {at: width for at, width in widths(table, hidden).items() if width < 5}

    assert [at for at, size in table.items() if is_small(size) and at not in hidden] == []
    assert found == {}


def test_control_hiding_only_the_small_is_found_out() -> None:
    sizes = {("ældre", "gåtur"): 3, ("ældre", "kor"): 9, ("børn", "gåtur"): 8, ("børn", "kor"): 7}

    naive = widths(with_totals(sizes), only_the_small(sizes))
    ours = widths(with_totals(sizes), hidden_in_table(sizes))

    assert naive == {("ældre", "gåtur"): 0}
    assert ours == dict.fromkeys(sizes, 11)

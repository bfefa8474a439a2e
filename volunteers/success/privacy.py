"""Which cells stay hidden, so that nobody can find few people by subtracting what is shown.

Outside the coordinator's view a cell with fewer than five people is hidden, and with it as many
others as it takes: whoever knows every shown cell and every total can say of a hidden cell only
that it lies somewhere within a span of five or more (``docs/success.md``).
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

from volunteers.success.catalogue import SMALLEST_N

Key = TypeVar("Key", bound=Hashable)
# The row or column of the totals in a table.
TOTAL = "total"
Place = tuple[Hashable, Hashable]


def is_small(persons: int, smallest_n: int = SMALLEST_N) -> bool:
    """Whether so few people are behind a figure that it is hidden; nobody at all hides nobody."""
    return 0 < persons < smallest_n


def hidden_among(
    sizes: Mapping[Key, int], *, also: Collection[Key] = (), smallest_n: int = SMALLEST_N
) -> frozenset[Key]:
    """The parts to hide of a total that is shown: the small ones, ``also``, and their company.

    The smallest others keep them company until two or more are hidden with at least
    ``smallest_n`` people together: each of them may then be anything from none to all of those.
    Where there is no company left every part with people is hidden. A total that is small itself
    must not be shown.
    """
    hidden = {key for key, size in sizes.items() if is_small(size, smallest_n)}
    hidden |= set(also) & set(sizes)
    others = sorted(
        (key for key, size in sizes.items() if key not in hidden and size),
        key=lambda key: (-sizes[key], str(key)),
    )
    while hidden and others and not _enough([sizes[key] for key in hidden], smallest_n):
        hidden.add(others.pop())
    return frozenset(hidden)


def with_totals(sizes: Mapping[Place, int]) -> dict[Place, int]:
    """The table with the sums of its rows, its columns and the whole; missing cells are none."""
    found: dict[Place, int] = dict(sizes)
    for (row, column), size in sizes.items():
        for place in ((row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)):
            found[place] = found.get(place, 0) + size
    rows, columns = {row for row, _ in found}, {column for _, column in found}
    return {(row, column): found.get((row, column), 0) for row in rows for column in columns}


def hidden_in_table(
    sizes: Mapping[Place, int], *, also: Collection[Place] = (), smallest_n: int = SMALLEST_N
) -> frozenset[Place]:
    """The cells and totals to hide of a table that is shown with the sums of rows and columns.

    Each cell that must be hidden becomes a corner of a hidden rectangle. Around a rectangle one
    can move people from cell to cell without any sum changing; the rectangle is one in which at
    least ``smallest_n`` can move, and hides as few people as possible (the hypercube method of
    the statistical offices, Giessing 2003). A total may be a corner, the whole may not.
    Where no rectangle is wide enough, all but the whole is hidden. A table whose whole is small
    itself must not be shown.
    """
    table = with_totals(sizes)
    whole = (TOTAL, TOTAL)
    lines = tuple(sorted({place[side] for place in table}, key=str) for side in (0, 1))
    must = {place for place, size in table.items() if is_small(size, smallest_n)} | set(also)
    hidden = set(must & set(table)) - {whole}
    for place in sorted(hidden, key=lambda one: (table[one], str(one))):
        wide = [
            corners
            for corners in _rectangles(place, *lines)
            if whole not in corners and _span(corners, table) >= smallest_n
        ]
        if not wide:
            return frozenset(set(table) - _same_as_whole(table))
        hidden |= set(min(wide, key=lambda corners: _cost(corners, table, hidden)))
    return frozenset(hidden)


Corners = tuple[Place, Place, Place, Place]


def _same_as_whole(table: Mapping[Place, int]) -> set[Place]:
    """The whole, and the total of a row or a column that is the only one."""
    rows, columns = ({place[side] for place in table} - {TOTAL} for side in (0, 1))
    only_row = {(row, TOTAL) for row in rows if len(rows) == 1}
    return {(TOTAL, TOTAL), *only_row, *((TOTAL, one) for one in columns if len(columns) == 1)}


def _enough(hidden: list[int], smallest_n: int) -> bool:
    return len(hidden) > 1 and sum(hidden) >= smallest_n


def _rectangles(
    place: Place, rows: Iterable[Hashable], columns: Collection[Hashable]
) -> Iterator[Corners]:
    """The cell, its neighbour in the row, its neighbour in the column, and the one across."""
    row, column = place
    for other_row in rows:
        for other_column in columns:
            if other_row != row and other_column != column:
                yield place, (row, other_column), (other_row, column), (other_row, other_column)


def _span(corners: Corners, table: Mapping[Place, int]) -> int:
    """How many people can move around the rectangle, both ways together.

    When the cell gains one, its two neighbours lose one and the one across gains one; a total
    follows its parts instead, so its sign is turned.
    """
    room: dict[bool, list[int]] = {True: [], False: []}
    for corner, gains in zip(corners, (True, False, False, True), strict=True):
        room[gains is not (TOTAL in corner)].append(table[corner])
    return min(room[True]) + min(room[False])


def _cost(corners: Iterable[Place], table: Mapping[Place, int], hidden: set[Place]) -> int:
    """People newly hidden, a total counted as what it is; the first of equals is taken."""
    return sum(table[at] + 1 for at in corners if at not in hidden)

"""Somebody who knows every shown cell and every sum, and reckons what the hidden ones can be."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from volunteers.success.privacy import TOTAL, Place

_UNBOUNDED = 10**6


def widths(table: Mapping[Place, int], hidden: Collection[Place]) -> dict[Place, int]:
    """How far apart the least and the most are that each hidden cell can be.

    Exact: what can change without a shown cell or a sum changing is a circulation in the network
    of rows and columns, so the furthest a cell can move is a greatest flow (Ford and Fulkerson).
    A sum of everything that is shown must not itself be hidden: it is an ordinary cell here.
    """
    return {
        place: _movable(place, +1, table, hidden) + _movable(place, -1, table, hidden)
        for place in hidden
    }


def _movable(place: Place, way: int, table: Mapping[Place, int], hidden: Collection[Place]) -> int:
    """How far the cell can rise (+1) or fall (-1)."""
    room: dict[tuple[object, object], int] = defaultdict(int)
    for one in hidden:
        row, column = ("row", one[0]), ("column", one[1])
        rises, falls = (row, column), (column, row)
        if _sign(one) < 0:
            rises, falls = falls, rises
        if one != place:
            room[rises] += _UNBOUNDED
            room[falls] += table[one]
    # The cell's own change must come back around from its column to its row, or the other way.
    ends = [("column", place[1]), ("row", place[0])]
    if way * _sign(place) < 0:
        ends.reverse()
    found = _greatest_flow(room, ends[0], ends[1])
    return min(found, table[place] if way < 0 else _UNBOUNDED)


def _sign(place: Place) -> int:
    """In a table whose sums are written as negative numbers every line adds up to nothing."""
    return (-1) ** place.count(TOTAL)


def _greatest_flow(room: dict[tuple[object, object], int], start: object, end: object) -> int:
    total = 0
    while path := _path(room, start, end):
        step = min(room[edge] for edge in path)
        for there, back in path:
            room[there, back] -= step
            room[back, there] += step
        total += step
        if total >= _UNBOUNDED:
            break
    return total


def _path(
    room: dict[tuple[object, object], int], start: object, end: object
) -> list[tuple[object, object]]:
    came: dict[object, object] = {start: start}
    waiting = [start]
    for here in waiting:
        for (one, other), left in list(room.items()):
            if one == here and left > 0 and other not in came:
                came[other] = here
                waiting.append(other)
    path, here = [], end
    while here in came and here != start:
        path.append((came[here], here))
        here = came[here]
    return path

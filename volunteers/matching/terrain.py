"""People on the map, in strips, so that a need looks only at those near it."""

from typing import Any

import numpy as np

from volunteers.matching.arrays import Crowd, Floats, Ints
from volunteers.matching.compiled import IS_FAST, compiled

_STRIP_KM = 5.0
_SLACK_KM = 1e-6
Vector = Any


class Terrain:
    """Built once for a crowd. Whoever has no known place is in ``elsewhere``."""

    def __init__(self, crowd: Crowd) -> None:
        """Lays the strips along the two axes on which people lie furthest apart."""
        place = crowd.place
        unknown = np.isnan(place).any(axis=1)
        known, self.elsewhere = np.flatnonzero(~unknown), np.flatnonzero(unknown)
        spread = np.ptp(place[known], axis=0) if len(known) else np.zeros(3)
        self._axes = [int(axis) for axis in np.argsort(-spread, kind="stable")]
        strip = np.floor(place[known, self._axes[0]] / _STRIP_KM).astype(np.int64)
        order = np.lexsort((place[known, self._axes[1]], strip))
        self.rows = known[order]
        self.strips, first = np.unique(strip[order], return_index=True)
        self.first = np.append(first, len(known)).astype(np.int64)
        self.across, self.along, self.up = (
            np.ascontiguousarray(place[self.rows, axis]) for axis in self._axes
        )
        self.reach = crowd.reach[self.rows]
        self.cells = crowd.availability[self.rows]
        self.wide = float(self.reach.max(initial=0.0)) + _SLACK_KM
        self._found = np.empty(len(known), dtype=np.int64)
        self._km = np.empty(len(known))

    def near(self, here: Floats, cells: int) -> tuple[Ints, Floats]:
        """Rows and km of those within their own reach who can at the time; none where nan."""
        if np.isnan(here).any() or not len(self.rows):
            return np.empty(0, dtype=np.int64), np.empty(0)
        across, along, up = (float(here[axis]) for axis in self._axes)
        if not IS_FAST:
            return self._thin(self._within(across, along), (across, along, up), cells)
        people = (self.strips, self.first, self.across, self.along, self.up)
        rest = (self.reach, self.cells, self.rows)
        place = (across, along, up, self.wide)
        count = _scan(place, cells, people, rest, (self._found, self._km))
        return self._found[:count].copy(), self._km[:count].copy()

    def _within(self, across: float, along: float) -> Ints:
        """Positions of all who may be within the furthest reach."""
        low, high = (np.floor((across + side) / _STRIP_KM) for side in (-self.wide, self.wide))
        found = [np.empty(0, dtype=np.int64)]
        for index in range(*np.searchsorted(self.strips, (low, high + 1))):
            begin, end = self.first[index], self.first[index + 1]
            edge = self.strips[index] * _STRIP_KM
            gap = max(edge - across, across - edge - _STRIP_KM, 0.0)
            half = np.sqrt(max(self.wide * self.wide - gap * gap, 0.0)) + _SLACK_KM
            low_at, high_at = np.searchsorted(self.along[begin:end], (along - half, along + half))
            found.append(np.arange(begin + low_at, begin + high_at))
        return np.concatenate(found)

    def _thin(self, at: Ints, here: tuple[float, float, float], cells: int) -> tuple[Ints, Floats]:
        at = at[self.cells[at] & cells == cells]
        across, along, up = (
            self.across[at] - here[0],
            self.along[at] - here[1],
            self.up[at] - here[2],
        )
        km = np.sqrt(across * across + along * along + up * up)
        keep = km <= self.reach[at]
        return self.rows[at[keep]], km[keep]


@compiled
def _scan(place: Vector, cells: int, people: Vector, rest: Vector, found: Vector) -> int:
    """The same as ``_within`` and ``_thin``, in one pass."""
    here, level, height, wide = place
    strips, first, across, along, up = people
    reach, available, rows = rest
    found_rows, found_km = found
    count = 0
    begin = np.searchsorted(strips, np.floor((here - wide) / _STRIP_KM))
    for index in range(begin, len(strips)):
        edge = strips[index] * _STRIP_KM
        if edge > here + wide:
            break
        gap = max(edge - here, here - edge - _STRIP_KM, 0.0)
        half = np.sqrt(max(wide * wide - gap * gap, 0.0)) + _SLACK_KM
        part = along[first[index] : first[index + 1]]
        at = first[index] + np.searchsorted(part, level - half)
        while at < first[index + 1] and along[at] <= level + half:
            if available[at] & cells == cells:
                east, north, higher = across[at] - here, along[at] - level, up[at] - height
                km = np.sqrt(east * east + north * north + higher * higher)
                if km <= reach[at]:
                    found_rows[count] = rows[at]
                    found_km[count] = km
                    count += 1
            at += 1
    return count

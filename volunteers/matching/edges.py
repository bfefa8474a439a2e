"""Everybody who may be asked about each need: the rule book of ``obstacles``, many at a time.

A need looks only at the people near it (``Terrain``); then each rule thins the list. What comes
out is the same set as asking ``obstacles`` of every pair, without the two rules that change from
hour to hour (cap and live questions), which ``Crowd.free`` carries.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from volunteers.matching.arrays import Bools, Crowd, Demand, Floats, Ints
from volunteers.matching.score import OTHER_PLACE_KM, SAME_POSTCODE_KM
from volunteers.matching.terrain import Terrain

Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs by need: need s has the pairs ``start[s]`` up to ``start[s + 1]``, people ascending."""

    start: Ints
    person: Rows
    km: NDArray[np.float32]

    def of(self, need: int) -> slice:
        """Where the pairs of a need (by row) stand."""
        return slice(int(self.start[need]), int(self.start[need + 1]))


def eligible(crowd: Crowd, demand: Demand) -> Edges:
    """All pairs without an obstacle other than cap and live questions; begun needs included.

    ``km`` is the distance the score counts with. A need nobody fits has no pairs.
    """
    people = Terrain(crowd)
    found = [_pairs_of(crowd, demand, people, need) for need in range(len(demand.ids))]
    start = np.zeros(len(found) + 1, dtype=np.int64)
    start[1:] = np.cumsum([len(rows) for rows, _ in found])
    if not found:
        return Edges(start, np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32))
    person = np.concatenate([rows for rows, _ in found]).astype(np.int32)
    return Edges(start, person, np.concatenate([km for _, km in found]).astype(np.float32))


def _pairs_of(crowd: Crowd, demand: Demand, people: Terrain, need: int) -> tuple[Ints, Floats]:
    rows, km = _reachable(crowd, demand, people, need)
    keep = crowd.within_limits[rows] & (crowd.age[rows] >= demand.min_age[need])
    for skill in demand.skills[need]:
        keep &= _at(crowd.skills.get(skill), rows, len(rows)) >= demand.last_day[need]
    for language in demand.languages[need]:
        keep &= _at(crowd.languages.get(language), rows, len(rows)) > 0
    rows, km = rows[keep], km[keep]
    for out in (_booked(crowd, demand, need), crowd.asked[0][crowd.asked[1] == demand.ids[need]]):
        if len(out):
            keep = ~np.isin(rows, out)
            rows, km = rows[keep], km[keep]
    order = np.argsort(rows)
    return rows[order], km[order]


def _there(crowd: Crowd, demand: Demand, need: int, rows: Ints) -> Ints:
    """Those of the rows who can in every part of the week the need touches."""
    cells = demand.cells[need]
    can = crowd.availability[rows] & cells == cells
    return np.asarray(rows[can], dtype=np.int64)


def _at(column: Ints | Bools | None, rows: Ints, size: int) -> Ints:
    if column is None:
        return np.zeros(size, dtype=np.int64)
    return column[rows].astype(np.int64)


def _booked(crowd: Crowd, demand: Demand, need: int) -> Ints:
    """People with another seat at the time; half-open."""
    rows, starts, ends = crowd.booked
    clash = (starts < demand.ends[need]) & (demand.starts[need] < ends)
    return np.asarray(rows[clash], dtype=np.int64)


def _reachable(crowd: Crowd, demand: Demand, people: Terrain, need: int) -> tuple[Ints, Floats]:
    """People whom neither place nor part of the week hinders, with the distance that counts."""
    if demand.online[need]:
        rows = _there(crowd, demand, need, np.arange(len(crowd.ids)))
        return rows, np.zeros(len(rows))
    rows, km = people.near(demand.place[need], int(demand.cells[need]))
    # Where a need lies nowhere, its place hinders nobody, also not those who are on the map.
    nowhere = bool(np.isnan(demand.place[need, 0]))
    if people.elsewhere.size or demand.postcode[need] or nowhere:
        more, far = _by_postcode(crowd, demand, people, need)
        new = ~np.isin(more, rows)
        rows, km = np.concatenate((rows, more[new])), np.concatenate((km, far[new]))
    return rows, km


def _by_postcode(crowd: Crowd, demand: Demand, people: Terrain, need: int) -> tuple[Ints, Floats]:
    """Those who live in or named the postcode, and those of whom nothing hinders it."""
    code = int(demand.postcode[need])
    unknown = np.arange(len(crowd.ids)) if np.isnan(demand.place[need, 0]) else people.elsewhere
    if not code:
        found = unknown
    else:
        named = np.bincount(crowd.named[0], minlength=len(crowd.ids)) + crowd.postcode > 0
        wished = crowd.named[0][crowd.named[1] == code]
        home = np.flatnonzero(crowd.postcode == code)
        found = np.unique(np.concatenate((unknown[~named[unknown]], wished, home)))
    found = _there(crowd, demand, need, found)
    guess = np.where((crowd.postcode[found] == code) & (code > 0), SAME_POSTCODE_KM, OTHER_PLACE_KM)
    km = _length(crowd.place[found] - demand.place[need])
    return found, np.where(np.isnan(km), guess, km)


def _length(difference: Floats) -> Floats:
    return np.asarray(np.sqrt(np.square(difference).sum(axis=1)), dtype=np.float64)

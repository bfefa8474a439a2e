"""Made-up people and needs of a municipality, a region or a nation, by a seed.

A tile is 24 x 24 km with three towns. Distances in km, times in hours
since Monday 00:00. All numbers are our own assumptions, chosen so that the mean chance over all
pairs that fit is near 0.107: 8-11 % of offers of an earlier appointment by SMS were accepted
(Fast Pass, PMC7315363 and jmir.org/2024/1/e52071).
"""

import hashlib
from dataclasses import dataclass, fields

import numpy as np

VERSION = 1
SEED = 20260
# Tiles, people and seats.
SCALES = {
    "municipality": (1, 5_000, 500),
    "region": (16, 50_000, 5_000),
    "nation": (100, 500_000, 50_000),
}
TILE_KM, TOWNS = 24.0, 3
KINDS, SKILLS, LANGUAGES = 8, 12, 8
BASE = 0.6
DISTANCE_SCALE_KM = 12.0
MOST_LIKELY = 0.9
# Chance that a person can, by kind of life: weekday morning, afternoon, evening; the weekend's.
LIVES = (
    (0.30, (0.75, 0.75, 0.30), (0.35, 0.40, 0.15)),
    (0.40, (0.05, 0.08, 0.50), (0.50, 0.55, 0.25)),
    (0.20, (0.25, 0.40, 0.45), (0.35, 0.45, 0.30)),
    (0.10, (0.75, 0.75, 0.65), (0.65, 0.65, 0.45)),
)
NIGHT = 0.04
PART_OF_NEED = (0.02, 0.34, 0.40, 0.24)
SIZES, SIZE_SHARES = (1, 2, 3, 4, 6, 10, 20), (0.47, 0.25, 0.12, 0.07, 0.05, 0.025, 0.015)
SKILL_SHARE = np.geomspace(0.5, 0.05, SKILLS)
LANGUAGE_SHARE = np.concatenate(([0.97], np.geomspace(0.35, 0.02, LANGUAGES - 1)))


@dataclass(frozen=True)
class Instance:
    """Raw fields; ``person_*`` by person, the rest by need. ``skills`` and the like are bits."""

    person_xy: np.ndarray
    radius: np.ndarray
    availability: np.ndarray
    person_skills: np.ndarray
    person_languages: np.ndarray
    wish: np.ndarray
    willing: np.ndarray
    xy: np.ndarray
    start: np.ndarray
    hours: np.ndarray
    cell: np.ndarray
    seats: np.ndarray
    skills: np.ndarray
    languages: np.ndarray
    kind: np.ndarray
    weight: np.ndarray

    @property
    def people(self) -> int:
        return len(self.radius)

    @property
    def needs(self) -> int:
        return len(self.seats)

    def digest(self) -> str:
        """sha256 over the generator's version and all fields."""
        digest = hashlib.sha256(str(VERSION).encode())
        for field in fields(self):
            digest.update(np.ascontiguousarray(getattr(self, field.name)).tobytes())
        return digest.hexdigest()


def make(scale: str, seed: int = SEED, *, people: float = 1.0, seats: float = 1.0) -> Instance:
    """An instance; ``people`` and ``seats`` make it denser or scarcer."""
    draw = np.random.default_rng(seed)
    tiles, crowd, wanted = SCALES[scale]
    towns = draw.uniform(0, TILE_KM, (tiles, TOWNS, 2)) + _corners(tiles)[:, None, :]
    width = draw.uniform(1.2, 4.0, (tiles, TOWNS))
    tile = np.arange(round(crowd * people)) % tiles
    home = _places(draw, towns, width, tile, in_town=0.75)
    need_tile, need_seats = _sizes(draw, tiles, round(wanted * seats))
    place = _places(draw, towns, width, need_tile, in_town=0.85)
    count, needs = len(home), len(need_tile)
    weekday = draw.choice(7, needs, p=(0.15, 0.15, 0.15, 0.15, 0.16, 0.13, 0.11))
    part = draw.choice(4, needs, p=PART_OF_NEED)
    return Instance(
        person_xy=home.astype(np.float32),
        radius=draw.choice((5.0, 10.0, 15.0, 25.0), count, p=(0.15, 0.35, 0.3, 0.2)).astype("f4"),
        availability=_weeks(draw, count),
        person_skills=_bits(draw.random((count, SKILLS)) < SKILL_SHARE),
        person_languages=_bits(draw.random((count, LANGUAGES)) < LANGUAGE_SHARE),
        wish=draw.choice((0.6, 1.0, 1.2, 1.5), (count, KINDS), p=(0.15, 0.3, 0.35, 0.2)).astype(
            "f4"
        ),
        willing=draw.beta(1.3, 3.2, count).astype(np.float32),
        xy=place.astype(np.float32),
        start=(weekday * 24 + part * 6 + draw.integers(0, 4, needs)).astype(np.float32),
        hours=draw.choice((1.0, 1.5, 2.0), needs).astype(np.float32),
        cell=(weekday * 4 + part).astype(np.int32),
        seats=need_seats.astype(np.int32),
        skills=_required(draw, needs),
        languages=_spoken(draw, needs),
        kind=draw.integers(0, KINDS, needs).astype(np.int8),
        weight=np.where(draw.random(needs) < 0.15, 1.5, 1.0),
    )


def _corners(tiles: int) -> np.ndarray:
    side = round(tiles**0.5)
    return TILE_KM * np.stack(np.divmod(np.arange(tiles), side), axis=1).astype(float)


def _places(draw, towns, width, tile, *, in_town: float) -> np.ndarray:
    town = draw.choice(TOWNS, len(tile), p=(0.5, 0.3, 0.2))
    near = towns[tile, town] + draw.normal(0, 1, (len(tile), 2)) * width[tile, town][:, None]
    corner = _corners(len(towns))[tile]
    anywhere = corner + draw.uniform(0, TILE_KM, (len(tile), 2))
    return np.where((draw.random(len(tile)) < in_town)[:, None], near, anywhere)


def _sizes(draw, tiles: int, wanted: int) -> tuple[np.ndarray, np.ndarray]:
    """Needs until the seats are there, spread over the tiles; the last is cut to fit."""
    sizes = draw.choice(SIZES, wanted, p=SIZE_SHARES)
    last = int(np.searchsorted(np.cumsum(sizes), wanted))
    sizes = sizes[: last + 1]
    sizes[-1] -= sizes.sum() - wanted
    return np.arange(last + 1) % tiles, sizes


def _weeks(draw, count: int) -> np.ndarray:
    life = draw.choice(len(LIVES), count, p=[share for share, _, _ in LIVES])
    table = np.zeros((len(LIVES), 7, 4))
    table[:, :, 0] = NIGHT
    table[:, :5, 1:] = np.array([week for _, week, _ in LIVES])[:, None, :]
    table[:, 5:, 1:] = np.array([weekend for _, _, weekend in LIVES])[:, None, :]
    return _bits(draw.random((count, 28)) < table.reshape(len(LIVES), 28)[life])


def _required(draw, needs: int) -> np.ndarray:
    count = draw.choice(3, needs, p=(0.6, 0.3, 0.1))
    first, second = draw.integers(0, SKILLS, needs), draw.integers(0, SKILLS, needs)
    one, two = (1 << first).astype(np.int32), (1 << second).astype(np.int32)
    return np.where(count == 0, 0, np.where(count == 1, one, one | two)).astype(np.int32)


def _spoken(draw, needs: int) -> np.ndarray:
    other = 1 << draw.integers(1, LANGUAGES, needs)
    return np.where(draw.random(needs) < 0.06, other, draw.random(needs) < 0.8).astype(np.int32)


def _bits(table: np.ndarray) -> np.ndarray:
    return (table * (1 << np.arange(table.shape[1]))).sum(axis=1).astype(np.int32)

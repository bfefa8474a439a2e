"""The figures everybody may see: whole closed quarters, with few people hidden in every split."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from volunteers.success.catalogue import Indicator, Shape
from volunteers.success.figures import Figure, ratio
from volunteers.success.privacy import hidden_among, is_small

Key = TypeVar("Key", bound=Hashable)
HIDDEN = Figure(None, 0, 0, hidden=True)
# Indicators that count the same people in the same places. What is hidden in one of them is
# hidden in all: else the numerator of one would tell the numerator of the other.
_FAMILIES = (
    ("K01", "K06", "K08", "K10"),
    ("K03", "K04", "K05"),
)


def family_of(code: str) -> tuple[str, ...]:
    """The codes that must be hidden together with this one, itself among them."""
    return next((family for family in _FAMILIES if code in family), (code,))


def with_families(codes: Iterable[str]) -> tuple[str, ...]:
    """The codes with all of their families."""
    return tuple(sorted({one for code in codes for one in family_of(code)}))


def joint_sizes(parts: Iterable[Mapping[Key, Figure]]) -> dict[Key, int]:
    """The fewest people behind any shown figure of each part; parts with nobody are left out."""
    found: dict[Key, int] = {}
    for split in parts:
        for key, figure in split.items():
            size = _size(figure)
            if size:
                found[key] = min(size, found.get(key, size))
    return found


def hide_parts(parts: Mapping[Key, Figure], hidden: Collection[Key]) -> dict[Key, Figure]:
    """The split with the hidden parts emptied."""
    return {key: HIDDEN if key in hidden else figure for key, figure in parts.items()}


def hidden_parts(
    parts: Iterable[Mapping[Key, Figure]], also: Collection[Key] = ()
) -> frozenset[Key]:
    """Which parts are hidden in all indicators of a family; their sum is shown."""
    return hidden_among(joint_sizes(parts), also=also)


def is_hidden(wholes: Iterable[Figure]) -> bool:
    """Whether a family's figures of the whole are hidden: one of them has few people."""
    return any(is_small(_size(figure)) for figure in wholes)


def year_of_quarters(indicator: Indicator, quarters: Collection[Figure], counted: Figure) -> Figure:
    """A year's figure that tells no more than its quarters do, when all four are closed.

    A share or a sum is put together of the quarters as they were closed: a later correction of
    one person would else be the difference. People and medians do not add up, so theirs is the
    ``counted`` one. Any quarter hidden hides the year.
    """
    if any(figure.hidden for figure in quarters):
        return HIDDEN
    if indicator.shape is Shape.SHARE:
        numerator, n = sum(int(one.numerator or 0) for one in quarters), sum(q.n for q in quarters)
        value = ratio(numerator, n)
        return replace(counted, value=value, numerator=Decimal(numerator), n=n, beside=())
    if indicator.shape is Shape.SUM:
        total = sum((one.value or Decimal(0) for one in quarters), Decimal(0))
        return replace(counted, value=total, n=sum(one.n for one in quarters), beside=())
    return counted


def _size(figure: Figure) -> int:
    """The fewest of what is behind the figure and of what is shown of it."""
    return min(figure.persons, figure.n)

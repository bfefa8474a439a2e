"""How evenly the questions are spread: a distribution, never a person."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

# How many questions a person has had, as the steps of the page: (from, to, Danish words).
STEPS = (
    (0, 0, "Ingen"),
    (1, 2, "1-2"),
    (3, 5, "3-5"),
    (6, 10, "6-10"),
    (11, None, "11 eller flere"),
)
_EVEN, _UNEVEN = Decimal("0.3"), Decimal("0.5")
_QUARTER = 4


@dataclass(frozen=True, slots=True)
class Spread:
    """Questions spread over people: ``steps`` is how many people had so many questions.

    ``gini`` is 0 when all have had the same and near 1 when one has had them all; None without
    questions. ``top_quarter`` is the share of the questions that the most asked quarter has had.
    """

    people: int
    questions: int
    steps: tuple[tuple[str, int], ...]
    gini: Decimal | None
    top_quarter: Decimal | None


def spread(counts: Sequence[int]) -> Spread:
    """One count per person, those never asked among them as 0. Refuses negative counts."""
    if any(count < 0 for count in counts):
        raise ValueError("Nobody is asked fewer than no times.")
    total = sum(counts)
    steps = Counter(_step(count) for count in counts)
    return Spread(
        people=len(counts),
        questions=total,
        steps=tuple((words, steps[words]) for _, _, words in STEPS),
        gini=gini(counts),
        top_quarter=Decimal(sum(_most(counts))) / total if total else None,
    )


def gini(counts: Sequence[int]) -> Decimal | None:
    """Gini's coefficient (1912) of the counts; None when there is nothing to spread."""
    total, people = sum(counts), len(counts)
    if not total:
        return None
    weighted = sum(place * count for place, count in enumerate(sorted(counts), start=1))
    return Decimal(2 * weighted - (people + 1) * total) / Decimal(people * total)


def gini_words(value: Decimal | None) -> str:
    """What the number means, in a sentence."""
    if value is None:
        return "Ingen er spurgt i perioden, så der er intet at fordele."
    means = "rimeligt jævnt fordelt"
    if value < _EVEN:
        means = "jævnt fordelt"
    elif value > _UNEVEN:
        means = "skævt fordelt: nogle få bliver spurgt meget, og mange sjældent eller aldrig"
    return f"Spørgsmålene er {means}."


def _step(count: int) -> str:
    return next(words for _, high, words in STEPS if high is None or count <= high)


def _most(counts: Sequence[int]) -> list[int]:
    """The counts of the most asked quarter of the people, at least one."""
    return sorted(counts, reverse=True)[: max(len(counts) // _QUARTER, 1)]

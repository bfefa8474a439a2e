"""How big each municipality is: a few are large and most are small, as in Denmark."""

from dataclasses import dataclass

MUNICIPALITIES, YEARS = 98, 3
PEOPLE, SLOTS, ASKED = 500_000, 1_000_000, 10


@dataclass(frozen=True)
class Size:
    """What one municipality has. ``homes`` are institutions; ``asked`` questions are of a slot."""

    people: int
    slots: int
    homes: int
    asked: int = ASKED

    @property
    def offers(self) -> int:
        """Questions in all."""
        return self.slots * self.asked


def nation(share: float) -> list[Size]:
    """98 municipalities with so much of the whole country's rows; the largest first.

    Sizes fall as 1/(rank + 3), which gives the largest a tenth and the smallest a four-hundredth.
    """
    weights = [1 / (rank + 3) for rank in range(MUNICIPALITIES)]
    whole = sum(weights)
    return [
        Size(
            people=max(ASKED, round(PEOPLE * share * weight / whole)),
            slots=max(ASKED, round(SLOTS * share * weight / whole)),
            homes=max(4, round(4000 * weight / whole)),
        )
        for weight in weights
    ]


def town(times: int) -> list[Size]:
    """One municipality of 500 people and two years' needs, so many times over."""
    return [Size(people=500 * times, slots=1000 * times, homes=40)]

"""How old one must be, from a year of birth alone (L21)."""

from enum import StrEnum

YOUNGEST = 15
ADULT = 18


class AgeBand(StrEnum):
    """What a year of birth says; the birthday may still be ahead."""

    TOO_YOUNG = "too_young"
    MINOR = "minor"
    ADULT = "adult"


def age_band(birth_year: int, year: int) -> AgeBand:
    """The band somebody born in ``birth_year`` is surely in during ``year``.

    Who turns 15 this year may still be 14 and counts as too young; who turns 18 counts as minor.
    """
    surely = year - birth_year - 1
    if surely < YOUNGEST:
        return AgeBand.TOO_YOUNG
    return AgeBand.MINOR if surely < ADULT else AgeBand.ADULT

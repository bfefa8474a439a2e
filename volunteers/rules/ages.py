"""How old one must be, from a year of birth alone (L21)."""

from enum import StrEnum

from backend.common.refusals import Invalid

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


def require_surely_old_enough(birth_year: int | None, year: int, advice: str) -> None:
    """Refuses who may still be 14, where nobody of ours has spoken with them (L21).

    The same for a sign-up and for a row of a file. ``advice`` says what who is 15 already can do.
    """
    if birth_year is not None and age_band(birth_year, year) == AgeBand.TOO_YOUNG:
        raise Invalid("too_young", advice, {"birth_year": [advice]})

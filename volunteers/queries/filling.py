"""How likely each open time is to be full when it begins."""

from collections.abc import Collection
from datetime import datetime

from institutions.models import Slot
from volunteers.queries.tallies import tallies_of


def fill_chances(slots: Collection[Slot], *, at: datetime) -> dict[int, float]:
    """The chance, by slot id, that all seats are filled by the start; two queries for any number.

    A full slot has 1.0, one that nobody is asked about 0.0.
    """
    tallies = tallies_of([slot.pk for slot in slots], at)
    return {slot.pk: tallies[slot.pk].chance(slot.seats_left) for slot in slots}

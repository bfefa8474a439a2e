"""Questions and answers per slot in numbers: who was asked, who said no, what may still come."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from volunteers.matching.plan import ASSURANCE, chance_of_filling
from volunteers.models import Offer, Wave
from volunteers.queries.candidates import LIVE_FOR
from volunteers.rules.states import LIVE_OFFERS, OfferState


@dataclass(slots=True)
class Tally:
    """The questions about one slot.

    ``pending`` may still answer; ``coming`` of them have not got their SMS yet (quiet hours).
    ``fitted`` is how many fitted when people were asked, those asked before included.
    """

    asked: int = 0
    coming: int = 0
    seen: int = 0
    no: int = 0
    pending: int = 0
    fitted: int = 0
    next_look_at: datetime | None = None
    chances: list[float] = field(default_factory=list)

    def chance(self, seats_left: int) -> float:
        """The chance that the questions out fill the seats; silence for a day counts as no."""
        return chance_of_filling(self.chances, seats_left)

    def likely(self, seats_left: int) -> bool:
        """Whether the seats are expected to be filled: the assurance of a first wave."""
        return self.chance(seats_left) >= ASSURANCE


def tallies_of(slot_ids: Collection[int], at: datetime) -> dict[int, Tally]:
    """A tally for each slot, also those nobody was asked about; two queries."""
    tallies: dict[int, Tally] = defaultdict(Tally)
    offers = Offer.objects.filter(slot_id__in=slot_ids).exclude(state=OfferState.RECALLED)
    for slot_id, state, planned_at, seen_at, answered_at, probability in offers.values_list(
        "slot_id", "state", "planned_at", "seen_at", "answered_at", "probability"
    ):
        tally = tallies[slot_id]
        tally.asked += 1
        tally.coming += state == OfferState.PLANNED
        tally.seen += seen_at is not None or answered_at is not None
        tally.no += state == OfferState.DECLINED
        if state in LIVE_OFFERS:
            tally.pending += 1
            if planned_at > at - LIVE_FOR:
                tally.chances.append(probability)
    _add_waves(tallies, slot_ids, at)
    return {slot_id: tallies[slot_id] for slot_id in slot_ids}


def _add_waves(tallies: dict[int, Tally], slot_ids: Collection[int], at: datetime) -> None:
    asked_before: dict[int, int] = defaultdict(int)
    waves = Wave.objects.filter(slot_id__in=slot_ids).order_by("slot_id", "number")
    for slot_id, fitted, asked, look in waves.values_list(
        "slot_id", "fitted", "asked", "next_look_at"
    ):
        tally = tallies[slot_id]
        # A later wave counts only those nobody had asked, so the earlier ones are added.
        tally.fitted = asked_before[slot_id] + fitted
        tally.next_look_at = look if look is not None and look > at else None
        asked_before[slot_id] += asked
    for tally in tallies.values():
        # Somebody may have been asked outside the waves; those asked did fit.
        tally.fitted = max(tally.fitted, tally.asked)

"""Questions and answers per slot in numbers: who was asked, who said no, what is expected."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from volunteers.matching.prospects import ASSURANCE
from volunteers.models import Forecast, Offer
from volunteers.rules.states import LIVE_OFFERS, OfferState


@dataclass(slots=True)
class Tally:
    """The questions about one slot.

    ``pending`` may still answer; ``coming`` of them have not got their SMS yet (quiet hours).
    ``forecast`` is what the latest look found; None before the first. ``asked_since`` were asked
    after it, so that they are among those it found.
    """

    at: datetime
    asked: int = 0
    coming: int = 0
    seen: int = 0
    no: int = 0
    pending: int = 0
    asked_since: int = 0
    forecast: Forecast | None = None

    @property
    def fitted(self) -> int:
        """How many fit, those asked before included."""
        return self.asked + self.left

    @property
    def left(self) -> int:
        """How many fit and have not been asked."""
        return max(self.forecast.fits - self.asked_since, 0) if self.forecast else 0

    @property
    def next_look_at(self) -> datetime | None:
        """When it is looked at again, if it is."""
        look_at = self.forecast.next_look_at if self.forecast else None
        return look_at if look_at is not None and look_at > self.at else None

    @property
    def full_at(self) -> datetime | None:
        """When the questions that are out have probably filled it, if they will."""
        full_at = self.forecast.full_at if self.forecast else None
        return full_at if full_at is not None and full_at > self.at else None

    @property
    def too_late(self) -> bool:
        """Whether no answer to a new question would come in time."""
        return self.forecast is not None and self.forecast.is_too_late

    def chance(self, seats_left: int) -> float:
        """The chance that all seats are filled by the deadline; 1 when none is free."""
        if seats_left < 1:
            return 1.0
        return self.forecast.chance if self.forecast else 0.0

    def likely(self, seats_left: int) -> bool:
        """Whether the seats are expected to be filled."""
        return self.chance(seats_left) >= ASSURANCE


def tallies_of(slot_ids: Collection[int], at: datetime) -> dict[int, Tally]:
    """A tally for each slot, also those nobody was asked about; two queries."""
    tallies: dict[int, Tally] = defaultdict(lambda: Tally(at))
    for forecast in Forecast.objects.filter(slot_id__in=slot_ids):
        tallies[forecast.slot_id].forecast = forecast
    offers = Offer.objects.filter(slot_id__in=slot_ids).exclude(state=OfferState.RECALLED)
    for slot_id, state, seen_at, answered_at, planned_at in offers.values_list(
        "slot_id", "state", "seen_at", "answered_at", "planned_at"
    ):
        tally = tallies[slot_id]
        tally.asked += 1
        tally.coming += state == OfferState.PLANNED
        tally.seen += seen_at is not None or answered_at is not None
        tally.no += state == OfferState.DECLINED
        tally.pending += state in LIVE_OFFERS
        tally.asked_since += tally.forecast is not None and planned_at > tally.forecast.looked_at
    return {slot_id: tallies[slot_id] for slot_id in slot_ids}

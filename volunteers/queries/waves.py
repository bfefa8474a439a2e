"""Whom a wave would ask, without asking: the check page, the API's preview, the board."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.messaging.quiet import first_moment
from institutions.models import Slot
from institutions.rules.states import SlotState
from volunteers.matching.facts import Person
from volunteers.matching.plan import Candidate, Ranking, chance_of_filling, rank, wave
from volunteers.models import Offer
from volunteers.queries.candidates import LIVE_FOR, need_of, people_of
from volunteers.rules.states import LIVE_OFFERS


@dataclass(frozen=True, slots=True)
class WavePlan:
    """A wave in numbers and names-to-be: ``now`` are asked, ``later`` wait for the next look."""

    slot: Slot
    ranking: Ranking
    now: tuple[Candidate, ...]
    later: tuple[Candidate, ...]
    live: tuple[float, ...]
    sends_at: datetime
    next_look_at: datetime | None

    @property
    def fits(self) -> int:
        """How many can be asked."""
        return len(self.ranking.fitting)

    @property
    def chance(self) -> float:
        """The chance that this wave and the questions already out fill the seats."""
        chances = [*self.live, *(candidate.probability for candidate in self.now)]
        return chance_of_filling(chances, self.slot.seats_left)


def plan_wave(
    slot: Slot,
    at: datetime,
    *,
    more: bool = False,
    people: list[Person] | None = None,
    live: tuple[float, ...] | None = None,
) -> WavePlan:
    """The wave that would go out at ``at``.

    ``more`` asks as if the questions already out gave nothing: the leader's "Spørg flere".
    A full, cancelled or begun slot asks nobody. ``people`` saves the load for several slots,
    ``live`` (the chances of questions out and unanswered) that of the questions.
    """
    municipality = slot.task.institution.municipality
    if people is None:
        people = people_of(municipality.pk, municipality.asks_per_week, at)
    ranking = rank(people, need_of(slot), at)
    if live is None:
        live = _live(slot, at)
    wanted = slot.seats_left if slot.state == SlotState.OPEN and slot.starts_at > at else 0
    now, later = wave(ranking, wanted, () if more else live)
    sends_at = first_moment(municipality, at)
    look = first_moment(municipality, sends_at + timedelta(hours=municipality.wave_hours))
    return WavePlan(
        slot=slot,
        ranking=ranking,
        now=now,
        later=later,
        live=live,
        sends_at=sends_at,
        next_look_at=look if wanted and look < slot.starts_at else None,
    )


def _live(slot: Slot, at: datetime) -> tuple[float, ...]:
    return tuple(
        Offer.objects.filter(
            slot=slot, state__in=sorted(LIVE_OFFERS), planned_at__gt=at - LIVE_FOR
        ).values_list("probability", flat=True)
    )

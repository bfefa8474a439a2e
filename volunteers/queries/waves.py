"""Whom the next look would ask, without asking: all open times of a municipality together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import F, QuerySet

from backend.accounts.models import Municipality
from backend.messaging.quiet import first_moment
from institutions.models import Slot
from institutions.rules.states import SlotState, TaskState
from volunteers.matching.facts import Need, Person
from volunteers.matching.invitations import Invitation, plan_invitations
from volunteers.matching.outlooks import Outlook
from volunteers.matching.parties import Party
from volunteers.matching.ranking import Ranking, rank
from volunteers.queries.candidates import need_of, people_of
from volunteers.queries.history import live_questions
from volunteers.queries.pages import further_of
from volunteers.queries.parties import PartyQuestion, parties_out, parties_to_ask
from volunteers.queries.policies import hours_of, policy_of, prices_of


@dataclass(frozen=True)
class WavePlan:
    """What a look means for one time: ``now`` are asked at ``sends_at``, others perhaps later.

    ``further`` are more tasks for the pages of those asked now, by person; ``party`` is the
    association that is asked beside them, whose answer is counted in.
    ``next_look_at`` is None where nothing more is to be done: full, or begun by then.
    """

    slot: Slot
    outlook: Outlook
    now: tuple[Invitation, ...]
    further: Mapping[int, tuple[Invitation, ...]]
    party: PartyQuestion | None
    people: Sequence[Person]
    sends_at: datetime
    next_look_at: datetime | None

    @property
    def fits(self) -> int:
        """How many may be asked now or when their limits allow; those asked before are not in."""
        return self.outlook.fits

    @property
    def later(self) -> int:
        """How many could be asked afterwards."""
        return self.fits - len(self.now)

    @property
    def chance(self) -> float:
        """The chance that all seats are filled by the deadline when one goes on asking."""
        return self.outlook.chance

    @cached_property
    def ranking(self) -> Ranking:
        """Everybody, in order or with what stops them; works it out the first time."""
        return rank(self.people, need_of(self.slot), self.sends_at)


def plan_open(
    municipality: Municipality, at: datetime, *, drafts: Sequence[Slot] = ()
) -> dict[int, WavePlan]:
    """What a look at ``at`` would do, by slot; in quiet hours what the first one after does.

    ``drafts`` are planned as if they were published. Times without a free seat or begun by then
    are not in it. Ten queries whatever the number of people and times, and up to five more
    where associations are asked.
    """
    sends_at = first_moment(municipality, at)
    slots = [*slots_to_fill(municipality.pk, sends_at)]
    slots += [slot for slot in drafts if slot.starts_at > sends_at]
    return _plan(municipality, slots, at, frozenset())


def plan_more(slot: Slot, at: datetime) -> WavePlan:
    """The leader's "Spørg flere": one time, as if nothing were out and nothing came later.

    The same rules, so a person who is asked already or has had enough is left alone.
    """
    plans = _plan(slot.task.institution.municipality, [slot], at, frozenset({slot.pk}))
    return plans[slot.pk]


def plan_wave(slot: Slot, at: datetime, *, more: bool = False) -> WavePlan:
    """What would be asked about one time; a full, cancelled or begun one asks nobody."""
    if more:
        return plan_more(slot, at)
    planned = plan_open(slot.task.institution.municipality, at).get(slot.pk)
    return planned or _plan(slot.task.institution.municipality, [slot], at, frozenset())[slot.pk]


def slots_to_fill(municipality_id: int, at: datetime) -> QuerySet[Slot]:
    """The published times to come with free seats, with what the matching asks of them."""
    return (
        Slot.objects.filter(
            municipality_id=municipality_id,
            state=SlotState.OPEN,
            task__state=TaskState.OPEN,
            starts_at__gt=at,
            seats__gt=F("seats_taken") + F("seats_called"),
        )
        .select_related("task__institution")
        .prefetch_related("task__skills")
        .order_by("starts_at", "id")
    )


def _plan(
    municipality: Municipality, slots: Sequence[Slot], at: datetime, urgent: frozenset[int]
) -> dict[int, WavePlan]:
    sends_at = first_moment(municipality, at)
    policy = policy_of(municipality.pk)
    people = people_of(
        municipality.pk, municipality.asks_per_week, sends_at, mean_yes=policy.mean_yes
    )
    needs = {slot.pk: need_of(slot) for slot in slots}
    live = {} if urgent else live_questions(municipality.pk, sends_at)
    parties = {} if urgent else parties_out(municipality.pk, list(needs), sends_at)
    to_ask: dict[int, PartyQuestion] = {}
    if policy.asks_associations and not urgent:
        to_ask = parties_to_ask(slots, live, parties, sends_at, surplus=policy.surplus)
    first, last = hours_of(municipality)
    plan = plan_invitations(
        people,
        list(needs.values()),
        sends_at,
        live=live,
        prices=prices_of(policy, municipality),
        first=first,
        last=last,
        urgent=urgent,
        parties=parties | {pk: [Party(one.seats, one.chance)] for pk, one in to_ask.items()},
    )
    look_at = first_moment(municipality, sends_at + timedelta(minutes=policy.look_minutes))
    pages = _pages(plan.invitations, people, needs, sends_at)
    now, outlooks = _by_slot(plan.invitations), {one.slot_id: one for one in plan.outlooks}
    return {
        slot.pk: WavePlan(
            slot=slot,
            outlook=outlooks[slot.pk],
            now=tuple(now[slot.pk]),
            further=_shown(now[slot.pk], pages),
            party=to_ask.get(slot.pk),
            people=people,
            sends_at=sends_at,
            next_look_at=look_at if slot.seats_left and look_at < slot.starts_at else None,
        )
        for slot in slots
    }


def _shown(
    asked: Iterable[Invitation], pages: Mapping[int, tuple[Invitation, ...]]
) -> dict[int, tuple[Invitation, ...]]:
    return {one.person_id: pages[one.person_id] for one in asked if one.person_id in pages}


def _pages(
    invitations: Iterable[Invitation],
    people: Sequence[Person],
    needs: Mapping[int, Need],
    at: datetime,
) -> dict[int, tuple[Invitation, ...]]:
    """What stands on the page of each person who is shown several tasks."""
    known = {person.id: person for person in people}
    return {
        one.person_id: further_of(one, known[one.person_id], needs, at)
        for one in invitations
        if len(one.slot_ids) > 1
    }


def _by_slot(invitations: Iterable[Invitation]) -> dict[int, list[Invitation]]:
    found: dict[int, list[Invitation]] = defaultdict(list)
    for invitation in invitations:
        found[invitation.slot_ids[0]].append(invitation)
    return found

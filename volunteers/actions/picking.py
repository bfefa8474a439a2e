"""A leader picks people by hand, within the same limits."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from backend.common.actors import Actor
from backend.common.refusals import Clash, Invalid
from institutions.models import Slot
from volunteers.actions.questions import Round, stand_in_line, write_rounds
from volunteers.actions.waves import refresh_forecasts, require_askable, require_may_ask
from volunteers.matching.facts import Person
from volunteers.matching.invitations import Invitation
from volunteers.matching.obstacles import OBSTACLE_WORDS, Obstacle
from volunteers.matching.ranking import Candidate, candidate_of
from volunteers.matching.score import willing
from volunteers.models import AskingPolicy, Volunteer, Wave
from volunteers.queries.candidates import need_of
from volunteers.queries.policies import policy_of
from volunteers.queries.suitors import rank_people

# An unanswered question about another time is warned of, not refused: the leader may know better.
_MAY_STAND = frozenset({Obstacle.UNANSWERED})


@transaction.atomic
def ask_by_hand(*, slot: Slot, people: Collection[Volunteer], by: Actor, at: datetime) -> Wave:
    """Asks just these people about the slot; a wave of its own. All of them or none.

    Refuses, with the reason, whoever something stops: opted out, asked before, busy, not fitting,
    or asked as often as they want in the last 7 days. Refuses a slot that is full, cancelled,
    begun or not published, and to ask nobody.
    """
    stand_in_line(slot.municipality_id)
    slot = Slot.objects.select_related("task__institution__municipality").get(pk=slot.pk)
    require_may_ask(slot, by)
    require_askable(slot, at)
    if not people:
        raise Invalid("nobody", "Vælg mindst én, du vil spørge.", {"person": ["Vælg mindst én."]})
    facts, ranking = rank_people(slot, at)
    fitting = {one.person_id: one for one in ranking.fitting}
    blocked = dict(ranking.blocked)
    known = {person.id: person for person in facts}
    policy = policy_of(slot.municipality_id)
    chosen = []
    for person in people:
        _require_free(blocked.get(person.pk, ()), is_known=person.pk in known)
        chosen.append(_invitation(slot, known[person.pk], fitting.get(person.pk), policy, at))
    each = Round(slot.pk, len(fitting), None, chosen, by_hand=True)
    municipality = slot.task.institution.municipality
    waves = write_rounds([each], municipality, by=by, at=at)
    if not waves or waves[0].asked < len(chosen):
        raise Clash("just_changed", "Noget er netop blevet ændret. Se siden igen, før du spørger.")
    refresh_forecasts(municipality, at)
    return waves[0]


def _require_free(hinders: Collection[Obstacle], *, is_known: bool) -> None:
    hard = [OBSTACLE_WORDS[hinder] for hinder in hinders if hinder not in _MAY_STAND]
    if not is_known:
        hard = ["vil ringes op og ikke have sms"]
    if hard:
        raise Clash("cannot_ask", f"Personen kan ikke spørges: {', '.join(hard)}.")


def _invitation(
    slot: Slot, person: Person, found: Candidate | None, policy: AskingPolicy, at: datetime
) -> Invitation:
    found = found or candidate_of(person, need_of(slot), at)
    price = policy.question + policy.fairness * person.recent_asks
    return Invitation(
        person_id=person.id,
        slot_ids=(slot.pk,),
        probability=found.probability,
        exposure=found.probability / willing(person),
        price=price,
        # The leader finds the yes worth a whole seat.
        gain=found.probability - price,
        reasons=found.reasons,
        notes=found.notes,
    )

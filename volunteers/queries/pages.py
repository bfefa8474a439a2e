"""Further tasks for the page of a question: one SMS, up to three to choose from."""

from collections.abc import Mapping
from datetime import datetime

from volunteers.matching.facts import Need, Person
from volunteers.matching.invitations import Invitation
from volunteers.matching.menu import SHARED
from volunteers.matching.ranking import candidate_of
from volunteers.matching.score import willing


def further_of(
    asked: Invitation, person: Person, needs: Mapping[int, Need], at: datetime
) -> tuple[Invitation, ...]:
    """The tasks after the first.

    They cost nothing and are not what the person is asked for; the chance of each is that of a
    task on a page of several.
    """
    return tuple(_further(person, needs[slot_id], at) for slot_id in asked.slot_ids[1:])


def _further(person: Person, need: Need, at: datetime) -> Invitation:
    fit = candidate_of(person, need, at)
    chance = SHARED * fit.probability
    return Invitation(
        person_id=person.id,
        slot_ids=(need.slot_id,),
        probability=chance,
        exposure=chance / willing(person),
        price=0.0,
        gain=0.0,
        reasons=fit.reasons,
        notes=fit.notes,
    )

"""A person without a seat chooses another open task themselves."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Clash
from volunteers.actions.links import issue_link
from volunteers.models import Link, Offer
from volunteers.queries.other_tasks import other_tasks
from volunteers.rules.states import OfferState

OWN_CHOICE = "har selv valgt opgaven"


@transaction.atomic
def choose_task(*, offer: Offer, slot: UUID, by: Actor, at: datetime) -> str:
    """The address of the question about the chosen time; the yes is said there, with its rules.

    Refuses a time that is not among the ones shown now. A second tap leads to the same question.
    No SMS is sent and it counts as no question of ours: ``sent_at`` stays empty.
    """
    known = Offer.objects.filter(volunteer_id=offer.volunteer_id, slot__uuid=slot).first()
    chosen = known or _write(offer, slot, by, at)
    chosen.volunteer = offer.volunteer
    return issue_link(offer=chosen, purpose=Link.Purpose.ANSWER, at=at)


def _write(offer: Offer, slot: UUID, by: Actor, at: datetime) -> Offer:
    found = next((one for one in other_tasks(offer, at) if one.uuid == slot), None)
    if found is None:
        raise Clash("not_open", "Opgaven er lige blevet besat. Se, om der er en anden på siden.")
    chosen = Offer.objects.create(
        municipality_id=offer.municipality_id,
        volunteer_id=offer.volunteer_id,
        slot=found,
        state=OfferState.SENT,
        planned_at=at,
        probability=1.0,
        reasons=[OWN_CHOICE],
    )
    record("choose_task", chosen, by=by, at=at)
    return chosen

"""Texts from people that wait for the coordinator to read them."""

from dataclasses import dataclass

from django.db.models import QuerySet

from backend.common.actors import Actor
from backend.messaging.models import InboundState, InboundText
from institutions.rules.deeds import Deed, grants_for
from volunteers.models import Volunteer

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Letterbox:
    """One unclear text and the person with the number, where we know one."""

    text: InboundText
    person: Volunteer | None


def inbound_for(by: Actor) -> QuerySet[InboundText]:
    """What people wrote to the municipality: the coordinator's alone."""
    if not grants_for(by, Deed.SEE_PEOPLE):
        return InboundText.objects.none()
    return InboundText.objects.filter(municipality_id=by.municipality_id)


def unclear_for(by: Actor) -> list[Letterbox]:
    """Texts nobody has read yet, the oldest first, at most 100; two queries."""
    waiting = (InboundState.UNCLEAR, InboundState.NEW)
    texts = list(inbound_for(by).filter(state__in=waiting).order_by("at", "id")[:SHOWN])
    people = {
        person.phone: person
        for person in Volunteer.objects.filter(
            municipality_id=by.municipality_id,
            phone__in={text.phone for text in texts},
            anonymised_at__isnull=True,
        )
    }
    return [Letterbox(text, people.get(text.phone)) for text in texts]

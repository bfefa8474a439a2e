"""A text has reached somebody else: the coordinator hears of it, and nothing else changes."""

from datetime import datetime

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.messaging.models import InboundState, InboundText
from volunteers.models import Offer

_SAID = "Det er ikke mig."
_WHY = "Trykket på siden bag linket: sms’en er havnet hos en anden. Ret eller slet nummeret."


@transaction.atomic
def tell_wrong_person(*, offer: Offer, by: Actor, at: datetime) -> None:
    """Puts it among what waits for the coordinator; the second time changes nothing.

    The person, the answers and the link stay as they are: whoever holds a forwarded link must not
    be able to shut the rightful person out. Correcting the number revokes the links.
    """
    word = InboundText(
        municipality_id=offer.municipality_id,
        # One word a question, as the provider's id is one a text.
        provider_id=f"ikke-mig:{offer.uuid}",
        phone=offer.volunteer.phone,
        body=_SAID,
        why=_WHY,
        at=at,
        state=InboundState.UNCLEAR,
    )
    if InboundText.objects.filter(provider_id=word.provider_id).exists():
        return
    InboundText.objects.bulk_create([word], ignore_conflicts=True)
    record("tell_wrong_person", offer, by=by, at=at)

"""Questions in the outbox: taken back, or followed when they are put off."""

from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from backend.messaging.outbox import recall
from volunteers.models import Offer
from volunteers.rules.states import LIVE_OFFERS, OfferState


def take_back(offers: QuerySet[Offer], at: datetime) -> None:
    """Ends the questions; an SMS that has not left stays here, and with it the rest of its page.

    The second time changes nothing.
    """
    ids = list(offers.values_list("pk", flat=True))
    for offer_id in ids:
        recall("offer", offer_id, at)
    unseen = Q(page_of__in=ids, state=OfferState.PLANNED)
    Offer.objects.filter(Q(pk__in=ids) | unseen).update(state=OfferState.RECALLED)


def overlapping(offer: Offer) -> QuerySet[Offer]:
    """The person's other unanswered questions about times that overlap this one; half-open."""
    slot = offer.slot
    return Offer.objects.filter(
        volunteer_id=offer.volunteer_id,
        state__in=sorted(LIVE_OFFERS),
        slot__starts_at__lt=slot.ends_at,
        slot__ends_at__gt=slot.starts_at,
    ).exclude(pk=offer.pk)


def follow_outbox() -> int:
    """Moves ``sent_at`` of questions whose text was put off; returns how many.

    The ceiling of a person's week counts from when the text goes. One statement; at most a
    minute behind the outbox. The second time changes nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOW)
        return int(cursor.rowcount)


_FOLLOW = """
    UPDATE volunteers_offer AS offer
    SET sent_at = message.not_before
    FROM messaging_message AS message
    WHERE message.subject_type = 'offer' AND message.kind = 'tilbud' AND message.state = 'queued'
      AND message.subject_id IN (offer.id, offer.page_of_id)
      AND offer.state IN ('planned', 'sent')
      AND offer.sent_at < message.not_before
"""

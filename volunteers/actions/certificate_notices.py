"""What those who lead a place are told about a yes that waits for a certificate."""

from datetime import date, datetime

from backend.common.danish_dates import local, slot_text
from backend.messaging.addresses import public_address
from backend.messaging.outbox import queue_email
from institutions.queries.holders import leaders_of
from volunteers.models import Offer


def tell_certificate_wanted(
    offer: Offer, at: datetime, again: date | None = None, path: str = "/attester/"
) -> None:
    """A mail: somebody's yes waits for them. It names nobody and no certificate.

    Once an offer; ``again`` is the day on which an order had lapsed; ``path`` is where it is seen.
    """
    slot = offer.slot
    place = slot.task.institution
    body = (
        f"En frivillig har sagt ja til »{slot.task.title}«, "
        f"{slot_text(slot.starts_at, slot.ends_at)}, og mangler noget fra jer, "
        "før det kan bekræftes.\n\n"
        f"Se hvem og hvad: {public_address(place.municipality.link_host, path)}\n"
    )
    for user in leaders_of(place.pk, local(at).date()):
        queue_email(
            municipality=place.municipality,
            kind="leder_venter",
            to=user.email,
            title=f"Et ja venter: {slot.task.title}",
            body=body,
            dedupe_key=f"leder_venter:{offer.pk}:{user.pk}:{again or ''}",
            at=at,
            expires_at=slot.starts_at,
            subject=("slot", slot.pk),
        )

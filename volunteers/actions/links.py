"""Make, and end, personal links."""

from datetime import datetime, timedelta

from django.conf import settings

from backend.common.tokens import new_token, token_hash
from volunteers.models import Link, Offer

# The page is still there the day after, so that a late look finds words and not an error.
ANSWER_LIVES_AFTER_END = timedelta(hours=24)
THANKS_LIVES = timedelta(days=14)


def issue_link(*, offer: Offer, purpose: Link.Purpose, at: datetime) -> str:
    """A new address for this person and this question. Earlier ones go on working.

    The token is in the returned address only; the row keeps its hash.
    """
    token = new_token()
    expires_at = (
        at + THANKS_LIVES
        if purpose == Link.Purpose.THANKS
        else max(offer.slot.ends_at, at) + ANSWER_LIVES_AFTER_END
    )
    Link.objects.create(
        municipality_id=offer.municipality_id,
        purpose=purpose,
        token_hash=token_hash(token),
        volunteer_id=offer.volunteer_id,
        offer=offer,
        created_at=at,
        expires_at=expires_at,
    )
    return link_address(offer.volunteer.municipality.link_host, token)


def link_address(host: str, token: str) -> str:
    """The municipality's own host; the demo and the tests answer at their public address."""
    base = f"https://{host}" if settings.PRODUCTION else settings.PUBLIC_URL
    return f"{base}/s/{token}"

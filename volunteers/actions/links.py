"""Make, prolong and end personal links."""

from datetime import datetime, timedelta

from backend.common.tokens import new_token, token_hash
from backend.messaging.addresses import public_address
from volunteers.models import Link, Offer, Volunteer
from volunteers.rules.dialogue import closes_at

# The page is still there the day after, so that a late look finds words and not an error.
ANSWER_LIVES_AFTER_END = timedelta(hours=24)
THANKS_LIVES = timedelta(days=14)
MY_PAGE_LIVES = timedelta(days=90)


def issue_link(*, offer: Offer, purpose: Link.Purpose, at: datetime) -> str:
    """A new address for this person and this question. Earlier ones go on working.

    The token is in the returned address only; the row keeps its hash.
    """
    token = new_token()
    expires_at = max(offer.slot.ends_at, at) + ANSWER_LIVES_AFTER_END
    if purpose == Link.Purpose.THANKS:
        expires_at = at + THANKS_LIVES
    if purpose == Link.Purpose.DIALOGUE:
        expires_at = max(expires_at, closes_at(offer.slot.ends_at))
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


def issue_my_page_link(*, volunteer: Volunteer, at: datetime) -> str:
    """A new address of the person's own page, for 90 days. Earlier ones go on working."""
    token = new_token()
    Link.objects.create(
        municipality_id=volunteer.municipality_id,
        purpose=Link.Purpose.MY_PAGE,
        token_hash=token_hash(token),
        volunteer=volunteer,
        created_at=at,
        expires_at=at + MY_PAGE_LIVES,
    )
    return link_address(volunteer.municipality.link_host, token)


def slide_link(*, link: Link, at: datetime) -> None:
    """The person's own page lives another 90 days from each deed on it; looking changes nothing."""
    Link.objects.filter(pk=link.pk, purpose=Link.Purpose.MY_PAGE, revoked_at__isnull=True).update(
        expires_at=at + MY_PAGE_LIVES
    )


def link_address(host: str, token: str) -> str:
    """The municipality's own host; the demo and the tests answer at their public address."""
    return public_address(host, f"/s/{token}")

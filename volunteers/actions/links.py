"""Make, prolong and end personal links."""

from collections.abc import Sequence
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
    return issue_links([offer], purpose=purpose, at=at)[0]


def issue_links(offers: Sequence[Offer], *, purpose: Link.Purpose, at: datetime) -> list[str]:
    """An address for each question in order, as ``issue_link``; one statement."""
    tokens = [new_token() for _ in offers]
    Link.objects.bulk_create(
        Link(
            municipality_id=offer.municipality_id,
            purpose=purpose,
            token_hash=token_hash(token),
            volunteer_id=offer.volunteer_id,
            offer=offer,
            created_at=at,
            expires_at=_lives_until(offer, purpose, at),
        )
        for offer, token in zip(offers, tokens, strict=True)
    )
    return [
        link_address(offer.volunteer.municipality.link_host, token)
        for offer, token in zip(offers, tokens, strict=True)
    ]


def _lives_until(offer: Offer, purpose: Link.Purpose, at: datetime) -> datetime:
    if purpose == Link.Purpose.THANKS:
        return at + THANKS_LIVES
    expires_at = max(offer.slot.ends_at, at) + ANSWER_LIVES_AFTER_END
    if purpose == Link.Purpose.DIALOGUE:
        return max(expires_at, closes_at(offer.slot.ends_at))
    return expires_at


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

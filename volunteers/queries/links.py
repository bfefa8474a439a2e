"""From a token in an address to what it opens."""

from collections.abc import Iterable
from datetime import datetime

from backend.common.tokens import token_hash
from volunteers.models import Link

# The purposes that open a question's page; a calendar's address opens only the calendar.
PAGES = (Link.Purpose.ANSWER, Link.Purpose.THANKS)


def find_link(token: str, at: datetime, purposes: Iterable[str] = PAGES) -> Link | None:
    """The live link with its person and question, in one query; what that is about, the page loads.

    None for unknown, expired and revoked, and for a link of another purpose. They look the same to
    the one who asks, on purpose.
    """
    found = Link.objects.select_related("volunteer__municipality", "offer").filter(
        purpose__in=list(purposes),
        token_hash=token_hash(token),
        expires_at__gt=at,
        revoked_at__isnull=True,
    )
    link = next(iter(found), None)
    offer = link.offer if link is not None else None
    if link is not None and offer is not None and offer.volunteer_id == link.volunteer_id:
        offer.volunteer = link.volunteer
    return link

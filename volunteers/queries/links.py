"""From a token in an address to what it opens."""

from collections.abc import Iterable
from datetime import datetime

from backend.common.tokens import token_hash
from volunteers.models import Link

# The purposes that open a question's page; a calendar's address opens only the calendar.
PAGES = (Link.Purpose.ANSWER, Link.Purpose.THANKS)


def find_link(token: str, at: datetime, purposes: Iterable[str] = PAGES) -> Link | None:
    """The live link with all a page needs, in one query; None for unknown, expired and revoked.

    None as well for a link of another purpose. They look the same to the one who asks, on purpose.
    """
    return (
        Link.objects.select_related(
            "volunteer__municipality",
            "offer__volunteer__municipality",
            "offer__slot__task__institution__municipality",
            "offer__slot__task__kind",
        )
        .filter(
            purpose__in=list(purposes),
            token_hash=token_hash(token),
            expires_at__gt=at,
            revoked_at__isnull=True,
        )
        .first()
    )

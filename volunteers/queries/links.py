"""From a token in an address to what it opens."""

from datetime import datetime

from backend.common.tokens import token_hash
from volunteers.models import Link

# The purposes that open a page; a calendar's address opens only the calendar.
PAGES = (Link.Purpose.ANSWER, Link.Purpose.THANKS)


def find_link(token: str, at: datetime) -> Link | None:
    """The live link with all a page needs, in one query; None for unknown, expired and revoked.

    The three look the same to the one who asks, on purpose.
    """
    return (
        Link.objects.select_related(
            "volunteer__municipality",
            "offer__volunteer__municipality",
            "offer__slot__task__institution__municipality",
            "offer__slot__task__kind",
        )
        .filter(
            purpose__in=PAGES,
            token_hash=token_hash(token),
            expires_at__gt=at,
            revoked_at__isnull=True,
        )
        .first()
    )

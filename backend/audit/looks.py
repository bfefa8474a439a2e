"""Who looked at whom: the one way to note that a page about a person was opened (L29)."""

from collections.abc import Iterable
from datetime import datetime

from backend.audit.models import Change, Look


def note_looks(
    *, municipality_id: int, user_id: int, people: Iterable[int], page: str, at: datetime
) -> None:
    """A row a person, written after the answer; no deed, and no row of the person is touched."""
    Look.objects.bulk_create(
        Look(
            municipality_id=municipality_id, user_id=user_id, volunteer_ref=person, page=page, at=at
        )
        for person in people
    )


def forget_looks(before: datetime) -> None:
    """Lets go of looks, and of changes no deed explains, from before the moment."""
    Look.objects.filter(at__lt=before).delete()
    Change.objects.filter(at__lt=before).delete()

"""Who wants no more questions: our table is the truth, looked at again at each hand-over."""

from datetime import datetime

from backend.messaging.models import OptOut


def opt_out(municipality_id: int, phone: str, at: datetime) -> None:
    """No more questions to this number, queued ones included. The second time keeps the first.

    What the person must know (a cancellation of something they said yes to) still goes out.
    """
    OptOut.objects.bulk_create(
        [OptOut(municipality_id=municipality_id, phone=phone, at=at)], ignore_conflicts=True
    )


def opt_in(municipality_id: int, phone: str) -> None:
    """Questions may be sent again. Does nothing when they already may."""
    OptOut.objects.filter(municipality_id=municipality_id, phone=phone).delete()


def has_opted_out(municipality_id: int, phone: str) -> bool:
    """Whether the number wants no more questions from this municipality."""
    return OptOut.objects.filter(municipality_id=municipality_id, phone=phone).exists()

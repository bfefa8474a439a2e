"""Who wants no more questions: our table is the truth, looked at again at each hand-over."""

from datetime import datetime

from backend.messaging.kinds import RULES
from backend.messaging.models import RANKS, Channel, Message, MessageState, OptOut


def opt_out(municipality_id: int, phone: str, at: datetime) -> None:
    """No more questions to this number, queued ones included. The second time keeps the first.

    What the person must know (a cancellation of something they said yes to) still goes out.
    """
    OptOut.objects.bulk_create(
        [OptOut(municipality_id=municipality_id, phone=phone, at=at)], ignore_conflicts=True
    )


def silence_queued(municipality_id: int, phone: str, at: datetime) -> int:
    """Takes questions to this number out of the queue at once; returns how many.

    Only so that the page tells the truth: the pump looks again at each claim anyway. The second
    time finds none.
    """
    questions = [kind for kind, rule in RULES.items() if rule.question]
    state = MessageState.OPTED_OUT
    return Message.objects.filter(
        municipality_id=municipality_id,
        channel=Channel.SMS,
        to=phone,
        kind__in=questions,
        state=MessageState.QUEUED,
    ).update(state=state, rank=RANKS[state], state_at=at)


def opt_in(municipality_id: int, phone: str) -> None:
    """Questions may be sent again. Does nothing when they already may."""
    OptOut.objects.filter(municipality_id=municipality_id, phone=phone).delete()


def has_opted_out(municipality_id: int, phone: str) -> bool:
    """Whether the number wants no more questions from this municipality."""
    return OptOut.objects.filter(municipality_id=municipality_id, phone=phone).exists()

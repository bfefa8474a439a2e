"""The history's messages, handed over: one statement for what the pump does row by row.

Marks as ``pump`` and ``receipts`` do with the demo's telephone, at the moment each was due.
"""

from datetime import datetime

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from backend.messaging.models import RANKS, Channel, Message, MessageState

# A number that does not exist any more (Twilio's code for it); its owner never answers.
_NO_SUCH_NUMBER = "30005"


def deliver(municipality_id: int, at: datetime, dead: frozenset[str] = frozenset()) -> int:
    """Hands over what is due at ``at``; returns how many. What is not due yet stays queued.

    Texts to ``dead`` numbers come back as undelivered. The second time finds none.
    """
    # Letters are files: the real pump writes them when the demo runs.
    due = Message.objects.filter(
        municipality_id=municipality_id, state=MessageState.QUEUED, not_before__lte=at
    ).exclude(channel=Channel.LETTER)
    if dead:
        due.filter(to__in=dead).update(
            **_marks(MessageState.UNDELIVERED), error_code=_NO_SUCH_NUMBER
        )
    return due.exclude(to__in=dead).update(**_marks(MessageState.DELIVERED))


def _marks(state: MessageState) -> dict[str, object]:
    return {
        "state": state,
        "rank": RANKS[state],
        "attempts": 1,
        "claimed_at": F("not_before"),
        "sent_at": F("not_before"),
        "state_at": F("not_before"),
        "provider_id": Concat(Value("phone-"), Cast("uuid", CharField()), output_field=CharField()),
    }

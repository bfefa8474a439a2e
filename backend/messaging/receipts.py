"""What the provider tells about a message: kept, and the state only ever climbs."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from backend.messaging.models import RANKS, Channel, Message, MessageState, StatusCallback
from backend.messaging.providers.base import Accepted
from backend.messaging.providers.codes import Meaning, meaning_of

FINAL_RANK = 90
FIRST_FETCH = timedelta(minutes=15)
_ONCE_MORE_AFTER = timedelta(minutes=30)
_ONCE_MORE = ":again"

# The provider's word -> (rank, our state).
STATUSES: dict[str, tuple[int, MessageState]] = {
    "accepted": (10, MessageState.ACCEPTED),
    "scheduled": (10, MessageState.ACCEPTED),
    "queued": (20, MessageState.ACCEPTED),
    "sending": (30, MessageState.ACCEPTED),
    "sent": (40, MessageState.SENT),
    "canceled": (90, MessageState.CANCELED),
    "failed": (90, MessageState.FAILED),
    "undelivered": (90, MessageState.UNDELIVERED),
    "delivered": (95, MessageState.DELIVERED),
    "read": (95, MessageState.DELIVERED),
}


@transaction.atomic
def take_receipt(message_uuid: UUID, told: Accepted, at: datetime) -> bool:
    """Keeps a status callback and lets the message climb; False when the message is unknown.

    Right for every order and repetition: a repeated or late receipt only adds to the history.
    A receipt for a text whose hand-over we lost also gives the row its provider's id.
    """
    message = Message.objects.select_related("municipality").filter(uuid=message_uuid).first()
    if message is None:
        return False
    StatusCallback.objects.create(
        message=message,
        provider_id=told.provider_id,
        status=told.status[:20],
        code=told.code[:20],
        at=at,
    )
    climb(message, told, at)
    return True


@transaction.atomic
def climb(message: Message, told: Accepted, at: datetime) -> bool:
    """Moves the row up to what the provider said; False when it already stands there or higher.

    An unknown status of an accepted message counts as accepted.
    """
    rank, state = STATUSES.get(told.status, STATUSES["accepted"])
    final = rank >= FINAL_RANK or message.channel != Channel.SMS
    changed = Message.objects.filter(pk=message.pk, rank__lt=rank).update(
        state=state,
        rank=rank,
        provider_id=Coalesce(F("provider_id"), Value(told.provider_id)),
        error_code=told.code[:20],
        segments=told.segments or F("segments"),
        price_ore=_price(message, told),
        sent_at=Coalesce(F("sent_at"), Value(at)),
        fetch_at=None if final else Coalesce(F("fetch_at"), Value(at + FIRST_FETCH)),
        lease_until=None,
        missed_at=None,
        state_at=at,
    )
    if changed and state is MessageState.UNDELIVERED:
        _try_once_more(message, told.code, at)
    if changed and state is MessageState.DELIVERED:
        _drop_second_try(message, at)
    return bool(changed)


def _price(message: Message, told: Accepted) -> object:
    if told.segments is None or message.channel != Channel.SMS:
        return F("price_ore")
    return told.segments * message.municipality.sms_price_ore


def _try_once_more(message: Message, code: str, at: datetime) -> None:
    """A phone that was off gets one new text: a row of its own, so that receipts never mix."""
    if meaning_of(code) is not Meaning.ONCE_MORE or message.dedupe_key.endswith(_ONCE_MORE):
        return
    if at + _ONCE_MORE_AFTER >= message.expires_at:
        return
    again = Message(
        municipality_id=message.municipality_id,
        kind=message.kind,
        channel=message.channel,
        to=message.to,
        body=message.body,
        dedupe_key=message.dedupe_key + _ONCE_MORE,
        not_before=at + _ONCE_MORE_AFTER,
        expires_at=message.expires_at,
        created_at=at,
        state_at=at,
        recipient_ref=message.recipient_ref,
        subject_type=message.subject_type,
        subject_id=message.subject_id,
        segments=message.segments,
        price_ore=message.price_ore,
    )
    Message.objects.bulk_create([again], ignore_conflicts=True)


def _drop_second_try(message: Message, at: datetime) -> None:
    Message.objects.filter(
        dedupe_key=message.dedupe_key + _ONCE_MORE, state=MessageState.QUEUED
    ).update(state=MessageState.RECALLED, rank=RANKS[MessageState.RECALLED], state_at=at)

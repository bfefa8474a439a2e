"""Messages in doubt: find out whether they went out, before anything is sent again."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from backend.messaging.channels import provider_for
from backend.messaging.kinds import rule_of
from backend.messaging.models import RANKS, Channel, Message, MessageState
from backend.messaging.providers.base import CannotTellError, Provider
from backend.messaging.receipts import FINAL_RANK, climb

# Two looks on two ticks; ten seconds less than a minute, so that a tick that comes a little
# early is not lost.
MISS_GAP = timedelta(seconds=50)
_IN_DOUBT = (MessageState.SENDING, MessageState.UNKNOWN)
_LET_REST_AFTER = timedelta(days=1)
_FETCH_AFTER = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
_BATCH = 200


def reconcile(at: datetime) -> int:
    """Looks at every row whose lease is over and whose fate nobody knows; returns how many.

    Found at the provider: accepted. Not found twice, a minute apart: queued again, or expired.
    When the provider cannot tell, the kind's rule decides. A second run finds less to do.
    """
    rows = (
        Message.objects.filter(
            Q(missed_at=None) | Q(missed_at__lte=at - MISS_GAP),
            state__in=_IN_DOUBT,
            lease_until__lte=at,
            expires_at__gt=at - _LET_REST_AFTER,
        )
        .select_related("municipality")
        .order_by("lease_until")[:_BATCH]
    )
    providers = {channel: provider_for(channel) for channel in Channel}
    looked_at = 0
    for message in rows:
        provider = providers[Channel(message.channel)]
        if provider is not None:
            _find_out(message, provider, at)
            looked_at += 1
    return looked_at


def chase(at: datetime) -> int:
    """Fetches by id what has no final receipt after 15 minutes, 1, 6 and 24 hours."""
    provider = provider_for(Channel.SMS)
    if provider is None:
        return 0
    rows = list(
        Message.objects.filter(fetch_at__lte=at, rank__lt=FINAL_RANK)
        .select_related("municipality")
        .order_by("fetch_at")[:_BATCH]
    )
    for message in rows:
        Message.objects.filter(pk=message.pk).update(fetch_at=_next_fetch(message, at))
        try:
            told = provider.fetch(message.provider_id or "")
        except CannotTellError:
            continue
        climb(message, told, at)
    return len(rows)


def _find_out(message: Message, provider: Provider, at: datetime) -> None:
    known = frozenset(
        provider_id
        for provider_id in Message.objects.filter(to=message.to).values_list(
            "provider_id", flat=True
        )
        if provider_id
    )
    try:
        found = provider.find(message, known)
    except CannotTellError:
        _let_the_kind_decide(message, at)
        return
    if found is None:
        _count_a_miss(message, at)
        return
    try:
        with transaction.atomic():
            climb(message, found, at)
    except IntegrityError:
        # Another row with the same text has just taken that id: ours is still in doubt.
        return


def _count_a_miss(message: Message, at: datetime) -> None:
    if message.missed_at is None:
        _settle(message, MessageState.UNKNOWN, at, missed_at=at)
    else:
        _send_again(message, at)


def _let_the_kind_decide(message: Message, at: datetime) -> None:
    again_after = rule_of(message.kind).again_after
    tried_at = message.claimed_at or message.created_at
    if again_after is not None and tried_at + again_after <= at:
        _send_again(message, at)
    elif message.state != MessageState.UNKNOWN:
        _settle(message, MessageState.UNKNOWN, at)


def _send_again(message: Message, at: datetime) -> None:
    useful = message.expires_at > at
    _settle(
        message,
        MessageState.QUEUED if useful else MessageState.EXPIRED,
        at,
        not_before=at,
        lease_until=None,
        missed_at=None,
    )


def _settle(message: Message, state: MessageState, at: datetime, **fields: object) -> None:
    # A receipt or another reconciler may have been here since the row was read.
    Message.objects.filter(pk=message.pk, state__in=_IN_DOUBT, attempts=message.attempts).update(
        state=state, rank=RANKS[state], state_at=at, **fields
    )


def _next_fetch(message: Message, at: datetime) -> datetime | None:
    sent_at = message.sent_at or at
    return next((sent_at + wait for wait in _FETCH_AFTER if sent_at + wait > at), None)

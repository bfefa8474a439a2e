"""The writers of the outbox: a message is a row in the transaction that causes it.

Nothing here calls a network. Handing over is the pump's work, after the commit.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from backend.accounts.models import Municipality
from backend.messaging.kinds import rule_of
from backend.messaging.models import RANKS, Channel, Message, MessageState
from backend.messaging.quiet import moment_to_send

PUMP_TASK = "pump_messages"
_log = logging.getLogger(__name__)


def queue_sms(
    *,
    municipality: Municipality,
    kind: str,
    to: str,
    body: str,
    dedupe_key: str,
    at: datetime,
    expires_at: datetime | None = None,
    not_before: datetime | None = None,
    recipient_ref: int | None = None,
    subject: tuple[str, int] | None = None,
    segments: int = 1,
) -> Message:
    """Queues a text to an E.164 number, inside the caller's transaction.

    The second call with the same ``dedupe_key`` returns the first row and changes nothing.
    A question is never due in the municipality's quiet hours or on its holidays. Without
    ``expires_at`` the kind's own usefulness decides. ``subject`` is (type, id) of the
    row it is about, for ``recall``.
    """
    row = prepared(
        Message(
            municipality=municipality,
            kind=kind,
            channel=Channel.SMS,
            to=to,
            body=body,
            dedupe_key=dedupe_key,
            recipient_ref=recipient_ref,
            segments=segments,
        ),
        at=at,
        not_before=not_before,
        expires_at=expires_at,
        subject=subject,
    )
    return queue_all([row])[0]


def queue_email(
    *,
    municipality: Municipality,
    kind: str,
    to: str,
    title: str,
    body: str,
    dedupe_key: str,
    at: datetime,
    html: str = "",
    calendar: str = "",
    calendar_method: str = "",
    expires_at: datetime | None = None,
    not_before: datetime | None = None,
    recipient_ref: int | None = None,
    subject: tuple[str, int] | None = None,
) -> Message:
    """As ``queue_sms``, for a mail with the subject line ``title``, at any hour of the day.

    ``body`` alone must be complete; ``calendar`` is an .ics and ``calendar_method`` its METHOD.
    """
    row = prepared(
        Message(
            municipality=municipality,
            kind=kind,
            channel=Channel.EMAIL,
            to=to,
            subject=title,
            body=body,
            html=html,
            calendar=calendar,
            calendar_method=calendar_method,
            dedupe_key=dedupe_key,
            recipient_ref=recipient_ref,
            segments=0,
        ),
        at=at,
        not_before=not_before,
        expires_at=expires_at,
        subject=subject,
    )
    return queue_all([row])[0]


def queue_letter(
    *,
    municipality: Municipality,
    kind: str,
    to: str,
    title: str,
    body: str,
    dedupe_key: str,
    at: datetime,
    expires_at: datetime | None = None,
    recipient_ref: int | None = None,
    subject: tuple[str, int] | None = None,
) -> Message:
    """As ``queue_sms``, for a letter that the municipality's own mail room sends on.

    ``to`` is the name on the envelope; the address is the mail room's to find.
    """
    row = prepared(
        Message(
            municipality=municipality,
            kind=kind,
            channel=Channel.LETTER,
            to=to,
            subject=title,
            body=body,
            dedupe_key=dedupe_key,
            recipient_ref=recipient_ref,
            segments=0,
        ),
        at=at,
        expires_at=expires_at,
        subject=subject,
    )
    return queue_all([row])[0]


def queue_copy(message: Message, *, to: str, dedupe_key: str, at: datetime) -> Message:
    """The same message as a row of its own, so that receipts never mix; due now.

    The second call with the same ``dedupe_key`` returns the first row.
    """
    copy = Message(
        municipality=message.municipality,
        kind=message.kind,
        channel=message.channel,
        to=to,
        subject=message.subject,
        body=message.body,
        html=message.html,
        calendar=message.calendar,
        calendar_method=message.calendar_method,
        dedupe_key=dedupe_key,
        recipient_ref=message.recipient_ref,
        subject_type=message.subject_type,
        subject_id=message.subject_id,
        segments=message.segments,
    )
    row = prepared(copy, at=at, expires_at=message.expires_at)
    return queue_all([row])[0]


def recall(
    subject_type: str, subject_id: int, at: datetime, kinds: Iterable[str] | None = None
) -> int:
    """Takes back what is queued about a row and not yet claimed; returns how many.

    ``kinds`` limits it. A text already on its way is not touched. The second time it finds none.
    """
    rows = Message.objects.filter(
        subject_type=subject_type, subject_id=subject_id, state=MessageState.QUEUED
    )
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    return rows.update(state=MessageState.RECALLED, rank=RANKS[MessageState.RECALLED], state_at=at)


def already_queued(keys: Iterable[str]) -> set[str]:
    """Those of the dedupe keys that stand in the outbox, sent or not; one query."""
    found = Message.objects.filter(dedupe_key__in=list(keys))
    return set(found.values_list("dedupe_key", flat=True))


def prepared(
    message: Message,
    *,
    at: datetime,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    subject: tuple[str, int] | None = None,
) -> Message:
    """The row with its moment, its end and its price, not yet stored; as ``queue_sms`` says."""
    rule = rule_of(message.kind)
    due = max(not_before or at, at)
    if message.channel == Channel.SMS:
        due = moment_to_send(message.municipality, message.kind, due, expires_at)
        message.price_ore = message.segments * message.municipality.sms_price_ore
    message.not_before = due
    message.expires_at = expires_at or due + rule.useful
    message.created_at = message.state_at = at
    if subject is not None:
        message.subject_type, message.subject_id = subject
    return message


def queue_all(messages: Sequence[Message]) -> list[Message]:
    """Stores prepared rows in order, inside the caller's transaction; two statements for all.

    Where a row with the same ``dedupe_key`` stands already, that one is given back unchanged.
    """
    # ON CONFLICT DO NOTHING waits for a rival with the same key and leaves our transaction whole.
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    _wake_after_commit()
    keys = [message.dedupe_key for message in messages]
    stored = Message.objects.in_bulk(keys, field_name="dedupe_key")
    return [stored[key] for key in keys]


def _wake_after_commit() -> None:
    """One wake-up a transaction, and only a hint: the minute's tick is the guarantee.

    Deferring inside the transaction would make every request wait for the pump's queueing lock.
    """
    waiting = transaction.get_connection().run_on_commit
    if settings.MESSAGING_WAKES_PUMP and not any(entry[1] is wake_pump for entry in waiting):
        transaction.on_commit(wake_pump, robust=True)


def wake_pump() -> None:
    """Asks the worker to hand over what is due; a pump already asked for is enough."""
    try:
        with transaction.atomic():
            app.configure_task(PUMP_TASK, queueing_lock="pump").defer()
    except AlreadyEnqueued:
        _log.debug("the pump is already asked for")

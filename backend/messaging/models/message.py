"""The outbox row: one text to one person, written by the action that causes it."""

import uuid
from enum import StrEnum
from typing import ClassVar

from django.db import models

from backend.accounts.models import Municipality


class Channel(StrEnum):
    """The ways out of the building."""

    SMS = "sms"
    EMAIL = "email"
    LETTER = "letter"


class MessageState(StrEnum):
    """Where a message stands. The words in the database are the words in the code."""

    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    RECALLED = "recalled"
    EXPIRED = "expired"
    OPTED_OUT = "opted_out"
    ACCEPTED = "accepted"
    SENT = "sent"
    CANCELED = "canceled"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    DELIVERED = "delivered"


# Facts from the provider only climb: UPDATE ... WHERE rank < new. What we decided ourselves
# (recalled, expired, opted out) stands below all of them, so that a receipt for a text that
# did go out always tells the truth.
RANKS: dict[MessageState, int] = {
    MessageState.QUEUED: 0,
    MessageState.SENDING: 1,
    MessageState.UNKNOWN: 2,
    MessageState.RECALLED: 5,
    MessageState.EXPIRED: 5,
    MessageState.OPTED_OUT: 5,
    MessageState.ACCEPTED: 10,
    MessageState.SENT: 40,
    MessageState.CANCELED: 90,
    MessageState.UNDELIVERED: 90,
    MessageState.FAILED: 90,
    MessageState.DELIVERED: 95,
}


class Message(models.Model):
    """One text to one person by one channel. Made by ``outbox``, moved by ``pump`` and receipts.

    ``to`` is E.164, an e-mail address, or the name on a letter. ``lease_until`` guards a
    hand-over: nobody else looks at the row before it. ``rank`` is the provider's progress,
    10-95, else the state's own.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="messages"
    )
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=8, choices=[(c.value, c.value) for c in Channel])
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=150, blank=True)
    body = models.TextField()
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    dedupe_key = models.CharField(max_length=150, unique=True)
    provider_id = models.CharField(max_length=80, unique=True, null=True)
    state = models.CharField(
        max_length=12,
        choices=[(s.value, s.value) for s in MessageState],
        default=MessageState.QUEUED.value,
    )
    rank = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=20, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    fetch_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    state_at = models.DateTimeField()
    recipient_ref = models.BigIntegerField(null=True)
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)
    segments = models.PositiveSmallIntegerField(default=1)
    price_ore = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in MessageState]),
                name="message_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=[c.value for c in Channel]),
                name="message_channel_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["sending", "unknown"])
                | models.Q(lease_until__isnull=False),
                name="message_in_doubt_has_lease",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["not_before", "id"],
                condition=models.Q(state="queued"),
                name="message_claim",
            ),
            models.Index(
                fields=["lease_until"],
                condition=models.Q(state__in=["sending", "unknown"]),
                name="message_in_doubt",
            ),
            models.Index(
                fields=["fetch_at"],
                condition=models.Q(fetch_at__isnull=False),
                name="message_to_fetch",
            ),
            models.Index(fields=["subject_type", "subject_id"], name="message_subject"),
            models.Index(fields=["to", "-created_at"], name="message_newest_to"),
            models.Index(fields=["municipality", "state"], name="message_by_state"),
            # What a figure of a period counts.
            models.Index(
                fields=["municipality", "sent_at"],
                condition=models.Q(channel="sms", sent_at__isnull=False),
                name="message_by_sent",
            ),
            models.Index(
                fields=["municipality", "claimed_at"],
                condition=models.Q(claimed_at__isnull=False),
                name="message_by_claim",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel} {self.state}"

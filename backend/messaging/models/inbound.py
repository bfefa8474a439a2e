"""What people write to us by SMS, and what we made of it."""

import uuid
from enum import StrEnum
from typing import ClassVar

from django.db import models

from backend.accounts.models import Municipality
from backend.messaging.models.message import Message


class InboundState(StrEnum):
    """Understood and acted on, kept for a person to read, read by one, or a reader's turn."""

    NEW = "new"
    DONE = "done"
    UNCLEAR = "unclear"
    SETTLED = "settled"


class InboundText(models.Model):
    """One text from a number. The provider's id makes a repeated delivery one row.

    ``meaning`` is the word we took it for. ``reply`` is our automatic answer, if any; replies are
    counted per number, so that two machines cannot talk to each other for ever.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    provider_id = models.CharField(max_length=80, unique=True)
    phone = models.CharField(max_length=16)
    body = models.TextField(blank=True)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, default=InboundState.NEW.value)
    meaning = models.CharField(max_length=10, blank=True)
    # Why it is in the queue, in Danish.
    why = models.CharField(max_length=200, blank=True)
    reply = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in InboundState]),
                name="inbound_state_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["phone", "-at"], name="inbound_of_number"),
            models.Index(fields=["municipality", "state", "-at"], name="inbound_by_state"),
        ]

    def __str__(self) -> str:
        return f"inbound {self.pk} {self.state}"

"""Who is told what by webhook, and each call that is owed."""

import uuid
from enum import StrEnum
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from backend.accounts.models import Municipality


class Event(StrEnum):
    """What other systems can be told. The words are part of the API and stay."""

    TASK_OPENED = "task.opened"
    SLOT_FILLED = "slot.filled"
    OFFER_ANSWERED = "offer.answered"
    ASSIGNMENT_CHANGED = "assignment.changed"
    CRITERION_CHANGED = "criterion.changed"


class DeliveryState(StrEnum):
    """Where a call stands. A dead one is tried again only when somebody asks for it."""

    QUEUED = "queued"
    SENDING = "sending"
    DELIVERED = "delivered"
    DEAD = "dead"


class Endpoint(models.Model):
    """One address of another system and the events it wants.

    The secrets are sealed (backend.accounts.secrets). While ``old_until`` is to come, calls are
    signed with both. After a failure nothing is sent there before ``rests_until``.
    ``off_at`` is set when it was switched off: by the coordinator, or by its own answer 410.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="endpoints")
    name = models.CharField(max_length=80)
    url = models.CharField(max_length=500)
    events = ArrayField(models.CharField(max_length=40))
    secret = models.TextField()
    old_secret = models.TextField(blank=True)
    old_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    rests_until = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    off_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(events__contained_by=[one.value for one in Event])
                & models.Q(events__len__gte=1),
                name="endpoint_events_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One event to one address. ``uuid`` is the call's webhook-id, the same at every attempt.

    ``body`` is kept as it was written, so that every attempt says the same. ``outcome`` is the
    last answer's status, or the word for why there was none.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=40)
    body = models.TextField()
    state = models.CharField(max_length=10, default=DeliveryState.QUEUED.value)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()
    state_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=[one.value for one in DeliveryState]),
                name="delivery_state_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="sending") | models.Q(lease_until__isnull=False),
                name="delivery_sending_has_lease",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(state__in=["queued", "sending"]),
                name="delivery_claim",
            ),
            models.Index(fields=["endpoint", "state", "-id"], name="delivery_by_state"),
            models.Index(fields=["state_at"], name="delivery_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.state}"

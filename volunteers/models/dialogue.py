"""What a volunteer and those who lead a place write to each other about one time."""

import uuid

from django.db import models
from django.db.models import Q

from backend.accounts.models import Municipality, User
from volunteers.models.answers import Offer


class DialogueLine(models.Model):
    """One message. The question to the person (``offer``) is the thread: one person, one time.

    Without ``written_by`` the volunteer wrote it. ``read_at`` is when the other side had read it;
    for the place that is the first of those who lead it. An erased body is "".
    """

    class Channel(models.TextChoices):
        """How it reached us."""

        PAGE = "page"
        SMS = "sms"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="lines")
    written_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=4, choices=Channel.choices, default=Channel.PAGE)
    body = models.TextField(blank=True)
    written_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=["page", "sms"]), name="dialogue_channel_known"
            ),
            # Those who lead a place write on its page.
            models.CheckConstraint(
                condition=Q(written_by__isnull=True) | Q(channel="page"),
                name="dialogue_sms_is_from_a_volunteer",
            ),
        ]
        indexes = [
            models.Index(fields=["offer", "written_at"], name="dialogue_of_offer"),
            models.Index(
                fields=["municipality", "offer"],
                condition=Q(read_at__isnull=True),
                name="dialogue_unread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.written_at:%Y-%m-%d %H:%M}"

    @property
    def from_volunteer(self) -> bool:
        """Whether the volunteer wrote it."""
        return self.written_by_id is None

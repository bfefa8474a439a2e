"""What an ambassador did for the institutions: visits and talks, and friendly reminders."""

import uuid

from django.db import models

from backend.accounts.models import Municipality, User
from institutions.models.help_calls import HelpCall
from institutions.models.organisation import Department, Institution


class VisitKind(models.TextChoices):
    """What sort of help it was."""

    VISIT = "visit", "Besøg"
    TALK = "talk", "Oplæg"
    CALL = "call", "Samtale i telefonen"
    POSTING = "posting", "Hjælp til et opslag"


class Visit(models.Model):
    """One visit, talk or conversation, noted by the ambassador.

    Without an institution it was for the whole department. The note is about the help, never
    about a citizen or a volunteer.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, related_name="visits")
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="visits"
    )
    kind = models.CharField(max_length=10, choices=VisitKind.choices)
    held_on = models.DateField()
    note = models.CharField(max_length=300)
    help_call = models.ForeignKey(
        HelpCall, models.PROTECT, null=True, blank=True, related_name="visits"
    )
    visited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=VisitKind.values), name="visit_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.held_on}"


class FriendlyReminder(models.Model):
    """One friendly reminder to the leaders of a place that has been quiet."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="friendly_reminders")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["-sent_at", "-id"]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.sent_at:%Y-%m-%d}"

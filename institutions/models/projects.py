"""Work across departments: green projects, partnerships, and others."""

import uuid

from django.db import models

from backend.accounts.models import Municipality, User
from institutions.models.organisation import Department, Named


class ProjectKind(models.TextChoices):
    """What sort of project."""

    GREEN = "green", "Grønt projekt"
    PARTNERSHIP = "partnership", "Partnerskab"
    OTHER = "other", "Andet projekt"


class Project(Named):
    """A project of several departments with its members, who see it and no more for that."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="projects")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=ProjectKind.choices)
    department = models.ForeignKey(Department, models.PROTECT, related_name="projects")
    partners = models.ManyToManyField(Department, blank=True, related_name="+")
    members = models.ManyToManyField(User, blank=True, related_name="projects")
    description = models.TextField(max_length=1000)
    # The association or company of a partnership, as it is written in the agreement.
    agreed_with = models.CharField(max_length=120, blank=True)
    meeting_point = models.CharField(max_length=120, blank=True)
    equipment = models.CharField(max_length=200, blank=True)
    # What weather calls it off, and how one hears of it.
    weather_cancel = models.CharField(max_length=200, blank=True)
    contact_name = models.CharField(max_length=80)
    contact_phone = models.CharField(max_length=16)
    review_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ProjectKind.values), name="project_kind_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=ProjectKind.PARTNERSHIP)
                | models.Q(review_on__isnull=False),
                name="partnership_has_a_review",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=ProjectKind.GREEN) | ~models.Q(meeting_point=""),
                name="green_project_has_a_meeting_point",
            ),
        ]

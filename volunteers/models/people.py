"""The people who help."""

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from backend.accounts.models import Municipality
from backend.audit.stamps import Stamped
from backend.common.danish import sort_key
from institutions.models import Skill, TaskKind


class Source(models.TextChoices):
    """Where we have a person from (information duty, L02)."""

    SELF = "self", "Selv tilmeldt"
    ASSOCIATION = "association", "Oprettet af forening"
    COORDINATOR = "coordinator", "Oprettet af koordinator"
    IMPORT = "import", "Indlæst fra fil"
    CENTRE = "centre", "Henvist af Frivilligcenteret"
    FRIEND = "friend", "Inviteret af en anden frivillig"
    WALK_IN = "walk_in", "Kom på dagen"


class ContactChannel(models.TextChoices):
    """How a person wants to be asked."""

    SMS = "sms", "Sms"
    EMAIL = "email", "E-mail"
    PHONE = "phone", "Ring til mig"


class Volunteer(Stamped):
    """A person who may be asked. No CPR, no health, no benefit status is ever stored.

    ``availability`` is 28 bits: weekday (Monday first) times the four parts of a day.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="volunteers")
    first_name = models.CharField(max_length=60)
    last_name = models.CharField(max_length=80)
    sort_key = models.CharField(max_length=240, editable=False)
    phone = models.CharField(max_length=16)
    email = models.EmailField(blank=True)
    postcode = models.CharField(max_length=4)
    radius_km = models.PositiveSmallIntegerField(default=10)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    availability = models.BigIntegerField(default=(1 << 28) - 1)
    languages = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    kinds = models.ManyToManyField(TaskKind, blank=True, related_name="volunteers")
    # Lower than the municipality's ceiling; empty: the municipality's own.
    asks_per_week = models.PositiveSmallIntegerField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)
    channel = models.CharField(
        max_length=8, choices=ContactChannel.choices, default=ContactChannel.SMS
    )
    # A seat that falls free within a day of the start is theirs without another answer.
    takes_freed_seats = models.BooleanField(default=False)
    opted_out_at = models.DateTimeField(null=True, blank=True)
    certificate_ok_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=12, choices=Source.choices)
    # When "Sådan bruger vi dine oplysninger" was shown or sent to the person (L02).
    notice_shown_at = models.DateTimeField(null=True, blank=True)
    # Asked whether to stay; without a sign of life the person is anonymised that day (L04).
    forget_on = models.DateField(null=True, blank=True)
    # The row this person was entered twice as went into; this one holds nothing personal.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    external_uuid = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()
    anonymised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["sort_key", "id"]
        indexes = [models.Index(fields=["municipality", "sort_key"], name="volunteer_sorted")]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "phone"],
                condition=models.Q(anonymised_at__isnull=True),
                name="volunteer_phone_once",
            ),
            models.CheckConstraint(
                condition=models.Q(availability__range=(0, (1 << 28) - 1)),
                name="availability_is_28_bits",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the sort key in step with the name."""
        self.sort_key = sort_key(f"{self.first_name} {self.last_name}")
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def short_name(self) -> str:
        """First name and initial, as leaders' lists show it: "Karen M."."""
        return f"{self.first_name} {self.last_name[:1]}.".strip()


class VolunteerSkill(models.Model):
    """A skill of a person, with its last valid day."""

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="skill_rows")
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="+")
    expires_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "skill"], name="volunteer_skill_once"),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.skill_id}"

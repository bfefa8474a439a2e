"""What follows a time: short questions, milestones, nominations, and the talk with who stops."""

import uuid

from django.db import models
from django.db.models import Q

from backend.accounts.models import Municipality, User
from institutions.models import Institution, Slot, Task
from volunteers.models.associations import Association
from volunteers.models.people import Volunteer


class Audience(models.TextChoices):
    """Which colleague is asked."""

    LEADER = "leader", "Leder"
    STAFF = "staff", "Personale"


class ColleaguePulse(models.Model):
    """A one-minute question to one colleague by link, answered once (K21, K22).

    The leader is asked after each task; an employee of the place once in a half-year, written
    "2026-2". No page shows a single answer.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    audience = models.CharField(max_length=6, choices=Audience.choices)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="+")
    half_year = models.CharField(max_length=6)
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # "Fik borgerne noget ekstra ud af det?", asked of the leader alone.
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    # "Vi respekterer hinandens roller."
    respect = models.PositiveSmallIntegerField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "task"], condition=Q(audience="leader"), name="leader_asked_once"
            ),
            models.UniqueConstraint(
                fields=["user", "institution", "half_year"],
                condition=Q(audience="staff"),
                name="staff_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__range=(1, 5)), name="value_1_to_5"
            ),
            models.CheckConstraint(
                condition=Q(respect__isnull=True) | Q(respect__range=(1, 5)), name="respect_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audience} {self.institution_id} {self.half_year}"


class Milestone(models.Model):
    """A round number of times, reached once: by a person, or by the municipality together.

    It is never taken back, also when the attendance behind it is corrected later.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, null=True, blank=True, related_name="milestones"
    )
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="milestones")
    number = models.PositiveIntegerField()
    reached_at = models.DateTimeField()

    class Meta:
        ordering = ["-reached_at", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "number"], name="milestone_once"),
            models.UniqueConstraint(
                fields=["municipality", "number"],
                condition=Q(volunteer__isnull=True),
                name="municipal_milestone_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.number}"


class Nomination(models.Model):
    """A person or an association put forward for a prize in a year; no points, no order."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    prize = models.CharField(max_length=60)
    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, null=True, blank=True, related_name="nominations"
    )
    association = models.ForeignKey(
        Association, models.CASCADE, null=True, blank=True, related_name="nominations"
    )
    reason = models.CharField(max_length=500)
    nominated_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    nominated_at = models.DateTimeField()
    won_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-year", "prize", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(volunteer__isnull=True) ^ Q(association__isnull=True),
                name="nominates_one",
            ),
            models.UniqueConstraint(
                fields=["year", "prize", "volunteer"], name="person_nominated_once"
            ),
            models.UniqueConstraint(
                fields=["year", "prize", "association"], name="association_nominated_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prize} {self.year}"

    @property
    def name(self) -> str:
        """Who is put forward."""
        return str(self.volunteer or self.association)


class ExitTalk(models.Model):
    """The offer of a short talk to a person who stopped (E04), and what came of it.

    Nothing that is said in it is written down here.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="exit_talks")
    offered_at = models.DateTimeField()
    # None until the person says yes or no.
    wanted = models.BooleanField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    held_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["offered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer"],
                condition=Q(held_at__isnull=True),
                name="one_open_exit_talk",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.wanted}"

"""The project group's review meetings: what was decided, and what somebody does about it."""

import uuid

from django.db import models
from django.db.models import Q

from backend.accounts.models import Municipality, User
from institutions.models import Department
from volunteers.models.success import Criterion
from volunteers.success.calendar import dated_period
from volunteers.success.periods import Period


class ReviewMeeting(models.Model):
    """One meeting. Its minutes are open until it is ``ended_at``."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="review_meetings")
    held_on = models.DateField()
    # The period that it looked at.
    first = models.DateField()
    after = models.DateField()
    planned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "held_on"], name="one_review_meeting_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on}"

    @property
    def period(self) -> Period:
        """What it looked at, with code and name."""
        return dated_period(self.first, self.after)


class Attendance(models.Model):
    """A member of the project group who was there, with the department of that day."""

    meeting = models.ForeignKey(ReviewMeeting, models.CASCADE, related_name="attendances")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["user__sort_key", "user_id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="attends_meeting_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.user_id}"

    @property
    def words(self) -> str:
        """The name, and where they came from that day."""
        return f"{self.user.name} ({self.department})" if self.department else self.user.name


class DecisionKind(models.TextChoices):
    """What sort of line it is in the minutes."""

    DECISION = "decision", "Beslutning"
    SCALE = "scale", "Beslutning om at udbrede det"
    COMMENT = "comment", "Bemærkning"


class Decision(models.Model):
    """A line of the minutes, about a criterion or about the whole."""

    meeting = models.ForeignKey(ReviewMeeting, models.PROTECT, related_name="decisions")
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    kind = models.CharField(max_length=8, choices=DecisionKind.choices)
    words = models.CharField(max_length=500)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["noted_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=DecisionKind.values), name="decision_kind_known"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="decision_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.kind}"


class FollowUpOutcome(models.TextChoices):
    """What came of it."""

    HELPED = "helped", "Det hjalp"
    TOO_EARLY = "too_early", "For tidligt at sige"
    NO_EFFECT = "no_effect", "Det hjalp ikke"
    DROPPED = "dropped", "Det blev ikke til noget"


class FollowUp(models.Model):
    """What somebody does about a criterion, until when, and what came of it (K29).

    ``due_on`` is never moved: the figure counts results no later than 30 days after it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="follow_ups")
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    meeting = models.ForeignKey(
        ReviewMeeting, models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    what = models.CharField(max_length=300)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    due_on = models.DateField()
    agreed_at = models.DateTimeField()
    outcome = models.CharField(max_length=9, choices=FollowUpOutcome.choices, blank=True)
    result = models.CharField(max_length=500, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["municipality", "due_on"], name="follow_up_due"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="follow_up_has_words"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *FollowUpOutcome.values]),
                name="follow_up_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(registered_at__isnull=True, outcome="")
                | (Q(registered_at__isnull=False) & ~Q(outcome="")),
                name="follow_up_result_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.what

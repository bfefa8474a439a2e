"""When help is needed: a time slot with seats."""

import uuid

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from backend.accounts.models import Municipality
from backend.audit.stamps import Stamped
from institutions.models.tasks import Task
from institutions.rules.states import SlotState


class Series(models.Model):
    """The same hours every week or every second week, from one day to another; of one task."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="series")
    every_weeks = models.PositiveSmallIntegerField()
    first_on = models.DateField()
    until = models.DateField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["first_on", "id"]
        verbose_name_plural = "series"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(every_weeks__in=(1, 2)), name="series_weekly_or_fortnightly"
            ),
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("first_on")), name="series_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.first_on} {self.until}"


class Slot(Stamped):
    """One span of time of a task, half open: [starts_at, ends_at).

    ``seats_taken`` counts confirmed people, those they bring along and groups' seats;
    ``seats_called`` is kept for those called from the waiting list until they answer. The upper
    side keeps both under a lock and the constraint keeps them honest. ``sequence`` is the
    calendar's: it rises at every change.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="slots")
    task = models.ForeignKey(Task, models.PROTECT, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    series = models.ForeignKey(Series, models.SET_NULL, null=True, blank=True, related_name="slots")
    seats = models.PositiveSmallIntegerField()
    # With fewer the leader is asked whether it goes ahead; 0: it always does.
    min_seats = models.PositiveSmallIntegerField(default=0)
    # The leader's word that it goes ahead with fewer.
    go_ahead_at = models.DateTimeField(null=True, blank=True)
    seats_taken = models.PositiveSmallIntegerField(default=0)
    seats_called = models.PositiveSmallIntegerField(default=0)
    sequence = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, default=SlotState.OPEN)
    cancel_reason = models.CharField(max_length=300, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    filled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["municipality", "starts_at"], name="slot_by_start"),
            models.Index(fields=["task", "starts_at"], name="slot_of_task"),
            BrinIndex(fields=["changed_at"], name="slot_by_change", autosummarize=True),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="slot_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(seats__range=(1, 99)), name="slot_seats_1_to_99"
            ),
            models.CheckConstraint(
                condition=models.Q(seats__gte=models.F("seats_taken") + models.F("seats_called")),
                name="slot_not_overbooked",
            ),
            models.CheckConstraint(
                condition=models.Q(min_seats__lte=models.F("seats")), name="slot_minimum_fits"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=list(SlotState)), name="slot_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def seats_left(self) -> int:
        """Seats nobody has, and nobody is called to."""
        return self.seats - self.seats_taken - self.seats_called

    @property
    def is_full(self) -> bool:
        """Whether every seat is taken; one that is kept for an answer is not."""
        return self.seats_taken == self.seats

    @property
    def lacks_minimum(self) -> bool:
        """Whether so few come that the leader must decide."""
        return self.seats_taken < self.min_seats and self.go_ahead_at is None

"""Facts with their time, and what they add to the figures of each day (docs/success.md)."""

from django.db import models

from backend.accounts.models import Municipality
from volunteers.models.answers import Assignment
from volunteers.models.groups import GroupOffer
from volunteers.models.people import Volunteer


class SeatMoment(models.Model):
    """What was true of a person's or a group's seat from ``since`` up to ``until``.

    Written by the database at every change of the row, whoever makes it; only the end of the
    newest is ever set. ``came`` heads, companions among them, were there ``hours`` each.
    """

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    assignment = models.ForeignKey(
        Assignment, models.CASCADE, null=True, blank=True, related_name="moments"
    )
    group = models.ForeignKey(
        GroupOffer, models.CASCADE, null=True, blank=True, related_name="moments"
    )
    state = models.CharField(max_length=10)
    came = models.PositiveSmallIntegerField(default=0)
    hours = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(assignment__isnull=True) ^ models.Q(group__isnull=True),
                name="moment_of_one_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id or self.group_id} {self.state}"


class TextStop(models.Model):
    """A person wanted no more questions by SMS, from ``stopped_at`` until ``started_at`` (K31)."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="text_stops")
    stopped_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["municipality", "stopped_at"], name="text_stop_by_day")]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.stopped_at:%Y-%m-%d}"


class _OfADay(models.Model):
    """What a Danish day of one municipality adds to one indicator, at one place."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    day = models.DateField()
    code = models.CharField(max_length=3)
    # Plain keys: these rows are made anew from the facts, and never looked up by place alone.
    department_id = models.BigIntegerField(null=True)
    institution_id = models.BigIntegerField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.code} {self.day}"


class DailyFact(_OfADay):
    """A day's counts. ``value`` is a total over ``items``; of a median each value has its row.

    Totals are in hours, values of medians in seconds.
    """

    num = models.IntegerField(default=0)
    den = models.IntegerField(default=0)
    value = models.DecimalField(null=True, max_digits=24, decimal_places=6)
    items = models.IntegerField(default=0)
    beside = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["municipality", "code", "day"],
                include=[
                    "department_id",
                    "institution_id",
                    "num",
                    "den",
                    "value",
                    "items",
                    "beside",
                ],
                name="daily_fact_read",
            ),
            models.Index(fields=["municipality", "day"], name="daily_fact_of_day"),
        ]


class DailyPerson(_OfADay):
    """One who is behind a day's counts: a person, or for K24 an association. Once a place."""

    person = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["municipality", "code", "day"],
                include=["person", "department_id", "institution_id"],
                name="daily_person_read",
            ),
            models.Index(fields=["municipality", "day"], name="daily_person_of_day"),
        ]


class CountedDay(models.Model):
    """A day whose facts are in the daily tables, as they were at ``counted_at``."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    day = models.DateField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "day"], name="day_counted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.day}"


class StaleDay(models.Model):
    """A mark that a row behind this day changed. Written by the database in the same transaction.

    Any number of marks may stand for a day: nobody waits for another's.
    """

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["municipality", "day"], name="stale_day_of")]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.day}"

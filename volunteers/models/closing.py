"""The periods the project group has closed, and the figures frozen in them."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from backend.accounts.models import Municipality, User
from backend.audit.stamps import Stamped
from volunteers.models.success import Criterion
from volunteers.success.calendar import dated_period
from volunteers.success.figures import Figure
from volunteers.success.periods import Period


class ClosedPeriod(models.Model):
    """A period whose figures are frozen. The database refuses to change or delete one."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="closed_periods")
    first = models.DateField()
    after = models.DateField()
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()

    class Meta:
        ordering = ["-after", "-first"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "first", "after"], name="period_closed_once"
            ),
        ]

    def __str__(self) -> str:
        return self.period.code

    @property
    def period(self) -> Period:
        """The days as a period with code and name."""
        return dated_period(self.first, self.after)


class ReleasedFigures(models.Model):
    """All that others than the coordinator may ever see of a closed quarter, as it was that day.

    Every figure with its parts, few people hidden (``queries/success_views/kept_releases.py``).
    The database refuses to change or delete one.
    """

    closed = models.OneToOneField(ClosedPeriod, models.PROTECT, related_name="released")
    figures = models.JSONField()
    fields = models.JSONField()

    def __str__(self) -> str:
        return str(self.closed)


class Measurement(Stamped):
    """A criterion's frozen figure of a closed period, with the target of that day.

    A correction is a row of its own that ``corrects`` the one before: the database refuses to
    change or delete a row. ``value`` empty is "ingen data".
    """

    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="measurements")
    closed = models.ForeignKey(ClosedPeriod, models.PROTECT, related_name="measurements")
    value = models.DecimalField(null=True, max_digits=18, decimal_places=6)
    numerator = models.DecimalField(null=True, max_digits=18, decimal_places=6)
    n = models.PositiveIntegerField()
    persons = models.PositiveIntegerField()
    # Counts that belong next to the figure: [["opgaver er ikke besat endnu", 3]].
    beside = models.JSONField(default=list)
    target_value = models.DecimalField(null=True, max_digits=18, decimal_places=6)
    amber_margin = models.DecimalField(default=Decimal(0), max_digits=18, decimal_places=6)
    # Few people could be found behind it, alone or by subtracting what else is shown.
    coordinator_only = models.BooleanField(default=True)
    computed_at = models.DateTimeField()
    data_as_of = models.DateTimeField()
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["closed__after", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "closed"],
                condition=Q(corrects__isnull=True),
                name="measured_once",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(reason=""),
                name="correction_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.closed_id} {self.value}"

    @property
    def figure(self) -> Figure:
        """The frozen figure as it was counted."""
        beside = tuple((str(words), int(count)) for words, count in self.beside)
        return Figure(self.value, self.n, self.persons, self.numerator, beside)


class YearClose(models.Model):
    """A year closed with comments: all of it as it was, word for word and never changed again."""

    closed = models.OneToOneField(ClosedPeriod, models.PROTECT, related_name="year")
    comment = models.CharField(max_length=2000)
    snapshot = models.JSONField()

    def __str__(self) -> str:
        return str(self.closed)

"""What the project group has decided to measure, and the values it enters."""

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from backend.accounts.models import Municipality, User
from backend.audit.stamps import Stamped
from institutions.models import Department, Institution, Project
from volunteers.success.aims import Aim
from volunteers.success.calendar import Rhythm, dated_period
from volunteers.success.catalogue import Direction, Indicator, Shape, Unit, catalogue
from volunteers.success.criteria import CriterionState, Definition, manual_indicator
from volunteers.success.periods import Period
from volunteers.success.scopes import WHOLE, Scope, ScopeKind


class Criterion(Stamped):
    """One success criterion: an indicator of the catalogue (``code``), or one of its own.

    It is about a department, an institution or a project, or about the whole municipality when
    none of them is set. Values are in the indicator's unit; a share is between 0 and 1. The days
    of a period are from ``first`` up to, but not including, ``after``.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="criteria")
    # Empty: typed in, with the definition below.
    code = models.CharField(max_length=3, blank=True)
    name = models.CharField(max_length=80, blank=True)
    definition = models.CharField(max_length=500, blank=True)
    counts_among = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)
    shape = models.CharField(max_length=8, blank=True)
    unit = models.CharField(max_length=12, blank=True)
    direction = models.CharField(max_length=8, blank=True)

    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+"
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="+"
    )
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="+")

    baseline_value = models.DecimalField(null=True, blank=True, max_digits=18, decimal_places=6)
    baseline_first = models.DateField(null=True, blank=True)
    baseline_after = models.DateField(null=True, blank=True)
    target_value = models.DecimalField(null=True, blank=True, max_digits=18, decimal_places=6)
    target_on = models.DateField(null=True, blank=True)
    # This far from the target still counts as close to it.
    amber_margin = models.DecimalField(default=Decimal(0), max_digits=18, decimal_places=6)
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_on = models.DateField(null=True, blank=True)
    rhythm = models.CharField(
        max_length=9, choices=[(one, one) for one in Rhythm], default=Rhythm.QUARTER
    )
    why = models.CharField(max_length=500, blank=True)

    state = models.CharField(
        max_length=6, choices=[(one, one) for one in CriterionState], default=CriterionState.DRAFT
    )
    created_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["code", "name", "id"]
        indexes = [models.Index(fields=["municipality", "state"], name="criterion_in_use")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=list(CriterionState)), name="criterion_state_known"
            ),
            models.CheckConstraint(condition=Q(rhythm__in=list(Rhythm)), name="criterion_rhythm"),
            models.CheckConstraint(
                condition=~Q(code="") | ~Q(name=""), name="manual_criterion_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(department=None, institution=None)
                | Q(department=None, project=None)
                | Q(institution=None, project=None),
                name="criterion_has_one_scope",
            ),
            models.CheckConstraint(
                condition=~Q(state=CriterionState.ACTIVE)
                | (
                    Q(owner__isnull=False, decided_on__isnull=False, activated_at__isnull=False)
                    & (Q(target_value__isnull=False) | Q(code__in=["K19", "K33"]))
                    & (~Q(code="") | ~Q(definition=""))
                ),
                name="active_criterion_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(baseline_after__isnull=True)
                | Q(baseline_after__gt=F("baseline_first")),
                name="criterion_baseline_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.indicator.name

    @property
    def title(self) -> str:
        """The name, and the place where it is not the whole municipality."""
        name = self.indicator.name
        return name if self.scope is WHOLE else f"{name} ({self.scope_words})"

    @property
    def is_manual(self) -> bool:
        """Whether its values are entered, with a source, instead of counted."""
        return self.code == ""

    @property
    def indicator(self) -> Indicator:
        """What it counts: the catalogue's definition, or its own."""
        if self.code:
            return catalogue()[self.code]
        return manual_indicator(self.own_definition)

    @property
    def own_definition(self) -> Definition:
        """The definition of one that is typed in."""
        return Definition(
            name=self.name,
            definition=self.definition,
            counts_among=self.counts_among,
            source=self.source,
            shape=Shape(self.shape),
            unit=Unit(self.unit),
            direction=Direction(self.direction),
        )

    @property
    def aim(self) -> Aim:
        """What the group wants of it."""
        return Aim(
            target=self.target_value,
            target_on=self.target_on,
            margin=self.amber_margin,
            baseline=self.baseline_value,
            baseline_period=self.baseline_period,
            decided_on=self.decided_on,
        )

    @property
    def baseline_period(self) -> Period | None:
        """The period of the baseline, when there is one."""
        if self.baseline_first is None or self.baseline_after is None:
            return None
        return dated_period(self.baseline_first, self.baseline_after)

    @property
    def scope(self) -> Scope:
        """The part of the municipality it is about."""
        if self.department_id is not None:
            return Scope(ScopeKind.DEPARTMENT, self.department_id)
        if self.institution_id is not None:
            return Scope(ScopeKind.INSTITUTION, self.institution_id)
        if self.project_id is not None:
            return Scope(ScopeKind.PROJECT, self.project_id)
        return WHOLE

    @property
    def scope_words(self) -> str:
        """What it is about: a place's name, or the whole municipality."""
        place = self.department or self.institution or self.project
        return str(place) if place is not None else "Hele kommunen"


class ManualValue(models.Model):
    """A value that somebody entered for a period; the newest of a period is the one that counts.

    A share may have ``numerator`` and ``n``, so that two quarters can be put together.
    """

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="values")
    first = models.DateField()
    after = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=6)
    numerator = models.DecimalField(null=True, blank=True, max_digits=18, decimal_places=6)
    n = models.PositiveIntegerField(null=True, blank=True)
    source = models.CharField(max_length=200)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["first", "entered_at", "id"]
        indexes = [models.Index(fields=["criterion", "first"], name="manual_value_of_period")]
        constraints = [
            models.CheckConstraint(condition=Q(after__gt=F("first")), name="manual_value_in_order"),
            models.CheckConstraint(condition=~Q(source=""), name="manual_value_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.first} {self.value}"

    @property
    def period(self) -> Period:
        """What it is a value of."""
        return dated_period(self.first, self.after)

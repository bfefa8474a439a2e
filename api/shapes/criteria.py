"""What is shown of criteria and closed figures, and the bodies that enter and close."""

from typing import Any

from rest_framework import serializers

from api.shapes.inputs import Body
from api.shapes.words import one_of
from backend.common.actors import Actor, RoleKind
from volunteers.models import ClosedPeriod, Criterion, ManualValue, Measurement
from volunteers.queries.frozen_figures import shown_figure
from volunteers.success.calendar import Rhythm
from volunteers.success.catalogue import Direction, Unit
from volunteers.success.criteria import CriterionState

_PERIOD = "A quarter, a half-year or a year: 2026-k3, 2026-h2 or 2026."


def _figure(**how: Any) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=18, decimal_places=6, **how)


class CriterionShape(serializers.ModelSerializer[Criterion]):
    """A success criterion of the project group. Values are in ``unit``; a share is 0 to 1.

    ``code`` is empty when its values are entered. Without department, institution and project it
    is about the whole municipality.
    """

    id = serializers.UUIDField(source="uuid")
    name = serializers.CharField(source="indicator.name")
    counts = serializers.CharField(source="indicator.numerator", help_text="what is counted")
    of = serializers.CharField(source="indicator.denominator", help_text="among what")
    unit = one_of(Unit, source="indicator.unit")
    direction = one_of(Direction, source="indicator.direction")
    state = one_of(CriterionState)
    rhythm = one_of(Rhythm)
    department = serializers.UUIDField(source="department.external_uuid", allow_null=True)
    institution = serializers.UUIDField(source="institution.external_uuid", allow_null=True)
    project = serializers.UUIDField(source="project.uuid", allow_null=True)
    baseline_period = serializers.CharField(source="baseline_period.code", allow_null=True)
    owner = serializers.CharField(source="owner.name", allow_null=True)

    class Meta:
        model = Criterion
        fields = [
            "id",
            "code",
            "name",
            "counts",
            "of",
            "unit",
            "direction",
            "state",
            "rhythm",
            "department",
            "institution",
            "project",
            "baseline_value",
            "baseline_period",
            "target_value",
            "target_on",
            "amber_margin",
            "owner",
            "decided_on",
            "why",
        ]
        read_only_fields = fields


class MeasurementShape(serializers.ModelSerializer[Measurement]):
    """A frozen figure of a closed period; one that ``corrects`` another stands beside it.

    ``value`` is null without data, and when fewer than five people are behind it (``hidden``).
    """

    criterion = serializers.UUIDField(source="criterion.uuid")
    period = serializers.CharField(source="closed.period.code", help_text=_PERIOD)
    value = serializers.SerializerMethodField(method_name="value_of")
    n = serializers.SerializerMethodField()
    hidden = serializers.SerializerMethodField()
    corrects = serializers.IntegerField(source="corrects_id", allow_null=True)

    class Meta:
        model = Measurement
        fields = [
            "id",
            "criterion",
            "period",
            "value",
            "n",
            "hidden",
            "target_value",
            "computed_at",
            "data_as_of",
            "corrects",
            "reason",
        ]
        read_only_fields = fields

    def value_of(self, row: Measurement) -> str | None:
        """As a decimal in text, so that no digit is lost."""
        value = shown_figure(row, sees_all=self._sees_all).value
        return None if value is None else str(value)

    def get_n(self, row: Measurement) -> int:
        """How much it is made of; 0 where it is hidden."""
        return shown_figure(row, sees_all=self._sees_all).n

    def get_hidden(self, row: Measurement) -> bool:
        """Whether there are too few people to show it to this caller."""
        return shown_figure(row, sees_all=self._sees_all).hidden

    @property
    def _sees_all(self) -> bool:
        actor = self.context.get("actor")
        return isinstance(actor, Actor) and actor.has(RoleKind.COORDINATOR)


class ValueShape(serializers.ModelSerializer[ManualValue]):
    """A value that was entered."""

    criterion = serializers.UUIDField(source="criterion.uuid")
    period = serializers.CharField(source="period.code", help_text=_PERIOD)

    class Meta:
        model = ManualValue
        fields = ["id", "criterion", "period", "value", "numerator", "n", "source", "entered_at"]
        read_only_fields = fields


class ClosedPeriodShape(serializers.ModelSerializer[ClosedPeriod]):
    """A closed period with its frozen figures."""

    period = serializers.CharField(source="period.code", help_text=_PERIOD)
    measurements = MeasurementShape(many=True)

    class Meta:
        model = ClosedPeriod
        fields = ["period", "first", "after", "closed_at", "measurements"]
        read_only_fields = fields


class EnterValue(Body):
    """A value of one period: ``value`` (a share is 0 to 1), or ``numerator`` and ``n``."""

    period = serializers.CharField(max_length=7, help_text=_PERIOD)
    value = _figure(required=False, allow_null=True, default=None)
    numerator = _figure(required=False, allow_null=True, default=None)
    n = serializers.IntegerField(
        min_value=0, max_value=10_000_000, required=False, allow_null=True, default=None
    )
    source = serializers.CharField(max_length=200)  # type: ignore[assignment]


class ClosePeriod(Body):
    """Which period."""

    period = serializers.CharField(max_length=7, help_text=_PERIOD)

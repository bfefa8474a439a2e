"""The project group's criteria, their closed figures, and the two deeds of other systems."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.doors import Listing, Look
from api.shapes import criteria
from api.texts import text
from api.verbs import Verb
from backend.accounts.models import Municipality
from institutions.rules.deeds import Deed
from volunteers.actions.success.closing import close_period
from volunteers.actions.success.values import enter_value
from volunteers.models import ClosedPeriod, Criterion, ManualValue, Measurement
from volunteers.queries.closing import closed_for, measurements_for
from volunteers.queries.criteria import criteria_for
from volunteers.success.calendar import written_period
from volunteers.success.periods import Period


class Criteria(Listing):
    """What the project group has chosen to measure, with targets and owners."""

    shape = criteria.CriterionShape
    filterset_class = filters.CriterionFilter
    orderings = ("created_at", "-created_at")

    def rows(self) -> QuerySet[Criterion]:
        """Through scope."""
        return criteria_for(self.actor)


class OneCriterion(Look):
    """One criterion."""

    shape = criteria.CriterionShape

    def get(self, _request: Request, uuid: UUID) -> Response:
        """404 for one that is not within reach."""
        return self.shown(self.found(criteria_for(self.actor), uuid=uuid))


class Measurements(Listing):
    """The frozen figures of closed periods, with their corrections."""

    shape = criteria.MeasurementShape
    filterset_class = filters.MeasurementFilter
    orderings = ("computed_at", "-computed_at")

    def rows(self) -> QuerySet[Measurement]:
        """Through scope."""
        return measurements_for(self.actor)


class EnterValue(Verb):
    """Enters a value of a criterion that the system does not count.

    The same period again corrects it; a closed period keeps its figure and gets a correction.
    """

    takes = criteria.EnterValue
    gives = criteria.ValueShape
    seen_as = criteria.CriterionShape
    status = HTTPStatus.CREATED

    def locked(self, uuid: UUID) -> Criterion:
        """The criterion alone."""
        rows = criteria_for(self.actor).select_for_update(of=("self",))
        return self.found(rows, uuid=uuid)

    def act(self, values: dict[str, Any], uuid: UUID) -> ManualValue:
        """404 for a criterion that is not within reach."""
        row = self.found(criteria_for(self.actor), uuid=uuid)
        period = _period(values.pop("period"))
        return enter_value(criterion=row, period=period, **values, by=self.actor, at=self.at)


class ClosePeriod(Verb):
    """Closes a quarter or a half-year: its figures are frozen. The second time gives the first."""

    deed = Deed.KEEP_CRITERIA
    takes = criteria.ClosePeriod
    gives = criteria.ClosedPeriodShape

    def act(self, values: dict[str, Any]) -> ClosedPeriod:
        """A year is refused (422): it is closed on the page, with the group's comment."""
        closed = close_period(
            municipality=Municipality.objects.get(pk=self.actor.municipality_id),
            period=_period(values["period"]),
            by=self.actor,
            at=self.at,
        )
        rows = closed_for(self.actor).prefetch_related("measurements__criterion")
        return rows.get(pk=closed.pk)


def _period(code: str) -> Period:
    found = written_period(code)
    if found is None:
        raise ValidationError({"period": [text("unknown_reference")]})
    return found

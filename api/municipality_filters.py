"""What lists of roles, closed days and events can be narrowed by."""

from datetime import date

import django_filters as filters
from django.db.models import Q, QuerySet

from api.filters import one_of
from api.moments import Changing, moment
from backend.common.actors import RoleKind
from institutions.models import ClosedDay, Role
from volunteers.models import Event
from volunteers.rules.events import EventKind


class RoleFilter(Changing):
    """By kind, place, and whether it counted on a day."""

    kind = one_of(RoleKind, "kind")
    department = filters.UUIDFilter(field_name="department__external_uuid")
    institution = filters.UUIDFilter(field_name="institution__external_uuid")
    valid_on = filters.DateFilter(method="counted_on")

    class Meta:
        model = Role
        fields: list[str] = []

    def counted_on(self, rows: QuerySet[Role], _name: str, day: date) -> QuerySet[Role]:
        """Begun by then, and not over."""
        return rows.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)


class ClosedDayFilter(Changing):
    """By the last day."""

    last__gte = filters.DateFilter(field_name="last_on", lookup_expr="gte")

    class Meta:
        model = ClosedDay
        fields: list[str] = []


class EventFilter(Changing):
    """By kind, department, when, and whether it is called off."""

    kind = one_of(EventKind, "kind")
    department = filters.UUIDFilter(field_name="department__external_uuid")
    starts__gte = moment("starts_at", "gte")
    starts__lt = moment("starts_at", "lt")
    cancelled = filters.BooleanFilter(field_name="cancelled_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Event
        fields: list[str] = []

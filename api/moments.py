"""Moments that a list can be narrowed by."""

from datetime import UTC, datetime
from typing import Any

import django_filters as filters
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django_filters.constants import EMPTY_VALUES
from django_filters.fields import IsoDateTimeField


class InstantField(IsoDateTimeField):
    """A moment as an instant: PostgreSQL knows fewer offsets than may be written."""

    def to_python(self, value: Any) -> Any:
        """Refuses what has no instant between the years 1 and 9999."""
        written = super().to_python(value)
        try:
            return written and written.astimezone(UTC)
        except OverflowError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class Instant(filters.IsoDateTimeFilter):
    """Compares with an instant."""

    field_class = InstantField


def moment(field_name: str, lookup: str) -> Instant:
    """A moment with its offset."""
    return Instant(field_name=field_name, lookup_expr=lookup)


class ChangedSince(Instant):
    """The rows that were written since, themselves or one of the named parts they are shown with.

    What was written before and committed after a look is not in it: ask from a little earlier.
    """

    def __init__(self, *parts: str) -> None:
        super().__init__(field_name="changed_at", lookup_expr="gte")
        self.parts = parts

    def filter(self, qs: QuerySet[Any], value: datetime | None) -> QuerySet[Any]:
        """All rows where no moment is given."""
        if value in EMPTY_VALUES:
            return qs
        changed = Q(changed_at__gte=value)
        for part in self.parts:
            key = qs.model._meta.get_field(part)
            own = {key.field.name: OuterRef("pk"), "changed_at__gte": value}
            changed |= Q(Exists(key.related_model._default_manager.filter(**own)))
        return qs.filter(changed)


class Changing(filters.FilterSet):
    """By what has changed since: for another system that keeps its own copy up to date."""

    updated_since = ChangedSince()

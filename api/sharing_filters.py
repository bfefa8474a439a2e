"""What lists of examples and suggestions can be narrowed by."""

import django_filters as filters

from api.filters import one_of
from api.moments import Changing, moment
from volunteers.models import Example, Suggestion, Theme
from volunteers.rules.sharing import SuggestionState


class ExampleFilter(Changing):
    """By place, kind of task, field, and whether colleagues see it."""

    institution = filters.UUIDFilter(field_name="institution__external_uuid")
    kind = filters.NumberFilter(field_name="kind_id")
    field = filters.CharFilter()
    shared = filters.BooleanFilter(field_name="published_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Example
        fields: list[str] = []


class SuggestionFilter(Changing):
    """By state, theme and place, and when it came or was answered."""

    state = one_of(SuggestionState)
    theme = filters.ChoiceFilter(choices=Theme.choices)
    institution = filters.UUIDFilter(field_name="institution__external_uuid")
    received__gte = moment("received_at", "gte")
    answered__gte = moment("answered_at", "gte")

    class Meta:
        model = Suggestion
        fields: list[str] = []

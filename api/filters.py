"""What a list can be narrowed by. Only indexed or small columns; moments carry an offset."""

from datetime import UTC
from enum import StrEnum
from typing import Any

import django_filters as filters
from django.core.exceptions import ValidationError
from django.db.models import Model
from django_filters.fields import IsoDateTimeField

from backend.messaging.models import Message
from backend.messaging.models.message import Channel, MessageState
from backend.webhooks.models import Delivery, DeliveryState, Endpoint
from backend.webhooks.models import Event as Told
from institutions.models import (
    Department,
    Institution,
    NeedTemplate,
    RulesVersion,
    Skill,
    Slot,
    Task,
    TaskKind,
)
from institutions.rules.states import DocumentState, SlotState, TaskState
from volunteers.models import (
    Assignment,
    Association,
    Criterion,
    Measurement,
    Offer,
    Volunteer,
)
from volunteers.rules.states import AssignmentState, OfferState
from volunteers.success.criteria import CriterionState


def one_of(words: type[StrEnum], field_name: str = "state") -> filters.ChoiceFilter:
    """A word of a table."""
    return filters.ChoiceFilter(
        field_name=field_name, choices=[(word.value, word.name) for word in words]
    )


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


def nothing_of(model: type[Model]) -> type[filters.FilterSet]:
    """A list of this model that cannot be narrowed."""
    meta = type("Meta", (), {"model": model, "fields": []})
    return type(f"{model.__name__}Filter", (filters.FilterSet,), {"Meta": meta})


class InstitutionFilter(filters.FilterSet):
    """By department, and whether closed ones are shown."""

    department = filters.UUIDFilter(field_name="department__external_uuid")
    closed = filters.BooleanFilter(field_name="closed_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Institution
        fields: list[str] = []


class RulesVersionFilter(filters.FilterSet):
    """By state."""

    state = one_of(DocumentState)

    class Meta:
        model = RulesVersion
        fields: list[str] = []


class CriterionFilter(filters.FilterSet):
    """By state, and by indicator."""

    state = one_of(CriterionState)
    code = filters.CharFilter(max_length=3)

    class Meta:
        model = Criterion
        fields: list[str] = []


class MeasurementFilter(filters.FilterSet):
    """By criterion, and by the days of the closed period."""

    criterion = filters.UUIDFilter(field_name="criterion__uuid")
    first = filters.DateFilter(field_name="closed__first")
    after = filters.DateFilter(field_name="closed__after")

    class Meta:
        model = Measurement
        fields: list[str] = []


class TaskFilter(filters.FilterSet):
    """By state, place, kind, and when it was made or published."""

    state = one_of(TaskState)
    institution = filters.UUIDFilter(field_name="institution__external_uuid")
    kind = filters.NumberFilter(field_name="kind_id")
    created__gte = moment("created_at", "gte")
    published__gte = moment("published_at", "gte")
    proposed = filters.BooleanFilter(field_name="proposed_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Task
        fields: list[str] = []


class NeedTemplateFilter(filters.FilterSet):
    """By place and kind."""

    institution = filters.UUIDFilter(field_name="institution__external_uuid")
    kind = filters.NumberFilter(field_name="kind_id")

    class Meta:
        model = NeedTemplate
        fields: list[str] = []


class SlotFilter(filters.FilterSet):
    """By state, task, place, and when."""

    state = one_of(SlotState)
    task = filters.UUIDFilter(field_name="task__uuid")
    task_state = one_of(TaskState, "task__state")
    institution = filters.UUIDFilter(field_name="task__institution__external_uuid")
    starts__gte = moment("starts_at", "gte")
    starts__lt = moment("starts_at", "lt")
    ends__gte = moment("ends_at", "gte")

    class Meta:
        model = Slot
        fields: list[str] = []


class VolunteerFilter(filters.FilterSet):
    """By postcode, kind of task wished for, the sender's own id, and when entered."""

    postcode = filters.CharFilter()
    kind = filters.NumberFilter(field_name="kinds__id")
    external_uuid = filters.UUIDFilter()
    created__gte = moment("created_at", "gte")

    class Meta:
        model = Volunteer
        fields: list[str] = []


class AssociationFilter(filters.FilterSet):
    """By kind and CVR number."""

    kind = filters.ChoiceFilter(choices=Association.Kind.choices)
    cvr = filters.CharFilter()

    class Meta:
        model = Association
        fields: list[str] = []


class OfferFilter(filters.FilterSet):
    """By state, slot, and when asked or answered. Not by person: a no is nobody's business."""

    state = one_of(OfferState)
    slot = filters.UUIDFilter(field_name="slot__uuid")
    sent__gte = moment("sent_at", "gte")
    answered__gte = moment("answered_at", "gte")

    class Meta:
        model = Offer
        fields: list[str] = []


class AssignmentFilter(filters.FilterSet):
    """By state, slot and when the slot begins."""

    state = one_of(AssignmentState)
    slot = filters.UUIDFilter(field_name="slot__uuid")
    starts__gte = moment("slot__starts_at", "gte")
    starts__lt = moment("slot__starts_at", "lt")

    class Meta:
        model = Assignment
        fields: list[str] = []


class MessageFilter(filters.FilterSet):
    """By state, kind, channel, and what has changed since."""

    state = one_of(MessageState)
    kind = filters.CharFilter()
    channel = one_of(Channel, "channel")
    created__gte = moment("created_at", "gte")
    updated_since = moment("state_at", "gte")

    class Meta:
        model = Message
        fields: list[str] = []


class WebhookCallFilter(filters.FilterSet):
    """By address, state and event, and what has changed since."""

    webhook = filters.UUIDFilter(field_name="endpoint__uuid")
    state = one_of(DeliveryState)
    event = one_of(Told, "event")
    updated_since = moment("state_at", "gte")

    class Meta:
        model = Delivery
        fields: list[str] = []


WebhookFilter = nothing_of(Endpoint)
DepartmentFilter = nothing_of(Department)
TaskKindFilter = nothing_of(TaskKind)
SkillFilter = nothing_of(Skill)

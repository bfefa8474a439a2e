"""What a list can be narrowed by. Only indexed or small columns; moments carry an offset."""

from enum import StrEnum

import django_filters as filters
from django.db.models import Model

from api.moments import ChangedSince, Changing, moment
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


def nothing_of(model: type[Model], base: type[filters.FilterSet]) -> type[filters.FilterSet]:
    """A list of this model that can be narrowed by nothing else than the base."""
    meta = type("Meta", (), {"model": model, "fields": []})
    return type(f"{model.__name__}Filter", (base,), {"Meta": meta})


class InstitutionFilter(Changing):
    """By department, and whether closed ones are shown."""

    department = filters.UUIDFilter(field_name="department__external_uuid")
    closed = filters.BooleanFilter(field_name="closed_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Institution
        fields: list[str] = []


class RulesVersionFilter(Changing):
    """By state."""

    state = one_of(DocumentState)

    class Meta:
        model = RulesVersion
        fields: list[str] = []


class CriterionFilter(Changing):
    """By state, and by indicator."""

    state = one_of(CriterionState)
    code = filters.CharFilter(max_length=3)

    class Meta:
        model = Criterion
        fields: list[str] = []


class MeasurementFilter(Changing):
    """By criterion, and by the days of the closed period."""

    criterion = filters.UUIDFilter(field_name="criterion__uuid")
    first = filters.DateFilter(field_name="closed__first")
    after = filters.DateFilter(field_name="closed__after")

    class Meta:
        model = Measurement
        fields: list[str] = []


class TaskFilter(Changing):
    """By state, place, kind, and when it was made or published."""

    state = one_of(TaskState)
    institution = filters.UUIDFilter(field_name="institution__external_uuid")
    kind = filters.NumberFilter(field_name="kind_id")
    created__gte = moment("created_at", "gte")
    published__gte = moment("published_at", "gte")
    proposed = filters.BooleanFilter(field_name="proposed_at", lookup_expr="isnull", exclude=True)
    updated_since = ChangedSince("slots")

    class Meta:
        model = Task
        fields: list[str] = []


class NeedTemplateFilter(Changing):
    """By place and kind."""

    institution = filters.UUIDFilter(field_name="institution__external_uuid")
    kind = filters.NumberFilter(field_name="kind_id")

    class Meta:
        model = NeedTemplate
        fields: list[str] = []


class SlotFilter(Changing):
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


class VolunteerFilter(Changing):
    """By postcode, kind of task wished for, the sender's own id, and when entered."""

    postcode = filters.CharFilter()
    kind = filters.NumberFilter(field_name="kinds__id")
    external_uuid = filters.UUIDFilter()
    created__gte = moment("created_at", "gte")

    class Meta:
        model = Volunteer
        fields: list[str] = []


class AssociationFilter(Changing):
    """By kind and CVR number."""

    kind = filters.ChoiceFilter(choices=Association.Kind.choices)
    cvr = filters.CharFilter()
    updated_since = ChangedSince("contacts")

    class Meta:
        model = Association
        fields: list[str] = []


class OfferFilter(Changing):
    """By state, slot, and when asked or answered. Not by person: a no is nobody's business."""

    state = one_of(OfferState)
    slot = filters.UUIDFilter(field_name="slot__uuid")
    sent__gte = moment("sent_at", "gte")
    answered__gte = moment("answered_at", "gte")

    class Meta:
        model = Offer
        fields: list[str] = []


class AssignmentFilter(Changing):
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


WebhookFilter = nothing_of(Endpoint, filters.FilterSet)
DepartmentFilter = nothing_of(Department, Changing)
TaskKindFilter = nothing_of(TaskKind, Changing)
SkillFilter = nothing_of(Skill, Changing)

"""What is shown of the side that needs."""

from typing import Any

from rest_framework import serializers

from api.shapes.words import one_of
from institutions.models import (
    Department,
    GroundRule,
    Institution,
    RulesVersion,
    Skill,
    Slot,
    Task,
    TaskKind,
)
from institutions.rules.checklist import EvidenceKind
from institutions.rules.states import ChecklistLevel, DocumentState, SlotState, TaskState

# What a need and a template of needs both say.
NEED_WORDS = (
    "kind",
    "title",
    "sms_title",
    "description",
    "not_to_do",
    "meeting_place",
    "contact_name",
    "contact_phone",
    "min_age",
    "child_contact",
    "certificate",
    "certificate_reason",
    "languages",
    "conditions",
    "practical",
    "online_link",
    "insurance_text",
    "expenses_text",
    "skills",
    "wished_skills",
)


class DepartmentShape(serializers.ModelSerializer[Department]):
    """A department."""

    id = serializers.UUIDField(source="external_uuid")

    class Meta:
        model = Department
        fields = ["id", "name", "approval_needed"]
        read_only_fields = fields


class InstitutionShape(serializers.ModelSerializer[Institution]):
    """A place that asks for help. ``closed_at`` is set when it no longer does."""

    id = serializers.UUIDField(source="external_uuid")
    department = serializers.UUIDField(source="department.external_uuid")

    class Meta:
        model = Institution
        fields = [
            "id",
            "department",
            "name",
            "short_name",
            "field",
            "address",
            "postcode",
            "contact_name",
            "contact_phone",
            "deputy_name",
            "insurance_text",
            "expenses_text",
            "closed_at",
        ]
        read_only_fields = fields


class TaskKindShape(serializers.ModelSerializer[TaskKind]):
    """A kind of task people can wish for."""

    class Meta:
        model = TaskKind
        fields = ["id", "name"]
        read_only_fields = fields


class SkillShape(serializers.ModelSerializer[Skill]):
    """Something a task can require."""

    class Meta:
        model = Skill
        fields = ["id", "name"]
        read_only_fields = fields


class GroundRuleShape(serializers.ModelSerializer[GroundRule]):
    """One rule."""

    class Meta:
        model = GroundRule
        fields = ["code", "title", "text"]
        read_only_fields = fields


class RulesVersionShape(serializers.ModelSerializer[RulesVersion]):
    """One version of the ground rules, word for word."""

    state = one_of(DocumentState)
    rules = GroundRuleShape(many=True)

    class Meta:
        model = RulesVersion
        fields = [
            "number",
            "title",
            "state",
            "parties",
            "approved_by",
            "approved_on",
            "leader_text",
            "volunteer_text",
            "confidentiality_text",
            "rules",
        ]
        read_only_fields = fields


class PointShape(serializers.Serializer[Any]):
    """A point of a checklist and whether it is closed: by whom, when, on what evidence."""

    code = serializers.CharField(source="item.code")
    text = serializers.CharField(source="item.text")
    phase = serializers.CharField(source="item.phase")
    level = serializers.ChoiceField(
        source="item.level", choices=[(word.value, word.name) for word in ChecklistLevel]
    )
    gates = serializers.BooleanField(source="item.gates")
    evidence_kind = serializers.ChoiceField(
        source="item.evidence", choices=[(word.value, word.name) for word in EvidenceKind]
    )
    evidence_hint = serializers.CharField(source="item.evidence_hint")
    closed = serializers.BooleanField()
    evidence = serializers.CharField(source="tick.evidence", allow_null=True)
    ticked_by = serializers.CharField(source="tick.ticked_by.name", allow_null=True)
    ticked_at = serializers.DateTimeField(source="tick.ticked_at", allow_null=True)
    reopened_why = serializers.CharField()


class ChecklistShape(serializers.Serializer[Any]):
    """The points in their order. ``valid_until`` is the last day the closed ones count."""

    valid_until = serializers.DateField(allow_null=True)
    ready = serializers.BooleanField(help_text="no gating point is open")
    points = PointShape(many=True)


class SlotShape(serializers.ModelSerializer[Slot]):
    """A time with its seats. ``sequence`` rises at every change of it."""

    id = serializers.UUIDField(source="uuid")
    task = serializers.UUIDField(source="task.uuid")
    institution = serializers.UUIDField(source="task.institution.external_uuid")
    state = one_of(SlotState)
    series = serializers.IntegerField(source="series_id", allow_null=True)
    seats_left = serializers.IntegerField()

    class Meta:
        model = Slot
        fields = [
            "id",
            "task",
            "institution",
            "starts_at",
            "ends_at",
            "seats",
            "min_seats",
            "seats_taken",
            "seats_left",
            "state",
            "sequence",
            "series",
            "go_ahead_at",
            "cancel_reason",
            "cancelled_at",
            "filled_at",
        ]
        read_only_fields = fields


class TimeShape(serializers.ModelSerializer[Slot]):
    """A time inside its task."""

    id = serializers.UUIDField(source="uuid")
    state = one_of(SlotState)

    class Meta:
        model = Slot
        fields = ["id", "starts_at", "ends_at", "seats", "min_seats", "seats_taken", "state"]
        read_only_fields = fields


class TaskShape(serializers.ModelSerializer[Task]):
    """A need in the leader's words, with its times."""

    id = serializers.UUIDField(source="uuid")
    institution = serializers.UUIDField(source="institution.external_uuid")
    kind = serializers.IntegerField(source="kind_id")
    state = one_of(TaskState)
    copied_from = serializers.UUIDField(source="copied_from.uuid", allow_null=True)
    skills = serializers.ListField(child=serializers.IntegerField(), source="skills_ids")
    wished_skills = serializers.ListField(
        child=serializers.IntegerField(), source="wished_skills_ids"
    )
    slots = TimeShape(many=True)

    class Meta:
        model = Task
        fields = [
            "id",
            "institution",
            *NEED_WORDS,
            "state",
            "review_reason",
            "proposed_at",
            "created_at",
            "published_at",
            "copied_from",
            "slots",
        ]
        read_only_fields = fields


class Removed(serializers.Serializer[Any]):
    """What is no longer there."""

    id = serializers.UUIDField()

"""Roles, closed days and events, as they are shown."""

from typing import Any

from rest_framework import serializers

from api.shapes.inputs import Body
from api.shapes.words import one_of
from backend.common.actors import RoleKind
from institutions.models import ClosedDay, Role
from volunteers.models import Event
from volunteers.rules.events import EventKind


class RoleShape(serializers.ModelSerializer[Role]):
    """Who may do what, where, and from when to when; both days included."""

    kind = one_of(RoleKind)
    name = serializers.CharField(source="user.name")
    email = serializers.EmailField(source="user.email")
    department = serializers.UUIDField(source="department.external_uuid", allow_null=True)
    institution = serializers.UUIDField(source="institution.external_uuid", allow_null=True)

    class Meta:
        model = Role
        fields = [
            "id",
            "kind",
            "name",
            "email",
            "department",
            "institution",
            "valid_from",
            "valid_until",
            "trained_on",
        ]
        read_only_fields = fields


class ClosedDaysShape(serializers.ModelSerializer[ClosedDay]):
    """Closed days of the municipality's own, both ends included; not public holidays."""

    class Meta:
        model = ClosedDay
        fields = ["id", "name", "first_on", "last_on"]
        read_only_fields = fields


class Closing(Body):
    """Which days, and why."""

    name = serializers.CharField(allow_blank=True, max_length=60)
    first_on = serializers.DateField()
    last_on = serializers.DateField()


class ReopenedShape(serializers.Serializer[Any]):
    """The days that are no longer closed."""

    id = serializers.IntegerField()


class EventShape(serializers.ModelSerializer[Event]):
    """A talk, a course, a meeting. Without department it is the whole municipality's."""

    id = serializers.UUIDField(source="uuid")
    kind = one_of(EventKind)
    department = serializers.UUIDField(source="department.external_uuid", allow_null=True)
    series = serializers.CharField(source="series.name", allow_null=True)

    class Meta:
        model = Event
        fields = [
            "id",
            "kind",
            "series",
            "department",
            "title",
            "description",
            "starts_at",
            "ends_at",
            "place",
            "seats",
            "public",
            "created_at",
            "cancelled_at",
            "cancel_reason",
        ]
        read_only_fields = fields

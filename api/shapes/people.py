"""What is shown of the side that helps, and to whom."""

from typing import Any

from rest_framework import serializers

from api.shapes.words import one_of, sees_people
from backend.messaging.models import Message
from backend.messaging.models.message import Channel, MessageState
from volunteers.actions.answers import Outcome
from volunteers.models import Assignment, Association, Offer, Volunteer, Wave
from volunteers.rules.states import AssignmentState, OfferState


class VolunteerShape(serializers.ModelSerializer[Volunteer]):
    """A person, for the coordinator. ``availability``: 28 bits, weekday times part of day."""

    id = serializers.UUIDField(source="uuid")
    kinds = serializers.PrimaryKeyRelatedField[Any](many=True, read_only=True)

    class Meta:
        model = Volunteer
        fields = [
            "id",
            "first_name",
            "last_name",
            "phone",
            "email",
            "postcode",
            "radius_km",
            "birth_year",
            "availability",
            "languages",
            "kinds",
            "asks_per_week",
            "paused_until",
            "opted_out_at",
            "certificate_ok_until",
            "source",
            "external_uuid",
            "created_at",
        ]
        read_only_fields = fields


class Registered(serializers.ModelSerializer[Volunteer]):
    """A person who was entered or updated; the rest is on the person's own address."""

    id = serializers.UUIDField(source="uuid")

    class Meta:
        model = Volunteer
        fields = ["id", "created_at"]
        read_only_fields = fields


class AssociationShape(serializers.ModelSerializer[Association]):
    """An association, company or network people come through."""

    class Meta:
        model = Association
        fields = [
            "id",
            "name",
            "kind",
            "cvr",
            "contact_name",
            "contact_phone",
            "contact_email",
            "agreement_on",
        ]
        read_only_fields = fields


class PersonShape(serializers.Serializer[Any]):
    """A person as leaders' lists show one: first name and initial."""

    id = serializers.UUIDField(source="uuid")
    name = serializers.CharField(source="short_name")


class _OfPerson(serializers.ModelSerializer[Any]):
    """A row about one person. Those who said no are never named to a leader."""

    # The states in which a leader reads a number and not a name.
    unnamed: frozenset[str] = frozenset()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Takes the name out where it is not for this reader."""
        shown = super().to_representation(instance)
        if instance.state in self.unnamed and not sees_people(self.context):
            shown["volunteer"] = None
        return shown


class OfferShape(_OfPerson):
    """A question to one person about one time, and why this person was asked."""

    unnamed = frozenset({OfferState.DECLINED, OfferState.RECALLED})

    id = serializers.UUIDField(source="uuid")
    slot = serializers.UUIDField(source="slot.uuid")
    volunteer = PersonShape(allow_null=True)
    state = one_of(OfferState)

    class Meta:
        model = Offer
        fields = [
            "id",
            "slot",
            "volunteer",
            "state",
            "planned_at",
            "sent_at",
            "seen_at",
            "answered_at",
            "channel",
        ]
        read_only_fields = fields


class AssignmentShape(_OfPerson):
    """What a yes became. ``asked_again_at``: the time was moved and the person has not answered."""

    unnamed = frozenset({AssignmentState.WITHDRAWN})

    id = serializers.UUIDField(source="uuid")
    slot = serializers.UUIDField(source="slot.uuid")
    offer = serializers.UUIDField(source="offer.uuid", allow_null=True)
    volunteer = PersonShape(allow_null=True)
    state = one_of(AssignmentState)

    class Meta:
        model = Assignment
        fields = [
            "id",
            "slot",
            "offer",
            "volunteer",
            "state",
            "created_at",
            "confirmed_at",
            "waiting_at",
            "withdrawn_at",
            "cancelled_at",
            "asked_again_at",
            "recorded_at",
            "hours",
        ]
        read_only_fields = fields


class MessageShape(serializers.ModelSerializer[Message]):
    """What became of a message; to whom and what it said is not shown here."""

    id = serializers.UUIDField(source="uuid")
    channel = one_of(Channel)
    state = one_of(MessageState)

    class Meta:
        model = Message
        fields = [
            "id",
            "kind",
            "channel",
            "state",
            "error_code",
            "segments",
            "created_at",
            "not_before",
            "sent_at",
            "state_at",
        ]
        read_only_fields = fields


class WaveShape(serializers.ModelSerializer[Wave]):
    """One round of questions: how many fitted, how many were asked, when we look again."""

    slot = serializers.UUIDField(source="slot.uuid")

    class Meta:
        model = Wave
        fields = ["slot", "number", "sent_at", "fitted", "asked", "next_look_at"]
        read_only_fields = fields


class AnswerShape(serializers.Serializer[Any]):
    """What an answer became; ``full``: the last seat was taken a moment before."""

    outcome = one_of(Outcome)
    assignment = serializers.UUIDField(allow_null=True)


class ThanksShape(serializers.Serializer[Any]):
    """That thanks were given, or left out on purpose."""

    slot = serializers.UUIDField(source="slot.uuid")
    skipped = serializers.BooleanField()
    given_at = serializers.DateTimeField()

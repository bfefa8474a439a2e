"""Other systems that are told what happens, and the calls to them."""

from typing import Any

from rest_framework import serializers

from api.shapes.inputs import Body
from api.shapes.words import one_of
from backend.webhooks.models import Delivery, DeliveryState, Endpoint, Event


class Address(Body):
    """Where to, for what system, and which events."""

    name = serializers.CharField(allow_blank=True, max_length=80)
    url = serializers.CharField(allow_blank=True, max_length=500)
    events = serializers.ListField(child=one_of(Event), max_length=len(Event))


class WebhookShape(serializers.ModelSerializer[Endpoint]):
    """An address and the events it wants. ``off_at`` is set while nothing is sent there."""

    id = serializers.UUIDField(source="uuid")
    events = serializers.ListField(child=one_of(Event))

    class Meta:
        model = Endpoint
        fields = [
            "id",
            "name",
            "url",
            "events",
            "created_at",
            "off_at",
            "rests_until",
            "failures",
            "old_until",
        ]
        read_only_fields = fields
        extra_kwargs = {"old_until": {"help_text": "how long the secret before signs too"}}


class WebhookWithSecret(WebhookShape):
    """The address with its secret, shown this once; null when the answer is given again."""

    secret = serializers.CharField(allow_null=True)

    class Meta(WebhookShape.Meta):
        fields = [*WebhookShape.Meta.fields, "secret"]
        read_only_fields = fields


class WebhookCallShape(serializers.ModelSerializer[Delivery]):
    """One event to one address. ``outcome``: the last status, or why there was none."""

    id = serializers.UUIDField(source="uuid")
    webhook = serializers.UUIDField(source="endpoint.uuid")
    event = one_of(Event)
    state = one_of(DeliveryState)
    body = serializers.CharField(help_text="word for word")

    class Meta:
        model = Delivery
        fields = [
            "id",
            "webhook",
            "event",
            "state",
            "outcome",
            "attempts",
            "due_at",
            "created_at",
            "state_at",
            "body",
        ]
        read_only_fields = fields


class ReplayedShape(serializers.Serializer[Any]):
    """How many calls are made anew."""

    count = serializers.IntegerField()

"""What is shown of figures and plans."""

from typing import Any

from rest_framework import serializers

from api.shapes.words import one_of
from volunteers.success.catalogue import Direction, Unit


class BesideShape(serializers.Serializer[Any]):
    """A count that belongs to a figure and is not in it."""

    words = serializers.CharField()
    count = serializers.IntegerField()


class IndicatorShape(serializers.Serializer[Any]):
    """A success criterion's figure with its definition, its N and its date.

    ``value`` is null without data, and when fewer than five people are behind it (``hidden``).
    A share is between 0 and 1.
    """

    code = serializers.CharField()
    name = serializers.CharField()
    value = serializers.DecimalField(max_digits=18, decimal_places=4, allow_null=True)
    unit = one_of(Unit)
    n = serializers.IntegerField()
    persons = serializers.IntegerField()
    numerator = serializers.DecimalField(max_digits=18, decimal_places=4, allow_null=True)
    hidden = serializers.BooleanField()
    beside = BesideShape(many=True)
    counts = serializers.CharField(help_text="what is counted")
    of = serializers.CharField(help_text="what it is counted among")
    attribution = serializers.CharField(help_text="which date places a fact in a period")
    direction = one_of(Direction)
    target = serializers.DecimalField(max_digits=18, decimal_places=4, allow_null=True)


class IndicatorsShape(serializers.Serializer[Any]):
    """The figures of one period at ``as_of``; ``after`` is the first day that is not in it."""

    period = serializers.CharField()
    first = serializers.DateField()
    after = serializers.DateField()
    as_of = serializers.DateTimeField()
    indicators = IndicatorShape(many=True)


class ObstacleShape(serializers.Serializer[Any]):
    """What stops how many people."""

    code = serializers.CharField()
    words = serializers.CharField()
    people = serializers.IntegerField()


class SmsShape(serializers.Serializer[Any]):
    """The SMS with a made-up name and link, and its parts."""

    text = serializers.CharField()
    segments = serializers.IntegerField()
    price_ore = serializers.IntegerField(help_text="for all who are asked now, in øre")


class WavePlanShape(serializers.Serializer[Any]):
    """Whom a wave would ask, in numbers. Nobody is asked by looking."""

    fits = serializers.IntegerField()
    asked_now = serializers.IntegerField()
    asked_later = serializers.IntegerField()
    chance = serializers.FloatField(help_text="that the seats are filled, 0 to 1")
    sends_at = serializers.DateTimeField()
    next_look_at = serializers.DateTimeField(allow_null=True)
    obstacles = ObstacleShape(many=True)
    sms = SmsShape()

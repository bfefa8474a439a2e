"""Series, templates, proposals and minimums: what may be sent, and what is shown."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.shapes.inputs import Body, Need, NewSlot, Times
from api.shapes.needs import NEED_WORDS, SlotShape
from institutions.models import NeedTemplate


class NewSeries(NewSlot):
    """The first time, and on which days it comes again; ``until`` is included."""

    every_weeks = serializers.ChoiceField(choices=[(1, "weekly"), (2, "fortnightly")])
    until = serializers.DateField()


class Numbers(Body):
    """The seats, and the minimum below which the leader is asked."""

    seats = serializers.IntegerField(min_value=0, max_value=999)
    min_seats = serializers.IntegerField(min_value=0, max_value=999)


class Minimum(Body):
    """The minimum; 0: it always goes ahead."""

    min_seats = serializers.IntegerField(min_value=0, max_value=999)


class Kept(Body):
    """For which places, and under which name; an empty one is the need's own."""

    everywhere = serializers.BooleanField(default=False)
    title = serializers.CharField(allow_blank=True, max_length=80, default="")


class FromTemplate(Times):
    """Where and when; the words are the template's."""

    institution = serializers.UUIDField()
    seats = serializers.IntegerField(min_value=0, max_value=999)


class LeftOutShape(serializers.Serializer[Any]):
    """A day without a time, and why."""

    day = serializers.DateField()
    why = serializers.CharField()


class PlannedShape(serializers.Serializer[Any]):
    """The times of a series, and the days that were left out."""

    slots = SlotShape(many=True)
    left_out = LeftOutShape(many=True)


class MovedShape(serializers.Serializer[Any]):
    """The days to which no time was moved."""

    left_out = LeftOutShape(many=True)


class ManyShape(serializers.Serializer[Any]):
    """How many rows it came to."""

    count = serializers.IntegerField()


@extend_schema_field({"type": "string", "pattern": r"^\d\d:\d\d$"})
class ClockFace(serializers.TimeField):
    """Hours and minutes on a Danish clock, which is no moment."""


class TemplateWords(Need):
    """The words of a template, and the hours and seats it proposes. Its clock is Danish."""

    starts = ClockFace(format="%H:%M", input_formats=["%H:%M"])
    lasts_minutes = serializers.IntegerField(min_value=1, max_value=960)
    seats = serializers.IntegerField(min_value=0, max_value=999)


class NeedTemplateShape(serializers.ModelSerializer[NeedTemplate]):
    """A need to begin from. Without institution it is for every place. The clock is Danish."""

    id = serializers.UUIDField(source="uuid")
    institution = serializers.UUIDField(source="institution.external_uuid", allow_null=True)
    kind = serializers.IntegerField(source="kind_id")
    starts = ClockFace(format="%H:%M")
    skills = serializers.ListField(child=serializers.IntegerField(), source="skills_ids")
    wished_skills = serializers.ListField(
        child=serializers.IntegerField(), source="wished_skills_ids"
    )

    class Meta:
        model = NeedTemplate
        fields = [
            "id",
            "institution",
            *NEED_WORDS,
            "starts",
            "lasts_minutes",
            "seats",
            "created_at",
        ]
        read_only_fields = fields

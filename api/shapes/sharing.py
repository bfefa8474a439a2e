"""Examples to learn from, and suggestions with their answers."""

from rest_framework import serializers

from api.shapes.words import one_of
from volunteers.models import Example, Suggestion
from volunteers.rules.sharing import SuggestionState


class ExampleShape(serializers.ModelSerializer[Example]):
    """What worked, or did not. Without institution: across the municipality."""

    id = serializers.UUIDField(source="uuid")
    institution = serializers.UUIDField(source="institution.external_uuid", allow_null=True)
    kind = serializers.IntegerField(source="kind_id")
    used = serializers.IntegerField(help_text="how often a need was begun from it")

    class Meta:
        model = Example
        fields = [
            "id",
            "institution",
            "kind",
            "field",
            "target_group",
            "title",
            "problem",
            "description",
            "result",
            "trial",
            "is_new",
            "is_useful",
            "is_used",
            "used",
            "created_at",
            "published_at",
        ]
        read_only_fields = fields


class SuggestionShape(serializers.ModelSerializer[Suggestion]):
    """A suggestion with its answer, and never who sent it."""

    id = serializers.UUIDField(source="uuid")
    institution = serializers.UUIDField(source="institution.external_uuid", allow_null=True)
    state = one_of(SuggestionState)

    class Meta:
        model = Suggestion
        fields = [
            "id",
            "institution",
            "theme",
            "hassle",
            "proposal",
            "received_at",
            "due_on",
            "state",
            "answer",
            "answered_at",
            "gains",
        ]
        read_only_fields = fields

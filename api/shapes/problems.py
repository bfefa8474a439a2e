"""The shape of a no, for the OpenAPI document."""

from typing import Any

from rest_framework import serializers


class ProblemError(serializers.Serializer[Any]):
    """One thing that is wrong: in the body (``field``, ``pointer``) or the query."""

    field = serializers.CharField(required=False)
    pointer = serializers.CharField(required=False, help_text="JSON pointer into the body")
    parameter = serializers.CharField(required=False, help_text="name in the query")
    detail = serializers.CharField()


class Problem(serializers.Serializer[Any]):
    """RFC 9457. ``code`` stays the same; ``detail`` is a sentence to show to a person."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """``errors`` is a property of every serializer, so its field is put in here."""
        return {**super().get_fields(), "errors": ProblemError(many=True, required=False)}

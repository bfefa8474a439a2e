"""Fields that several shapes share."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from rest_framework import serializers

from backend.common.actors import Actor
from institutions.rules.deeds import Deed, grants_for


def one_of(words: type[StrEnum], **how: Any) -> serializers.ChoiceField:
    """A word of a table, listed in the OpenAPI document."""
    return serializers.ChoiceField(choices=[(word.value, word.name) for word in words], **how)


def sees_people(context: Mapping[str, Any]) -> bool:
    """Whether the one who looks may open a person's page."""
    actor = context.get("actor")
    return isinstance(actor, Actor) and bool(grants_for(actor, Deed.SEE_PEOPLE))

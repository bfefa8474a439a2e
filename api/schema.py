"""The OpenAPI document, written by the views themselves."""

from inspect import getdoc
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.settings import spectacular_settings
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from api.shapes.problems import Problem

# Beside those in the settings, which must not know our modules.
spectacular_settings.apply_patches(  # type: ignore[no-untyped-call]
    {
        "DESCRIPTION": "How a municipality and its volunteers work side by side. See docs/api.md.",
        "SCHEMA_PATH_PREFIX": "/api/v1",
        "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
        "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
        # Several nouns have a state; each list of words has one name in the document.
        "ENUM_NAME_OVERRIDES": {
            "DocumentState": "institutions.rules.states.DocumentState",
            "TaskState": "institutions.rules.states.TaskState",
            "SlotState": "institutions.rules.states.SlotState",
            "OfferState": "volunteers.rules.states.OfferState",
            "AssignmentState": "volunteers.rules.states.AssignmentState",
            "MessageState": "backend.messaging.models.message.MessageState",
            "WebhookEvent": "backend.webhooks.models.Event",
            "WebhookCallState": "backend.webhooks.models.DeliveryState",
            "SuggestionState": "volunteers.rules.sharing.SuggestionState",
            "SuggestionTheme": "volunteers.models.sharing.suggestions.Theme",
            "RoleKind": "backend.common.actors.RoleKind",
            "EventKind": "volunteers.rules.events.EventKind",
            "MessageChannel": "backend.messaging.models.message.Channel",
            "ToldBy": "api.shapes.inputs.TOLD_BY",
        },
    }
)

PROBLEM = "application/problem+json"
_ALWAYS = (400, 401, 403, 429, 503)
_OF_DEEDS = (404, 409, 415, 422)
_STALE, _UNMATCHED = 412, 428
_KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The same key and body: the same answer, done once. "
    "Another body: 422. Kept for 24 hours.",
)
_TAG = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The ETag of what was read: refused (412) when it has been changed since.",
)
_STANDS = OpenApiParameter(
    "ETag",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    response=[200, 304],
    description="How it stands, for If-Match and If-None-Match.",
)
_KNOWN = OpenApiParameter(
    "If-None-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The ETag of what you have: answered 304 without a body while it stands so.",
)
_REPLACING = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag of what was read, or *: refused (412) when it has been changed since.",
)


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Authorization: Bearer …"""

    target_class = "api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, _auto_schema: AutoSchema) -> dict[str, Any]:
        """HTTP bearer."""
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A key from `manage.py issue_token`, with the scopes read and write.",
        }


class DoorSchema(AutoSchema):
    """Reads what a view takes and gives, and adds the ways it says no."""

    def get_description(self) -> str:  # type: ignore[override]
        """What the view says of itself; its methods speak to those who read the code."""
        return getdoc(type(self._door)) or ""

    def get_operation_id(self) -> str:
        """The noun and the verb: tasks_publish."""
        words = [word for word in self._tokenize_path() if word]
        named = "_".join(words).replace("-", "_")
        if self.method == "POST" and (len(words) > 1):
            return named
        return str(super().get_operation_id())

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        """Task rather than TaskShape."""
        return str(super().get_serializer_name(serializer, direction)).removesuffix("Shape")

    def get_paginated_name(self, serializer_name: str) -> str:
        """TaskPage."""
        return f"{serializer_name}Page"

    def get_tags(self) -> list[str]:
        """The noun the address begins with."""
        return [self.path.removeprefix("/api/v1/").split("/")[0]]

    def get_request_serializer(self) -> Any:
        """What the view takes; a look takes nothing."""
        return getattr(self.view, "takes", None)

    def get_response_serializers(self) -> Any:
        """What the view gives, and problems."""
        looking, door = self.method == "GET", self._door
        given = door.shape if looking else door.gives
        if not looking:
            found: dict[Any, Any] = {int(code): given for code in door.statuses()}
        elif self._is_list_view():
            found = {200: self._list_of(given)}
        else:
            found = {200: given, 304: None}
        return found | {(code, PROBLEM): Problem for code in self._refusals()}

    def get_override_parameters(self) -> list[Any]:
        """Headers, and the orderings a list offers."""
        found: list[Any] = list(getattr(self._door, "described", ()))
        if self.method == "POST":
            found.append(_KEY)
        if self.method == "GET" and not self._is_list_view():
            found += [_STANDS, _KNOWN]
        if self._heeds_tags():
            found.append(_REPLACING if self.method == "PUT" else _TAG)
        if self._is_list_view():
            found.append(
                OpenApiParameter(
                    "ordering",
                    OpenApiTypes.STR,
                    OpenApiParameter.QUERY,
                    enum=self._door.orderings,
                    default=self._door.orderings[0],
                    description="sort_key is the Danish order of names.",
                )
            )
        return found

    @property
    def _door(self) -> Any:
        return self.view

    def _heeds_tags(self) -> bool:
        return self.method != "GET" and getattr(self._door, "seen_as", None) is not None

    def _refusals(self) -> tuple[int, ...]:
        if self.method == "GET":
            return (*_ALWAYS, 404) if "{" in self.path else _ALWAYS
        stale = (_STALE,) if self._heeds_tags() else ()
        unmatched = (_UNMATCHED,) if self.method == "PUT" else ()
        return _ALWAYS + _OF_DEEDS + stale + unmatched

    @staticmethod
    def _list_of(shape: Any) -> Any:
        return shape(many=True)

    def _is_list_view(self, serializer: Any = None) -> bool:  # noqa: ARG002
        return hasattr(self.view, "orderings") and self.method == "GET"

"""What all views of the API share: who acts, when, what may be sent, and one deed per key."""

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, ClassVar, TypeVar, cast

from django.db import transaction
from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import translation
from rest_framework import generics
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, Serializer

from api.authentication import InScope, caller_of
from api.problems import BadParameters
from api.schema import DoorSchema
from api.shapes.inputs import Nothing
from api.texts import language_of, text
from backend.accounts.fence import narrow_to
from backend.accounts.idempotency import claim_key, keep_answer
from backend.accounts.models import ApiToken, User
from backend.common.actors import Actor
from backend.web.clock import now
from institutions.rules.deeds import Deed, require_may

Row = TypeVar("Row", bound=Model)
Shape = type[BaseSerializer[Any]]
KEY_HEADER = "Idempotency-Key"
LONGEST_KEY = 200


class Door(generics.GenericAPIView[Any]):
    """A view with its actor and its moment.

    Refuses the signed-out (401), tokens without the scope (403), people without a municipality
    (404), unknown query parameters (400), and people without ``deed`` when one is named (403).
    """

    permission_classes = [IsAuthenticated, InScope]
    # OPTIONS would describe forms that are not there; the OpenAPI document is the description.
    metadata_class = None
    schema = DoorSchema()
    parameters: frozenset[str] = frozenset()
    deed: Deed | None = None
    # From an action's field names to those of the body, where they differ.
    pointers: ClassVar[Mapping[str, str]] = {}

    actor: Actor
    at: Any

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuses first, then lets the view answer."""
        translation.activate(language_of(request.headers.get("Accept-Language", "")))
        super().initial(request, *args, **kwargs)
        actor = caller_of(request)
        if actor is None:
            raise NotFound
        self.actor, self.at = actor, now()
        narrow_to(actor.municipality_id)
        self._require_known_parameters(request)
        if self.deed is not None:
            require_may(actor, self.deed)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """Answers depend on who asks and in which language; nobody else may keep them."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.setdefault("Content-Language", translation.get_language() or "da")
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def body_fields(self) -> frozenset[str]:
        """The names an error may point at."""
        return frozenset()

    def found(self, rows: QuerySet[Row], **lookup: Any) -> Row:
        """The row, or 404 when it is not among those the actor may see."""
        return get_object_or_404(rows, **lookup)

    def get_serializer_context(self) -> dict[str, Any]:
        """Shapes may ask who looks."""
        return {**super().get_serializer_context(), "actor": getattr(self, "actor", None)}

    def _require_known_parameters(self, request: Request) -> None:
        known = self.parameters | self._filters()
        unknown = sorted(set(request.query_params) - known)
        if unknown:
            raise BadParameters({name: [text("unknown_parameter")] for name in unknown})

    def _filters(self) -> frozenset[str]:
        return frozenset()


class Look(Door):
    """Shows one thing."""

    shape: Shape

    def get_serializer_class(self) -> Shape:
        """The shape of the answer."""
        return self.shape

    def shown(self, thing: Any) -> Response:
        """The thing in its shape."""
        return Response(self.get_serializer(thing).data)


class Listing(Look, ABC):
    """Shows a page of rows, filtered and in order."""

    parameters = frozenset({"page_size", "cursor", "ordering"})
    filterset_class: ClassVar[Any] = None
    # The first is the default; "-" turns it round. Columns that are never empty.
    orderings: tuple[str, ...] = ("sort_key", "-sort_key")

    @abstractmethod
    def rows(self) -> QuerySet[Any]:
        """The rows the actor may see, with all the shape reads."""

    def get_queryset(self) -> QuerySet[Any]:
        """For the OpenAPI document, which has no actor, the model alone."""
        if getattr(self, "swagger_fake_view", False):
            return self.filterset_model()
        return self.rows()

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrowed by the query; refuses (400) a value that the filter cannot use."""
        try:
            return super().filter_queryset(queryset)
        except ValidationError as error:
            raise BadParameters(error.detail) from None

    def filterset_model(self) -> QuerySet[Any]:
        """An empty list of the rows' own model."""
        model = cast("type[Model]", self.filterset_class._meta.model)
        return model._default_manager.none()

    def get(self, _request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """One page."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def _filters(self) -> frozenset[str]:
        return frozenset(self.filterset_class.base_filters)


class Verb(Door):
    """Does one thing. With an Idempotency-Key it is done once, however often it is sent.

    The key is kept in the deed's own transaction, so a deed that is refused keeps nothing and may
    be tried again with the same key.
    """

    takes: type[Serializer[Any]] = Nothing
    gives: Shape
    # The one call, given the values and the address's parts: finds the row through scope, acts,
    # and gives what ``gives`` shows.
    act: Callable[..., Any]
    status: HTTPStatus = HTTPStatus.OK

    def status_of(self, _result: Any) -> HTTPStatus:
        """The status of what was done."""
        return self.status

    def statuses(self) -> tuple[HTTPStatus, ...]:
        """All that ``status_of`` may say."""
        return (self.status,)

    def post(self, request: Request, *_args: Any, **place: Any) -> Response:
        """Reads, acts, answers."""
        key = request.headers.get(KEY_HEADER)
        if key is None:
            return self._answer(place)
        if not 1 <= len(key) <= LONGEST_KEY:
            raise ValidationError({KEY_HEADER: [text("idempotency_key")]})
        with transaction.atomic():
            kept, is_new = claim_key(
                user=cast("User", request.user),
                token=request.auth if isinstance(request.auth, ApiToken) else None,
                key=key,
                request_hash=_hash_of(request),
                at=self.at,
            )
            if not is_new:
                again = {"Idempotent-Replayed": "true"}
                return Response(kept.body, status=kept.status, headers=again)
            response = self._answer(place)
            keep_answer(kept, status=response.status_code, body=_plain(response))
            return response

    def _answer(self, place: Mapping[str, Any]) -> Response:
        serializer = self.takes(data=self.request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        result = self.act(serializer.validated_data, **place)
        shown = self.gives(result, context=self.get_serializer_context()).data
        return Response(shown, status=self.status_of(result))

    def body_fields(self) -> frozenset[str]:
        """The names an error may point at."""
        return frozenset(self.takes().fields)


class Edit(Verb):
    """Replaces something whole by PUT, which may be repeated by its nature: no key is needed."""

    http_method_names = ["get", "put", "head", "options"]

    def put(self, _request: Request, *_args: Any, **place: Any) -> Response:
        """Reads, acts, answers."""
        return self._answer(place)


def _hash_of(request: Request) -> str:
    sent = json.dumps(request.data, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(f"{request.method} {request.path}\n{sent}".encode()).hexdigest()


def _plain(response: Response) -> Any:
    """The answer as JSON would carry it, so that the kept one is the same to the letter."""
    return json.loads(JSONRenderer().render(response.data))

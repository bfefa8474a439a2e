"""What all views of the API share: who acts, when, and what may be asked for."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar, TypeVar, cast

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import translation
from rest_framework import generics
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from api.authentication import InScope, caller_of
from api.etags import etag_of, is_known
from api.limits import CallsAMinute
from api.problems import BadParameters
from api.schema import DoorSchema
from api.texts import language_of, text
from backend.accounts.fence import narrow_to
from backend.common.actors import Actor
from backend.web.clock import now
from institutions.rules.deeds import Deed, require_may

Row = TypeVar("Row", bound=Model)
Shape = type[BaseSerializer[Any]]


class Door(generics.GenericAPIView[Any]):
    """A view with its actor and its moment.

    Refuses the signed-out (401), tokens without the scope (403), people without a municipality
    (404), unknown query parameters (400), people without ``deed`` when one is named (403), and
    those who have used up the minute's calls (429).
    """

    permission_classes = [IsAuthenticated, InScope]
    throttle_classes = [CallsAMinute]
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
        """The thing in its shape, with the tag of how it stands; 304 for who has it so already."""
        data = self.get_serializer(thing).data
        tag = etag_of(data)
        if is_known(self.request.headers.get("If-None-Match", ""), tag):
            return Response(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": tag})
        return Response(data, headers={"ETag": tag})


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

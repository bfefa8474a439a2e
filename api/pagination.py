"""Pages of a list: a cursor that stays right while rows come and go."""

from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import QuerySet
from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.views import APIView

from api.problems import BadParameters
from api.texts import text

DEFAULT_SIZE = 50
LARGEST = 200


class Pages(CursorPagination):
    """``next`` and ``previous`` are whole addresses; ``page_size`` is at most 200."""

    page_size = DEFAULT_SIZE
    page_size_query_param = "page_size"
    max_page_size = LARGEST

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        """Says how large a page may be."""
        found = super().get_schema_operation_parameters(view)
        for parameter in found:
            if parameter["name"] == self.page_size_query_param:
                sizes = {"minimum": 1, "maximum": LARGEST, "default": DEFAULT_SIZE}
                parameter["schema"] = {"type": "integer", **sizes}
        return found

    def get_page_size(self, request: Request) -> int | None:
        """Refuses (400) what is not a number from 1 to 200."""
        written = request.query_params.get(self.page_size_query_param)
        if written is None:
            return self.page_size
        if not (written.isascii() and written.isdigit() and 1 <= int(written) <= LARGEST):
            raise BadParameters({"page_size": [text("page_size")]})
        return int(written)

    def get_ordering(
        self,
        request: Request,
        queryset: QuerySet[Any],  # noqa: ARG002
        view: APIView | None,
    ) -> tuple[str, ...]:
        """One of the view's orderings, the first by default; the id decides between equals."""
        offered: tuple[str, ...] = getattr(view, "orderings", ("pk",))
        wanted = request.query_params.get("ordering", offered[0])
        if wanted not in offered:
            raise BadParameters({"ordering": [text("unknown_ordering")]})
        return (wanted, "-pk" if wanted.startswith("-") else "pk")

    def decode_cursor(self, request: Request) -> Cursor | None:
        """Refuses (400) a cursor that is none."""
        try:
            return super().decode_cursor(request)
        except NotFound:
            raise BadParameters({"cursor": [text("cursor")]}) from None

    def paginate_queryset(
        self, queryset: Any, request: Request, view: APIView | None = None
    ) -> list[Any] | None:
        """One query a page. A cursor of another ordering is refused (400)."""
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValueError, DjangoValidationError):
            raise BadParameters({"cursor": [text("cursor")]}) from None

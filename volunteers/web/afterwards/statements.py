"""An association's hours month by month, on a page and as a file."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from backend.common.actors import RoleKind
from backend.common.csv_out import csv_file
from backend.common.danish_dates import local, show_date
from backend.common.numbers import format_decimal
from backend.web.access import SignedIn
from backend.web.clock import now
from volunteers.models import Association
from volunteers.queries.afterwards.statements import Statement, months_back, statement_of
from volunteers.queries.scope import associations_for


def month_of(request: HttpRequest) -> date:
    """``?maaned=2026-11``; this month when none is named, not found when it is no month."""
    wanted = request.GET.get("maaned", "")
    if not wanted:
        return local(now()).date().replace(day=1)
    try:
        return date.fromisoformat(f"{wanted}-01")
    except ValueError:
        raise Http404 from None


class _OneMonth(SignedIn):
    """A month of one association; another municipality's is not found."""

    roles = (RoleKind.COORDINATOR,)
    request: HttpRequest

    @cached_property
    def association(self) -> Association:
        """The association of the address."""
        return get_object_or_404(associations_for(self.actor), uuid=self.kwargs["association"])

    @cached_property
    def statement(self) -> Statement:
        """Of the month of the address."""
        return statement_of(self.association, month_of(self.request))


class StatementPage(_OneMonth, TemplateView):
    """Each time a group came, the members' own together, and the sum."""

    template_name = "volunteers/afterwards/statement.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the months to choose among."""
        # The address names the association too.
        return super().get_context_data(
            **{**kwargs, "association": self.association},
            statement=self.statement,
            months=list(months_back(now())),
        )


class StatementFile(_OneMonth, View):
    """The same as CSV that a Danish spreadsheet opens as it is."""

    http_method_names = ["get", "head"]

    def get(self, *_args: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """UTF-8 with BOM, semicolons and decimal commas."""
        statement = self.statement
        name = f"timer-{statement.first:%Y-%m}.csv"
        lines = csv_file(
            [
                ["Dato", "Sted", "Opgave", "Kom", "Timer hver", "Timer i alt"],
                *_rows(statement),
                ["I alt", "", "", "", "", format_decimal(statement.total, 2)],
            ]
        )
        answer = HttpResponse(lines, content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


def _rows(statement: Statement) -> list[list[str | int]]:
    rows: list[list[str | int]] = [
        [
            show_date(local(line.group.slot.starts_at).date()),
            line.group.slot.task.institution.name,
            line.group.slot.task.title,
            line.group.came or 0,
            format_decimal(line.group.hours or 0, 2),
            format_decimal(line.hours, 2),
        ]
        for line in statement.lines
    ]
    if statement.member_hours is not None:
        own = format_decimal(statement.member_hours, 2)
        rows.append(["", "", "Medlemmernes egne", statement.members_came, "", own])
    return rows

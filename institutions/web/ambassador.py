"""The ambassador's page (W6): the department's open and endangered needs."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from backend.common.actors import RoleKind
from backend.common.danish_dates import local
from backend.web.access import SignedIn
from backend.web.clock import now
from institutions.models import Department
from institutions.queries.scope import departments_for
from institutions.rules.deeds import Deed
from institutions.rules.help_calls import ANSWERED_WITHIN
from volunteers.queries import departments as figures


class DepartmentPage(SignedIn):
    """One department; the coordinator, or an ambassador of several, chooses which.

    No volunteer's name is on the page. A department that is not within reach is not found.
    """

    roles = (RoleKind.AMBASSADOR, RoleKind.COORDINATOR)
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Shows the chosen department, or the first."""
        at = now()
        within = departments_for(self.actor, Deed.SEE_DEPARTMENT)
        departments = list(within.select_related("municipality"))
        chosen = _chosen(request.GET.get("afdeling", ""), departments)
        context = {
            "at": at,
            "today": local(at).date(),
            "municipality": chosen.municipality,
            "departments": departments,
            "view": figures.department_view(chosen, self.actor, at),
            "limit": figures.ENDANGERED_BELOW,
            "soon_hours": round(figures.ENDANGERED_WITHIN.total_seconds() / 3600),
            "runs_out_days": figures.RUNS_OUT_WITHIN.days,
            "silent_days": figures.SILENT_AFTER.days,
            "within": ANSWERED_WITHIN,
        }
        return render(request, "institutions/ambassador.html", context)


def _chosen(text: str, departments: list[Department]) -> Department:
    if not text and departments:
        return departments[0]
    try:
        wanted = UUID(text)
    except ValueError:
        raise Http404 from None
    for department in departments:
        if department.external_uuid == wanted:
            return department
    raise Http404

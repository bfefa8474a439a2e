"""People from a file in three steps: choose it, see what it would do, say yes."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.accounts.models import Municipality
from backend.common.actors import RoleKind
from backend.common.csv_rows import faulty_lines
from backend.common.import_report import ImportReport
from backend.common.refusals import Refusal
from backend.web.access import SignedIn
from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from backend.web.import_forms import ImportForm, carried, carried_back
from backend.web.refusals import status_of
from volunteers.actions.imports import import_volunteers, preview_volunteers

APPLY, LEAVE_FAULTS, FAULTS = "indlaes", "uden-fejl", "fejl"


class ImportPeople(SignedIn, ActionFormView):
    """The file itself goes with the page from step to step; nothing is kept before the yes."""

    roles = (RoleKind.COORDINATOR,)
    template_name = "volunteers/people_import.html"
    form_class = ImportForm
    heading = gettext_lazy("Indlæs frivillige")  # type: ignore[assignment]

    @cached_property
    def municipality(self) -> Municipality:
        """The coordinator's own."""
        return Municipality.objects.get(pk=self.actor.municipality_id)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A file is shown; a button below what was shown acts on that same file."""
        deed = request.POST.get("deed")
        if deed not in (APPLY, LEAVE_FAULTS, FAULTS):
            return super().post(request, *args, **kwargs)
        data = carried_back(request.POST.get("data", ""))
        if data is None:
            return self.form_invalid(self.get_form())
        return self._faults(data) if deed == FAULTS else self._keep(data, deed)

    def act(self, form: ImportForm) -> HttpResponse:
        """What the file would do."""
        return self._shown(form.cleaned_data["file"].read(), ImportForm())

    def _keep(self, data: bytes, deed: str) -> HttpResponse:
        try:
            report = import_volunteers(
                municipality=self.municipality,
                data=data,
                leave_faults=deed == LEAVE_FAULTS,
                shown=self.request.POST.get("seal", "-"),
                by=self.actor,
                at=now(),
            )
        except Refusal as refusal:
            return self._shown(data, ImportForm(), status_of(refusal), refusal.text)
        messages.success(self.request, _("Indlæst: %(summary)s.") % {"summary": report.summary})
        return redirect("volunteers:people")

    def _faults(self, data: bytes) -> HttpResponse:
        """The wrong lines as a file to put right and choose again."""
        lines = faulty_lines(data, self._preview(data).faults)
        answer = HttpResponse(lines, content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = 'attachment; filename="raekker-med-fejl.csv"'
        return answer

    def _shown(
        self,
        data: bytes,
        form: ImportForm,
        status: HTTPStatus = HTTPStatus.OK,
        refused: str = "",
    ) -> HttpResponse:
        report = self._preview(data)
        if report.faults and status == HTTPStatus.OK:
            status = HTTPStatus.UNPROCESSABLE_ENTITY
        # A fault of the header leaves no line to keep or to hand back.
        lines = [fault for fault in report.faults if fault.line > 1]
        context = self.get_context_data(
            form=form, report=report, data=carried(data), refused=refused, lines=lines
        )
        return self.render_to_response(context, status=status)

    def _preview(self, data: bytes) -> ImportReport:
        return preview_volunteers(
            municipality=self.municipality, data=data, by=self.actor, at=now()
        )

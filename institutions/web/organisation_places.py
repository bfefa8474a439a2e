"""The institutions: a list with search, one to add or change, one to close, a file of them."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View

from backend.common.import_report import ImportReport
from backend.web.access import SignedIn
from backend.web.clock import now
from backend.web.import_forms import ImportForm, carried, carried_back
from institutions.actions.departments import reopen_institution
from institutions.actions.imports import import_institutions, preview_institutions
from institutions.actions.organisation import create_institution, update_institution
from institutions.models import Institution
from institutions.queries.organisation import (
    kept_departments,
    kept_places,
    live_tasks,
    places_found,
)
from institutions.queries.scope import institutions_for
from institutions.rules.deeds import MAY, Deed, grants_for
from institutions.rules.states import state_word
from institutions.web.organisation import BackPage, Keeper
from institutions.web.organisation_forms import ClosingForm, PlaceForm
from volunteers.actions.organisation import close_place

_A_PAGE = 50
_PLACE_FIELDS = tuple(name for name in PlaceForm.base_fields if name != "department")


class Places(Keeper, View):
    """The institutions in Danish order; ``?q=`` looks in names, addresses and departments."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Fifty a page; the closed ones by themselves."""
        q, closed = request.GET.get("q", "").strip(), "lukkede" in request.GET
        pages = Paginator(places_found(self.actor, q, closed=closed), _A_PAGE)
        page = pages.get_page(request.GET.get("side"))
        context = {"page_obj": page, "q": q, "closed": closed}
        return render(request, "institutions/organisation_places.html", context)


class PlacePage(Keeper, BackPage):
    """What the pages with an institution's form share."""

    form_class = PlaceForm
    back = "institutions:places"
    back_words = gettext_lazy("Institutioner")

    def get_form(self, form_class: Any = None) -> Form:
        """The form with this municipality's departments."""
        form = super().get_form(form_class)
        form.fields["department"].queryset = kept_departments(self.actor)  # type: ignore[attr-defined]
        return form


class NewPlace(PlacePage):
    """An institution more."""

    heading = gettext_lazy("Ny institution")  # type: ignore[assignment]

    def act(self, form: PlaceForm) -> HttpResponse:
        """Keeps it."""
        fields = dict(form.cleaned_data)
        create_institution(
            department=fields.pop("department"), fields=fields, by=self.actor, at=now()
        )
        return self.done(_("%(name)s er gemt.") % fields)


class OnePlace(Keeper):
    """A page of one institution; another municipality's is not found."""

    @cached_property
    def place(self) -> Institution:
        """The institution of the address."""
        return get_object_or_404(kept_places(self.actor), external_uuid=self.kwargs["place"])


class ChangePlace(OnePlace, PlacePage):
    """One institution's facts."""

    def get_initial(self) -> dict[str, Any]:
        """What is kept now."""
        known = {name: getattr(self.place, name) for name in _PLACE_FIELDS}
        return {**known, "department": self.place.department_id}

    def act(self, form: PlaceForm) -> HttpResponse:
        """Keeps them."""
        fields = dict(form.cleaned_data)
        department = fields.pop("department")
        update_institution(
            institution=self.place, fields=fields, department=department, by=self.actor, at=now()
        )
        return self.done(_("%(name)s er gemt.") % fields)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The name as heading, and the way to close."""
        context = super().get_context_data(**kwargs)
        return {**context, "heading": self.place.name, "place": self.place}


class ClosePlace(SignedIn, BackPage):
    """Closes an institution; what happens with its needs is chosen here.

    Its own leader may, and the coordinator; only the coordinator opens it again.
    """

    template_name = "institutions/organisation_close.html"
    roles = tuple(MAY[Deed.CLOSE_PLACE])
    form_class = ClosingForm

    @cached_property
    def place(self) -> Institution:
        """The institution of the address; one out of reach is not found."""
        rows = institutions_for(self.actor, Deed.CLOSE_PLACE)
        return get_object_or_404(rows, external_uuid=self.kwargs["place"])

    @property
    def back(self) -> str:  # type: ignore[override]
        """The list of institutions for those who keep it, the board for a leader."""
        return "institutions:places" if self._keeps else "institutions:board"

    @property
    def back_words(self) -> str:
        """What that page is called."""
        return _("Institutioner") if self._keeps else _("Tidspunkter")

    @property
    def _keeps(self) -> bool:
        return bool(grants_for(self.actor, Deed.KEEP_ORGANISATION))

    def get_form(self, form_class: Any = None) -> Form:
        """Without needs there is nothing to choose."""
        form = super().get_form(form_class)
        if not self.needs:
            form.fields.clear()
        return form

    @cached_property
    def needs(self) -> list[dict[str, str]]:
        """The needs that are not over, with their states."""
        tasks = live_tasks(self.place)
        return [{"title": task.title, "state": state_word(task.state)} for task in tasks]

    def act(self, form: ClosingForm) -> HttpResponse:
        """Closes it and says how many needs were called off."""
        if form.cleaned_data.get("needs") == "keep":
            return self.done(_("%(name)s er stadig åben.") % {"name": self.place.name})
        n = close_place(
            institution=self.place,
            cancel_needs=form.cleaned_data.get("needs") == "cancel",
            reason=form.cleaned_data.get("reason", ""),
            by=self.actor,
            at=now(),
        )
        text = ngettext(
            "%(name)s er lukket, og %(n)d behov er aflyst.",
            "%(name)s er lukket, og %(n)d behov er aflyst.",
            n,
        )
        return self.done(text % {"name": self.place.name, "n": n})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the place and its needs."""
        return super().get_context_data(place=self.place, needs=self.needs, **kwargs)


class ReopenPlace(OnePlace, View):
    """Opens a closed institution again."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, place: object) -> HttpResponse:  # noqa: ARG002
        """Back to its facts."""
        reopen_institution(institution=self.place, by=self.actor, at=now())
        messages.success(request, _("%(name)s er åben igen.") % {"name": self.place.name})
        return redirect("institutions:place", self.place.external_uuid)


class ImportPlaces(Keeper, BackPage):
    """A file of institutions: what it would do is shown first, and only then kept."""

    template_name = "institutions/organisation_import.html"
    form_class = ImportForm
    heading = gettext_lazy("Indlæs institutioner")  # type: ignore[assignment]
    back = "institutions:places"
    back_words = gettext_lazy("Institutioner")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """With ``data`` from the page that showed the differences the file is kept."""
        if "data" not in request.POST:
            return super().post(request, *args, **kwargs)
        data = carried_back(request.POST["data"])
        if data is None:
            return self.form_invalid(self.get_form())
        report = preview_institutions(municipality=self.kept, data=data, by=self.actor)
        if report.faults:
            return self._shown(report, data)
        import_institutions(municipality=self.kept, data=data, by=self.actor, at=now())
        messages.success(request, _("Indlæst: %(summary)s.") % {"summary": report.summary})
        return redirect(reverse(self.back))

    def act(self, form: ImportForm) -> HttpResponse:
        """Shows what the file would do; nothing is kept."""
        data = form.cleaned_data["file"].read()
        return self._shown(
            preview_institutions(municipality=self.kept, data=data, by=self.actor), data
        )

    def _shown(self, report: ImportReport, data: bytes) -> HttpResponse:
        context = self.get_context_data(form=ImportForm(), report=report, data=carried(data))
        status = HTTPStatus.UNPROCESSABLE_ENTITY if report.faults else HTTPStatus.OK
        return self.render_to_response(context, status=status)

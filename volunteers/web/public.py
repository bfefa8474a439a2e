"""Pages for anybody: what help is needed now. Nothing personal is on them."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.generic import ListView, TemplateView, View

from backend.accounts.models import Municipality
from backend.web.clock import now
from backend.web.context import municipality_of
from institutions.models import Slot
from volunteers.queries.open_needs import Wanted, areas, open_needs
from volunteers.web.public_forms import WantedForm

if TYPE_CHECKING:
    _Needs = ListView[Slot]
else:
    _Needs = ListView


class MunicipalPage(View):
    """A page of one municipality: the address's, else the one in ``?kommune=``, else a choice."""

    municipality: Municipality

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Asks which municipality when nothing tells."""
        named = Municipality.objects.filter(slug=request.GET.get("kommune", ""))
        place = municipality_of(request) or named.first()
        if place is None:
            places = Municipality.objects.order_by("name")
            return render(request, "volunteers/public_choose.html", {"places": places})
        self.municipality = place
        return super().dispatch(request, *args, **kwargs)

    @property
    def placed(self) -> dict[str, Any]:
        """What every template of such a page needs; ``which`` keeps the choice in addresses."""
        slug = self.request.GET.get("kommune", "")
        which = f"?kommune={self.municipality.slug}" if slug else ""
        return {"municipality": self.municipality, "which": which}


class OpenNeeds(MunicipalPage, _Needs):
    """Open needs, the next one first; area, kind and day stand in the address."""

    template_name = "volunteers/public_needs.html"
    paginate_by = 20
    page_kwarg = "side"
    context_object_name = "needs"
    http_method_names = ["get", "head"]

    def get_queryset(self) -> QuerySet[Slot]:
        """Those that fit the filter; what cannot be read filters nothing."""
        self.at = now()
        self.areas = areas(self.municipality.pk, self.at)
        self.form = WantedForm(self.request.GET, areas=self.areas)
        return open_needs(self.municipality.pk, self.at, self.form.wanted)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the filter, and whether it is in use."""
        used = self.form.wanted != Wanted()
        return super().get_context_data(filter=self.form, used=used, **self.placed, **kwargs)


class PublicPage(MunicipalPage, TemplateView):
    """A page that only tells: a receipt that is the same for everybody."""

    http_method_names = ["get", "head"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The municipality."""
        return super().get_context_data(**self.placed, **kwargs)

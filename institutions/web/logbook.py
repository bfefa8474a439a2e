"""The record: who did what, in whose name, when."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404
from django.views.generic import TemplateView

from backend.web.access import SignedIn
from institutions.models import Institution
from institutions.rules.deeds import MAY, Deed
from volunteers.queries.logbook import entries_for, log_lines, logged_places

_A_PAGE = 50


class Logbook(SignedIn, TemplateView):
    """Fifty a page; ``?sted=`` one place, ``?paavegne`` only what was done for somebody else."""

    template_name = "institutions/logbook.html"
    roles = tuple(MAY[Deed.SEE_LOG])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the lines of the page and the places to choose among."""
        places = list(logged_places(self.actor))
        chosen = _chosen(self.request.GET.get("sted", ""), places)
        for_others = "paavegne" in self.request.GET
        pages = Paginator(entries_for(self.actor, chosen, for_others=for_others), _A_PAGE)
        page = pages.get_page(self.request.GET.get("side"))
        return super().get_context_data(
            lines=log_lines(page.object_list),
            page_obj=page,
            places=places,
            chosen=chosen,
            for_others=for_others,
            **kwargs,
        )


def _chosen(text: str, places: list[Institution]) -> Institution | None:
    if not text:
        return None
    try:
        wanted = UUID(text)
    except ValueError:
        raise Http404 from None
    for place in places:
        if place.external_uuid == wanted:
            return place
    raise Http404

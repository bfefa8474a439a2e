"""The record: who did what, in whose name, when; who looked at whom; what no deed explains."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from backend.web.access import SignedIn
from institutions.models import Institution
from institutions.rules.deeds import MAY, Deed
from institutions.web.logbook_forms import LogSearchForm
from volunteers.queries.log_search import (
    LogSearch,
    changes_of,
    looks_of,
    people_by_ref,
    searched,
    sees_all,
)
from volunteers.queries.logbook import entries_for, log_lines, logged_places
from volunteers.queries.scope import volunteers_for

_A_PAGE = 50
DEEDS, LOOKS, CHANGES = "", "blikke", "aendringer"
_KINDS = (
    (DEEDS, _("Handlinger")),
    (LOOKS, _("Hvem har set hvem")),
    (CHANGES, _("Ændret uden om Samspil")),
)


class Logbook(SignedIn, TemplateView):
    """Fifty a page; ``?sted=`` one place, ``?paavegne`` only what was done for somebody else.

    ``?vis=`` shows looks or unexplained changes to those who read the whole record; ``?person=``
    one person's. A search that cannot be read answers 422 and shows nothing.
    """

    template_name = "institutions/logbook.html"
    roles = tuple(MAY[Deed.SEE_LOG])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; its status tells whether the search could be read."""
        answer = super().get(request, *args, **kwargs)
        if not self.form.is_valid():
            answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the lines of the page, the places to choose among and the search."""
        self.form = LogSearchForm(self.request.GET)
        everything = sees_all(self.actor)
        kind = self.request.GET.get("vis", "") if everything else DEEDS
        search = self._search()
        rest = self.request.GET.copy()
        rest.pop("side", None)
        return super().get_context_data(
            **self._lines(kind, search),
            form=self.form,
            kinds=_KINDS if everything else (),
            kind=kind,
            person=search.person,
            query=rest.urlencode(),
            **kwargs,
        )

    def _search(self) -> LogSearch:
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        return LogSearch(
            deed=asked.get("hvad", ""),
            who=asked.get("hvem", ""),
            first=asked.get("fra"),
            last=asked.get("til"),
            person=self._person(),
            with_clock="uret" in self.request.GET,
        )

    def _person(self) -> Any:
        wanted = _uuid(self.request.GET.get("person", ""))
        people = volunteers_for(self.actor).filter(anonymised_at__isnull=True)
        return get_object_or_404(people, uuid=wanted) if wanted else None

    def _lines(self, kind: str, search: LogSearch) -> dict[str, Any]:
        if kind == LOOKS:
            page = self._page(looks_of(self.actor, search))
            people = people_by_ref(list(page))
            looks = [(look, people.get(look.volunteer_ref)) for look in page]
            return {"looks": looks, "page_obj": page}
        if kind == CHANGES:
            page = self._page(changes_of(self.actor, search))
            return {"changes": list(page), "page_obj": page, "with_clock": search.with_clock}
        places = list(logged_places(self.actor))
        chosen = _chosen(self.request.GET.get("sted", ""), places)
        for_others = "paavegne" in self.request.GET
        rows = entries_for(self.actor, chosen, for_others=for_others)
        page = self._page(searched(rows, search))
        return {
            "lines": log_lines(page.object_list),
            "page_obj": page,
            "places": places,
            "chosen": chosen,
            "for_others": for_others,
        }

    def _page(self, rows: Any) -> "Page[Any]":
        found = rows if self.form.is_valid() else rows.none()
        return Paginator(found, _A_PAGE).get_page(self.request.GET.get("side"))


def _uuid(text: str) -> UUID | None:
    """The id in an address; 404 for what is none."""
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Http404 from None


def _chosen(text: str, places: list[Institution]) -> Institution | None:
    wanted = _uuid(text)
    if wanted is None:
        return None
    for place in places:
        if place.external_uuid == wanted:
            return place
    raise Http404

"""Rows that may be one person, side by side, and the button that makes them one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from backend.common.actors import RoleKind
from backend.web.access import SignedIn
from backend.web.clock import now
from backend.web.looks import looks_at
from volunteers.actions.merges import merge_volunteers
from volunteers.models import Volunteer
from volunteers.queries.duplicates import possible_duplicates
from volunteers.queries.people import with_counts
from volunteers.queries.scope import volunteers_for


class Duplicates(SignedIn, TemplateView):
    """The pairs, those with most in common first."""

    roles = (RoleKind.COORDINATOR,)
    template_name = "volunteers/duplicates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Found anew at each look; nobody is merged by the system."""
        return super().get_context_data(pairs=possible_duplicates(self.actor), **kwargs)


class Merge(SignedIn, View):
    """Which of the two stays, with what each has; then they are one. Foreign rows are not found."""

    roles = (RoleKind.COORDINATOR,)
    http_method_names = ["get", "head", "post"]

    @cached_property
    def pair(self) -> list[Volunteer]:
        """The two of the address, with how much hangs on each."""
        rows = with_counts(volunteers_for(self.actor).filter(anonymised_at__isnull=True))
        return [get_object_or_404(rows, uuid=self.kwargs[name]) for name in ("person", "other")]

    def get(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        """Side by side."""
        looks_at(request, *(person.pk for person in self.pair), by=self.actor)
        return render(request, "volunteers/merge.html", {"pair": self.pair})

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        """The one that is named in the button stays."""
        kept, gone = self.pair
        if request.POST.get("bliver") == str(gone.uuid):
            kept, gone = gone, kept
        merge_volunteers(kept=kept, gone=gone, by=self.actor, at=now())
        messages.success(request, _("De to er lagt sammen. Loggen siger, hvad der blev flyttet."))
        return redirect("volunteers:person", kept.uuid)

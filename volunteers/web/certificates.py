"""Certificates as a status, for the leader concerned and the coordinator alone (L12)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from backend.common.actors import RoleKind
from backend.common.danish_dates import local
from backend.web.access import SignedIn
from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from backend.web.fields import DanishDateField
from backend.web.forms import PlainForm
from backend.web.looks import looks_at
from volunteers.actions.certificates import (
    clear_certificate,
    miss_certificate,
    order_certificate,
)
from volunteers.models import CertificateKind, Volunteer
from volunteers.queries.certificate_lists import certificate_list
from volunteers.queries.certificates import people_for_certificates, standing_of

_KEEPERS = (RoleKind.LEADER, RoleKind.COORDINATOR)
ORDERED, CLEARED, MISSING = "bestilt", "i-orden", "mangler"


class CertificateForm(PlainForm):
    """What happened, and on which day. No paper, no number, no reason."""

    deed = forms.ChoiceField(
        label=gettext_lazy("Hvad er der sket?"),
        choices=[
            (ORDERED, gettext_lazy("Attesten er bestilt")),
            (CLEARED, gettext_lazy("Jeg har set attesten, og den er i orden")),
            (MISSING, gettext_lazy("Den er ikke kommet, eller den kan ikke bruges")),
        ],
        widget=forms.RadioSelect,
    )
    on = DanishDateField(
        label=gettext_lazy("Hvilken dag?"),
        help_text=gettext_lazy("Fx 15-01-2027. Bruges ikke, når den mangler."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """A day is needed unless the certificate is missing."""
        data = super().clean() or {}
        wants_day = data.get("deed") in (ORDERED, CLEARED)
        if wants_day and data.get("on") is None and "on" not in self.errors:
            self.add_error("on", _("Skriv dagen, fx 15-01-2027."))
        return data


class CertificateList(SignedIn, TemplateView):
    """Those whose yes waits first, then all one may see; the words are status words only."""

    roles = _KEEPERS
    template_name = "volunteers/certificates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """As it stands today."""
        rows = certificate_list(self.actor, now())
        return super().get_context_data(
            waiting=[row for row in rows if row.waits],
            others=[row for row in rows if not row.waits],
            **kwargs,
        )


class CertificatePage(SignedIn, ActionFormView):
    """One person's status, and the form that changes it. Not found for anybody else."""

    roles = _KEEPERS
    template_name = "volunteers/certificate.html"
    form_class = CertificateForm
    button = gettext_lazy("Gem")  # type: ignore[assignment]

    @cached_property
    def person(self) -> Volunteer:
        """The person of the address, from those one may see."""
        people = people_for_certificates(self.actor).select_related("municipality")
        return get_object_or_404(people, uuid=self.kwargs["person"])

    @cached_property
    def kind(self) -> CertificateKind:
        """Which certificate; an unknown one is not found."""
        if self.kwargs["certificate"] not in CertificateKind.values:
            raise Http404
        return CertificateKind(self.kwargs["certificate"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the person and the status."""
        looks_at(self.request, self.person.pk, by=self.actor)
        standing = standing_of(self.person, local(now()).date(), self.kind)
        context = super().get_context_data(person=self.person, standing=standing, **kwargs)
        return {**context, "heading": self.kind.label}

    def act(self, form: forms.Form) -> HttpResponse:
        """Keeps the status; a yes that waited is confirmed by the action."""
        deed, on = form.cleaned_data["deed"], form.cleaned_data["on"]
        if deed == MISSING:
            miss_certificate(volunteer=self.person, kind=self.kind, by=self.actor, at=now())
        else:
            keep = order_certificate if deed == ORDERED else clear_certificate
            keep(volunteer=self.person, kind=self.kind, on=on, by=self.actor, at=now())
        messages.success(self.request, _("Gemt."))
        return redirect("volunteers:certificates")

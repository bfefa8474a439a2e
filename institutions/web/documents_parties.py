"""Around the ground rules: parties, signatures, hearings, leaders' yes, MED log, boundary cases."""

from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from backend.common.actors import RoleKind
from backend.web.access import SignedIn
from backend.web.clock import now
from institutions.actions.parties import (
    accept_as_leader,
    keep_party,
    note_hearing,
    note_med,
    sign_version,
)
from institutions.models import Institution, MedKind, Party
from institutions.queries.agreements import boundary_cases_for, med_entries_for
from institutions.queries.documents import accepted_words
from institutions.queries.scope import institutions_for
from institutions.rules.deeds import MAY, Deed, grants_for
from institutions.rules.states import DocumentState
from institutions.web.documents import OfRules
from institutions.web.documents_party_forms import (
    HearingForm,
    MedForm,
    PartyForm,
    SignatureForm,
    YesForm,
)
from institutions.web.organisation import BackPage, Keeper

R = RoleKind


class KeepParty(Keeper, BackPage):
    """The parties, and a form for one more or for a known one's contact."""

    template_name = "institutions/document_parties.html"
    form_class = PartyForm
    heading = gettext_lazy("Aftalens parter")  # type: ignore[assignment]
    back = "institutions:documents"
    back_words = gettext_lazy("Spilleregler")

    def act(self, form: PartyForm) -> HttpResponse:
        """Keeps it."""
        keep_party(municipality=self.kept, by=self.actor, at=now(), **form.cleaned_data)
        return self.done(_("%(name)s er gemt.") % form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the parties."""
        parties = Party.objects.filter(municipality=self.kept)
        return super().get_context_data(parties=parties, **kwargs)


class AboutVersion(OfRules, BackPage):
    """A form about one version; the way back is the version."""

    roles = (R.COORDINATOR,)
    back_words = gettext_lazy("Versionen")

    @property
    def back_url(self) -> str:
        """The version."""
        return reverse("institutions:document", args=[self.version.number])


class Sign(AboutVersion):
    """Notes a party's signature."""

    form_class = SignatureForm
    heading = gettext_lazy("Notér en underskrift")  # type: ignore[assignment]

    def get_form(self, form_class: Any = None) -> Form:
        """The form with this municipality's parties."""
        form = super().get_form(form_class)
        parties = Party.objects.filter(municipality_id=self.actor.municipality_id)
        form.fields["party"].queryset = parties  # type: ignore[attr-defined]
        return form

    def act(self, form: SignatureForm) -> HttpResponse:
        """Keeps it."""
        sign_version(version=self.version, by=self.actor, at=now(), **form.cleaned_data)
        return self.done(_("Underskriften er noteret."))


class Hear(AboutVersion):
    """Notes who was heard."""

    form_class = HearingForm
    heading = gettext_lazy("Notér en høring")  # type: ignore[assignment]

    def act(self, form: HearingForm) -> HttpResponse:
        """Keeps it."""
        note_hearing(document=self.version, by=self.actor, at=now(), **form.cleaned_data)
        return self.done(_("Høringen er noteret."))


class AcceptRules(OfRules, BackPage):
    """The leader's yes to the version in force, for one institution."""

    template_name = "institutions/document_accept.html"
    roles = (R.LEADER,)
    form_class = YesForm
    back = "institutions:board"
    back_words = gettext_lazy("Tidspunkter")
    heading = gettext_lazy("Sig ja til spillereglerne")  # type: ignore[assignment]

    @cached_property
    def place(self) -> Institution:
        """The institution of the address; one that the person does not lead is not found."""
        within = institutions_for(self.actor, Deed.ACCEPT_RULES)
        return get_object_or_404(within, external_uuid=self.kwargs["place"])

    def act(self, form: YesForm) -> HttpResponse:  # noqa: ARG002
        """Keeps the yes."""
        accept_as_leader(version=self.version, institution=self.place, by=self.actor, at=now())
        return self.done(
            _("Tak. Dit ja til version %(n)d er noteret.") % {"n": self.version.number}
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the words one says yes to."""
        if self.version.state != DocumentState.APPROVED:
            raise Http404
        return super().get_context_data(
            version=self.version,
            place=self.place,
            words=accepted_words(self.version),
            **self.rules_of(self.version),
            first=self.version.number == 1,
            **kwargs,
        )


class MedLog(SignedIn, TemplateView):
    """What MED committees were told and agreed on, the newest first. Nobody's name."""

    template_name = "institutions/document_med.html"
    roles = tuple(MAY[Deed.SEE_MED_LOG])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the entries within reach."""
        return super().get_context_data(
            entries=med_entries_for(self.actor),
            may_note=bool(grants_for(self.actor, Deed.NOTE_MED)),
            **kwargs,
        )


class NoteMed(SignedIn, BackPage):
    """An entry more."""

    roles = tuple(MAY[Deed.NOTE_MED])
    form_class = MedForm
    heading = gettext_lazy("Notér i MED-loggen")  # type: ignore[assignment]
    back = "institutions:med_log"
    back_words = gettext_lazy("MED-log")

    def get_form(self, form_class: Any = None) -> Form:
        """The form with the person's institutions; only the coordinator notes for all."""
        form = super().get_form(form_class)
        field: Any = form.fields["institution"]
        field.queryset = institutions_for(self.actor, Deed.NOTE_MED)
        field.required = not grants_for(self.actor, Deed.KEEP_ORGANISATION)
        if field.required:
            field.empty_label = _("Vælg")
        return form

    def act(self, form: MedForm) -> HttpResponse:
        """Keeps it."""
        given = dict(form.cleaned_data)
        given["kind"] = MedKind(given["kind"])
        note_med(by=self.actor, at=now(), **given)
        return self.done(_("Det er noteret i MED-loggen."))


class BoundaryCases(SignedIn, TemplateView):
    """Needs that sounded like staff's work: the word, the reason, the decision (K19)."""

    template_name = "institutions/document_cases.html"
    roles = tuple(MAY[Deed.SEE_BOUNDARY_CASES])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the cases and how many were sent back."""
        cases = boundary_cases_for(self.actor)
        sent_back = sum(case.decision == "sent_back" for case in cases)
        return super().get_context_data(cases=cases, sent_back=sent_back, **kwargs)

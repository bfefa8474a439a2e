"""The volunteer strategy: the words in force, its versions, and how one comes into force."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from backend.common.actors import RoleKind
from backend.web.access import SignedIn
from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from backend.web.forms import PlainForm
from institutions.actions.parties import note_hearing
from institutions.actions.strategies import (
    approve_strategy,
    draft_strategy,
    edit_strategy,
    move_strategy,
)
from institutions.models import Strategy
from institutions.queries.agreements import strategies_for
from institutions.rules.deeds import Deed, grants_for
from institutions.rules.differences import word_differences
from institutions.rules.states import DocumentState, state_word
from institutions.web.documents_forms import ApprovalForm
from institutions.web.documents_party_forms import HearingForm
from institutions.web.organisation import BackPage, Keeper


class StrategyForm(PlainForm):
    """The strategy's words."""

    title = forms.CharField(label=gettext_lazy("Titel"), max_length=120)
    text = forms.CharField(label=gettext_lazy("Tekst"), widget=forms.Textarea(attrs={"rows": 20}))


class OfStrategy(SignedIn):
    """What the strategy's pages share."""

    @cached_property
    def strategy(self) -> Strategy:
        """The version of the address; an unknown or hidden one is not found."""
        return get_object_or_404(strategies_for(self.actor), number=self.kwargs["strategy"])

    @property
    def back_url(self) -> str:
        """The version."""
        return reverse("institutions:strategy", args=[self.strategy.number])


class Strategies(SignedIn, TemplateView):
    """The strategy in force and all versions."""

    template_name = "institutions/document_strategies.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the versions with their states."""
        rows = [(row, state_word(row.state)) for row in strategies_for(self.actor)]
        in_force = next((row for row, _word in rows if row.state == DocumentState.APPROVED), None)
        return super().get_context_data(
            rows=rows,
            in_force=in_force,
            may_approve=bool(grants_for(self.actor, Deed.APPROVE_RULES)),
            **kwargs,
        )


class StrategyPage(OfStrategy, ActionFormView):
    """One version word for word; the coordinator notes its approval here."""

    template_name = "institutions/document_strategy.html"
    form_class = ApprovalForm

    def act(self, form: ApprovalForm) -> HttpResponse:
        """Puts it in force."""
        approve_strategy(strategy=self.strategy, by=self.actor, at=now(), **form.cleaned_data)
        messages.success(self.request, _("Strategien gælder nu."))
        return redirect(self.back_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the version, what differs from the one before, and the steps open to the person."""
        state, may = self.strategy.state, bool(grants_for(self.actor, Deed.APPROVE_RULES))
        before = strategies_for(self.actor).filter(number__lt=self.strategy.number).first()
        return super().get_context_data(
            strategy=self.strategy,
            state=state_word(state),
            before=before,
            pieces=word_differences(before.text, self.strategy.text) if before else [],
            hearings=self.strategy.hearings.all(),
            may=may,
            is_draft=may and state == DocumentState.DRAFT,
            to_approve=may and state == DocumentState.FOR_APPROVAL,
            **kwargs,
        )


class NewStrategy(Keeper, BackPage):
    """A new draft with the words in force."""

    form_class = StrategyForm
    heading = gettext_lazy("Ny version af strategien")  # type: ignore[assignment]
    back = "institutions:strategies"
    back_words = gettext_lazy("Frivilligstrategi")

    def get_initial(self) -> dict[str, Any]:
        """The words in force."""
        known = strategies_for(self.actor).filter(state=DocumentState.APPROVED).first()
        return {"title": known.title, "text": known.text} if known else {}

    def act(self, form: StrategyForm) -> HttpResponse:
        """Keeps the draft."""
        draft_strategy(municipality=self.kept, by=self.actor, at=now(), **form.cleaned_data)
        return self.done(_("Kladden er gemt."))


class EditStrategy(OfStrategy, BackPage):
    """The words of a draft; the page of another state is not found."""

    roles = (RoleKind.COORDINATOR,)
    form_class = StrategyForm
    heading = gettext_lazy("Ret kladden")  # type: ignore[assignment]
    back_words = gettext_lazy("Versionen")

    def get_initial(self) -> dict[str, Any]:
        """The words as they stand."""
        if self.strategy.state != DocumentState.DRAFT:
            raise Http404
        return {"title": self.strategy.title, "text": self.strategy.text}

    def act(self, form: StrategyForm) -> HttpResponse:
        """Keeps them."""
        edit_strategy(strategy=self.strategy, by=self.actor, at=now(), **form.cleaned_data)
        return self.done(_("Kladden er gemt."))


class HearStrategy(OfStrategy, BackPage):
    """Notes who was heard."""

    roles = (RoleKind.COORDINATOR,)
    form_class = HearingForm
    heading = gettext_lazy("Notér en høring")  # type: ignore[assignment]
    back_words = gettext_lazy("Versionen")

    def act(self, form: HearingForm) -> HttpResponse:
        """Keeps it."""
        note_hearing(document=self.strategy, by=self.actor, at=now(), **form.cleaned_data)
        return self.done(_("Høringen er noteret."))


class MoveStrategy(OfStrategy, View):
    """Sends a draft on, or a version that is up for approval back."""

    http_method_names = ["post", "options"]
    to = DocumentState.FOR_APPROVAL

    def post(self, request: HttpRequest, strategy: int) -> HttpResponse:
        """Back to the version."""
        move_strategy(strategy=self.strategy, to=self.to, by=self.actor, at=now())
        told = {"n": strategy, "state": state_word(self.to)}
        messages.success(request, _("Version %(n)d: %(state)s.") % told)
        return redirect(self.back_url)

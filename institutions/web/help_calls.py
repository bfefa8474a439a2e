"""Calls for help: a leader asks, the department's ambassador answers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from backend.common.danish_dates import local
from backend.web.access import SignedIn
from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from institutions.actions.help_calls import (
    answer_help_call,
    ask_for_help,
    close_help_call,
    reopen_help_call,
    take_help_call,
)
from institutions.models import HelpCall, Institution
from institutions.queries.help_calls import help_calls_for
from institutions.queries.holders import ambassadors_of
from institutions.queries.scope import institutions_for
from institutions.rules.deeds import Deed, grants_for
from institutions.rules.help_calls import ANSWERED_WITHIN, HELP_CALL_WORDS, HelpCallState
from institutions.web.help_forms import AnswerForm, HelpCallForm
from institutions.web.organisation import BackPage


class AskForHelp(SignedIn, BackPage):
    """Asks the ambassador of the institution's department; shows what was asked before."""

    template_name = "institutions/help_ask.html"
    form_class = HelpCallForm
    heading = gettext_lazy("Bed om hjælp")  # type: ignore[assignment]
    button = gettext_lazy("Send til ambassadøren")  # type: ignore[assignment]
    back = "institutions:board"
    back_words = gettext_lazy("Tidspunkter")

    @cached_property
    def place(self) -> Institution:
        """The institution of the address; one that the person does not work at is not found."""
        within = institutions_for(self.actor, Deed.ASK_FOR_HELP).select_related("department")
        return get_object_or_404(within, external_uuid=self.kwargs["place"])

    def act(self, form: HelpCallForm) -> HttpResponse:
        """Sends it, and shows the call with its owner and its deadline."""
        about = form.cleaned_data["about"]
        call = ask_for_help(institution=self.place, about=about, by=self.actor, at=now())
        messages.success(self.request, _("Din henvendelse er sendt."))
        return redirect("institutions:help_call", call.uuid)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds who will answer, and the institution's own calls."""
        today = local(now()).date()
        return super().get_context_data(
            place=self.place,
            ambassadors=ambassadors_of(self.place.department_id, today),
            calls=help_calls_for(self.actor).filter(institution=self.place).order_by("-asked_at"),
            words=HELP_CALL_WORDS,
            today=today,
            within=ANSWERED_WITHIN,
            **kwargs,
        )


class OfCall(SignedIn):
    """A page or a button about one call; one that is not within reach is not found."""

    @cached_property
    def call(self) -> HelpCall:
        """The call of the address."""
        return get_object_or_404(help_calls_for(self.actor), uuid=self.kwargs["call"])


class HelpCallPage(OfCall, ActionFormView):
    """The call, its owner, its deadline and its answer, with the form for those who help."""

    template_name = "institutions/help_call.html"
    form_class = AnswerForm
    button = gettext_lazy("Send svaret")  # type: ignore[assignment]

    def act(self, form: AnswerForm) -> HttpResponse:
        """Answers."""
        answer_help_call(call=self.call, by=self.actor, at=now(), **form.cleaned_data)
        messages.success(self.request, _("Svaret er sendt."))
        return redirect("institutions:help_call", self.call.uuid)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the call and what the person may do."""
        place, state = self.call.institution, HelpCallState(self.call.state)
        waits = state is HelpCallState.OPEN
        helps = bool(grants_for(self.actor, Deed.HELP_LEADERS))
        context = super().get_context_data(
            call=self.call,
            place=place,
            words=HELP_CALL_WORDS[state],
            waits=waits,
            late=waits and self.call.due_on < local(now()).date(),
            helps=helps,
            mine=bool(grants_for(self.actor, Deed.ASK_FOR_HELP)),
            back_url=reverse("institutions:ambassador" if helps else "institutions:board"),
            back_words=_("Min afdeling") if helps else _("Tidspunkter"),
            **kwargs,
        )
        return {**context, "heading": _("Henvendelse fra %(name)s") % {"name": place.name}}


class CallButton(OfCall, View):
    """One deed on a call, and back to it."""

    http_method_names = ["post", "options"]
    deed: Any = None

    def post(self, request: HttpRequest, call: Any) -> HttpResponse:  # noqa: ARG002
        """Does it."""
        type(self).deed(call=self.call, by=self.actor, at=now())
        return redirect("institutions:help_call", self.call.uuid)


class CloseCall(CallButton):
    """The institution needs no more."""

    deed = staticmethod(close_help_call)


class ReopenCall(CallButton):
    """The answer did not help."""

    deed = staticmethod(reopen_help_call)


class TakeCall(CallButton):
    """Whoever helps becomes the owner."""

    deed = staticmethod(take_help_call)

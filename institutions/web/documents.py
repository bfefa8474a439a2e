"""The ground rules: word for word, their versions, and how a new one comes into force."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from backend.accounts.models import Municipality
from backend.common.actors import RoleKind
from backend.web.access import SignedIn
from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from institutions.actions.documents import approve_rules, draft_rules, submit_rules
from institutions.models import RulesVersion
from institutions.queries.agreements import yes_to
from institutions.queries.documents import accepted_words, next_content, reopened_counts
from institutions.queries.rule_questions import rule_lines, unanswered
from institutions.queries.scope import rules_versions_for
from institutions.rules.deeds import Deed, grants_for
from institutions.rules.states import DocumentState, state_word
from institutions.web.documents_forms import ApprovalForm, NewVersionForm

_BADGES = {
    DocumentState.APPROVED: "success",
    DocumentState.FOR_APPROVAL: "warning",
    DocumentState.DRAFT: "info",
    DocumentState.SUPERSEDED: "",
}


class OfRules(SignedIn):
    """What the pages of the ground rules share."""

    @property
    def versions(self) -> QuerySet[RulesVersion]:
        """The versions the person may see."""
        return rules_versions_for(self.actor)

    @cached_property
    def version(self) -> RulesVersion:
        """The version of the address; an unknown or hidden one is not found."""
        return get_object_or_404(self.versions, number=self.kwargs["number"])

    def rules_of(self, version: RulesVersion | None) -> dict[str, Any]:
        """The rules with their answered questions, and whether the person may ask."""
        return {
            "rule_lines": rule_lines(version, self.actor) if version else [],
            "may_ask": bool(grants_for(self.actor, Deed.ASK_ABOUT_RULES)),
        }

    @property
    def may_approve(self) -> bool:
        """Whether to show the buttons; the action decides."""
        return bool(grants_for(self.actor, Deed.APPROVE_RULES))


class Documents(OfRules, TemplateView):
    """The version in force, word for word, and all versions."""

    template_name = "institutions/documents.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the versions with their states, and the rules in force."""
        versions = list(self.versions)
        reopened = reopened_counts(versions)
        in_force = next((v for v in versions if v.state == DocumentState.APPROVED), None)
        rows = [
            {
                "version": version,
                "state": state_word(version.state),
                "badge": _BADGES[DocumentState(version.state)],
                "reopened": reopened.get(version.pk),
            }
            for version in versions
        ]
        return super().get_context_data(
            rows=rows,
            in_force=in_force,
            words=accepted_words(in_force) if in_force else {},
            waiting=unanswered(self.actor),
            **self.rules_of(in_force),
            may_approve=self.may_approve,
            sees_med=bool(grants_for(self.actor, Deed.SEE_MED_LOG)),
            sees_cases=bool(grants_for(self.actor, Deed.SEE_BOUNDARY_CASES)),
            **kwargs,
        )


class Version(OfRules, ActionFormView):
    """One version word for word; the coordinator sends it on or notes its approval here."""

    template_name = "institutions/document.html"
    form_class = ApprovalForm

    def act(self, form: ApprovalForm) -> HttpResponse:
        """Puts the version in force and says how many points it opened again."""
        reopened = approve_rules(
            version=self.version,
            approved_by=form.cleaned_data["approved_by"],
            approved_on=form.cleaned_data["approved_on"],
            by=self.actor,
            at=now(),
        )
        text = ngettext(
            "Version %(number)d er godkendt. %(n)d punkt i institutionernes tjeklister er åbnet.",
            "Version %(number)d er godkendt. %(n)d punkter i institutionernes tjeklister er åbnet.",
            reopened,
        )
        messages.success(self.request, text % {"number": self.version.number, "n": reopened})
        return redirect("institutions:documents")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the version and which of the two steps is open to the person."""
        state = self.version.state
        return super().get_context_data(
            version=self.version,
            words=accepted_words(self.version),
            **self.rules_of(self.version),
            state=state_word(state),
            badge=_BADGES[DocumentState(state)],
            to_submit=self.may_approve and state == DocumentState.DRAFT,
            to_approve=self.may_approve and state == DocumentState.FOR_APPROVAL,
            may_sign=self.may_approve
            and state in (DocumentState.FOR_APPROVAL, DocumentState.APPROVED),
            may=self.may_approve,
            is_first=not self.versions.filter(number__lt=self.version.number).exists(),
            signatures=self.version.signatures.select_related("party"),
            hearings=self.version.hearings.all(),
            yes=yes_to(self.version, self.actor),
            **kwargs,
        )


class NewVersion(OfRules, ActionFormView):
    """A new draft: the words in force, with the optional rules that are chosen."""

    template_name = "institutions/document_new.html"
    roles = (RoleKind.COORDINATOR,)
    form_class = NewVersionForm

    @cached_property
    def in_force(self) -> RulesVersion | None:
        """The version to copy."""
        return self.versions.filter(state=DocumentState.APPROVED).first()

    def get_initial(self) -> dict[str, Any]:
        """The parties and the optional rules of the version in force."""
        if self.in_force is None:
            return {}
        codes = list(self.in_force.rules.values_list("code", flat=True))
        return {"parties": self.in_force.parties, "optional": codes}

    def act(self, form: NewVersionForm) -> HttpResponse:
        """Keeps the draft and shows it word for word."""
        version = draft_rules(
            municipality=Municipality.objects.get(pk=self.actor.municipality_id),
            content=next_content(self.in_force, form.cleaned_data["optional"]),
            parties=form.cleaned_data["parties"],
            by=self.actor,
            at=now(),
        )
        return redirect("institutions:document", version.number)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the version that is copied."""
        return super().get_context_data(in_force=self.in_force, **kwargs)


class Submit(OfRules, View):
    """Sends a draft to the parties."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        """Back to the version, where its approval is noted."""
        submit_rules(version=self.version, by=self.actor, at=now())
        messages.success(request, _("Version %(n)d er til godkendelse.") % {"n": number})
        return redirect("institutions:document", number)

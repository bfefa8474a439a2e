"""A draft of the ground rules: its words corrected, sent back, and compared with another."""

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
from backend.web.clock import now
from backend.web.forms import PlainForm
from institutions.actions.documents import edit_rules, send_back_rules
from institutions.models import RulesVersion
from institutions.queries.agreements import rules_differences
from institutions.rules.states import DocumentState
from institutions.web.documents import OfRules
from institutions.web.organisation import BackPage

_TEXTS = ("title", "parties", "leader_text", "volunteer_text", "confidentiality_text")
_LONG = {"rows": 5}


class WordsForm(PlainForm):
    """All words of a draft: two fields for each rule, and two for one more."""

    title = forms.CharField(label=gettext_lazy("Titel"), max_length=120)
    parties = forms.CharField(label=gettext_lazy("Aftalt mellem"), max_length=300)
    leader_text = forms.CharField(
        label=gettext_lazy("Det siger lederen ja til"),
        help_text=gettext_lazy("{version} bliver til versionens nummer."),
        widget=forms.Textarea(attrs=_LONG),
    )
    volunteer_text = forms.CharField(
        label=gettext_lazy("Det siger den frivillige ja til"), widget=forms.Textarea(attrs=_LONG)
    )
    confidentiality_text = forms.CharField(
        label=gettext_lazy("Tavshedserklæring"), widget=forms.Textarea(attrs=_LONG)
    )

    def __init__(self, *args: Any, version: RulesVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [rule.code for rule in version.rules.all()]
        taken = {int(code[1:]) for code in self.codes if code[1:].isdecimal()}
        self.codes.append(f"R{max(taken, default=0) + 1:02}")
        for code in self.codes:
            more = code == self.codes[-1]
            what = _("Ny regel %(code)s") if more else _("Regel %(code)s")
            told = what % {"code": code}
            self.fields[f"{code}_title"] = forms.CharField(
                label=_("%(rule)s, navn") % {"rule": told}, max_length=80, required=False
            )
            self.fields[f"{code}_text"] = forms.CharField(
                label=_("%(rule)s, ord") % {"rule": told},
                help_text="" if more else _("Tøm begge felter for at tage reglen ud."),
                widget=forms.Textarea(attrs={"rows": 3}),
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Refuses half a rule."""
        given: dict[str, Any] = super().clean() or {}
        for code in self.codes:
            title, text = given.get(f"{code}_title"), given.get(f"{code}_text")
            if bool(title) != bool(text):
                missing = "text" if title else "title"
                self.add_error(
                    f"{code}_{missing}", _("Skriv både navn og ord, eller ingen af dem.")
                )
        return given

    def content(self) -> dict[str, Any]:
        """The words as the action takes them."""
        given = self.cleaned_data
        rules = [
            {"code": code, "title": given[f"{code}_title"], "text": given[f"{code}_text"]}
            for code in self.codes
            if given[f"{code}_title"]
        ]
        return {**{name: given[name] for name in _TEXTS if name != "parties"}, "rules": rules}


class EditWords(OfRules, BackPage):
    """The words of a draft; the page of another state is not found."""

    roles = (RoleKind.COORDINATOR,)
    form_class = WordsForm
    back_words = gettext_lazy("Versionen")

    @property
    def back_url(self) -> str:
        """The version."""
        return reverse("institutions:document", args=[self.version.number])

    def get_form_kwargs(self) -> dict[str, Any]:
        """The version whose rules become fields."""
        if self.version.state != DocumentState.DRAFT:
            raise Http404
        return {**super().get_form_kwargs(), "version": self.version}

    def get_initial(self) -> dict[str, Any]:
        """The words as they stand."""
        known = {name: getattr(self.version, name) for name in _TEXTS}
        for rule in self.version.rules.all():
            known |= {f"{rule.code}_title": rule.title, f"{rule.code}_text": rule.text}
        return known

    def act(self, form: WordsForm) -> HttpResponse:
        """Keeps them."""
        edit_rules(
            version=self.version,
            content=form.content(),
            parties=form.cleaned_data["parties"],
            by=self.actor,
            at=now(),
        )
        return self.done(_("Kladden er gemt."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which version it is as heading."""
        heading = _("Ret version %(n)d") % {"n": self.version.number}
        return {**super().get_context_data(**kwargs), "heading": heading}


class SendBack(OfRules, View):
    """Makes a version that is up for approval a draft again."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        """Back to the version."""
        send_back_rules(version=self.version, by=self.actor, at=now())
        messages.success(request, _("Version %(n)d er en kladde igen.") % {"n": number})
        return redirect("institutions:document", number)


class Differences(OfRules, TemplateView):
    """What differs between a version and the one before, or another one with ``?fra=``."""

    template_name = "institutions/document_differences.html"

    @cached_property
    def older(self) -> RulesVersion:
        """The version to compare with."""
        wanted = self.request.GET.get("fra", "")
        if wanted:
            if not wanted.isdecimal():
                raise Http404
            return get_object_or_404(self.versions, number=int(wanted))
        before = self.versions.filter(number__lt=self.version.number).first()
        if before is None:
            raise Http404
        return before

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the parts that differ."""
        sections = rules_differences(self.older, self.version)
        return super().get_context_data(
            version=self.version,
            older=self.older,
            sections=[section for section in sections if section.changed],
            versions=self.versions.exclude(pk=self.version.pk),
            **kwargs,
        )

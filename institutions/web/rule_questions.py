"""Questions and answers under the ground rules."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from backend.common.actors import RoleKind
from backend.web.access import SignedIn
from backend.web.clock import now
from backend.web.forms import PlainForm
from institutions.actions.rule_questions import answer_question, ask_about_rule
from institutions.models import GroundRule, RuleQuestion
from institutions.queries.rule_questions import listed_questions, questions_for
from institutions.rules.deeds import MAY, Deed, grants_for
from institutions.web.documents import OfRules
from institutions.web.organisation import BackPage

_WORDS = {"rows": 4}


class QuestionForm(PlainForm):
    """A question about a rule."""

    question = forms.CharField(
        label=gettext_lazy("Dit spørgsmål"),
        help_text=gettext_lazy("Fx: Må en frivillig hente medicin? Skriv ingen navne."),
        widget=forms.Textarea(attrs=_WORDS),
    )


class AnswerForm(PlainForm):
    """The answer, and whether it is for everybody."""

    answer = forms.CharField(label=gettext_lazy("Svar"), widget=forms.Textarea(attrs=_WORDS))
    set_aside = forms.BooleanField(
        label=gettext_lazy("Vis kun svaret for den, der spurgte"), required=False
    )


class Questions(SignedIn, TemplateView):
    """All questions the person may see; for the coordinator the unanswered first."""

    template_name = "institutions/rule_questions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the questions."""
        return super().get_context_data(
            questions=listed_questions(self.actor),
            may_answer=bool(grants_for(self.actor, Deed.APPROVE_RULES)),
            **kwargs,
        )


class AskAboutRule(OfRules, BackPage):
    """Asks about one rule."""

    roles = tuple(MAY[Deed.ASK_ABOUT_RULES])
    form_class = QuestionForm
    button = gettext_lazy("Send spørgsmålet")  # type: ignore[assignment]
    back_words = gettext_lazy("Spilleregler")

    @property
    def back_url(self) -> str:
        """The version."""
        return reverse("institutions:document", args=[self.version.number])

    @cached_property
    def rule(self) -> GroundRule:
        """The rule of the address."""
        return get_object_or_404(self.version.rules, code=self.kwargs["rule"])

    def act(self, form: QuestionForm) -> HttpResponse:
        """Keeps the question."""
        ask_about_rule(
            version=self.version, code=self.rule.code, by=self.actor, at=now(), **form.cleaned_data
        )
        return self.done(_("Spørgsmålet er sendt til frivilligkoordinatoren. Du får svar på mail."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rule as heading, and its words."""
        heading = _("Spørg om %(code)s %(title)s") % {
            "code": self.rule.code,
            "title": self.rule.title,
        }
        context = super().get_context_data(**kwargs)
        return {**context, "heading": heading, "intro": self.rule.text}


class AnswerQuestion(SignedIn, BackPage):
    """Answers a question, or corrects an answer."""

    roles = (RoleKind.COORDINATOR,)
    form_class = AnswerForm
    heading = gettext_lazy("Svar på et spørgsmål")  # type: ignore[assignment]
    button = gettext_lazy("Gem svaret")  # type: ignore[assignment]
    back = "institutions:rule_questions"
    back_words = gettext_lazy("Spørgsmål og svar")

    @cached_property
    def question(self) -> RuleQuestion:
        """The question of the address; another municipality's is not found."""
        return get_object_or_404(questions_for(self.actor), uuid=self.kwargs["question"])

    def get_initial(self) -> dict[str, Any]:
        """The answer as it stands."""
        return {"answer": self.question.answer, "set_aside": self.question.set_aside}

    def act(self, form: AnswerForm) -> HttpResponse:
        """Keeps the answer; whoever asked gets a mail."""
        answer_question(question=self.question, by=self.actor, at=now(), **form.cleaned_data)
        return self.done(_("Svaret er gemt."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The question stands above the form."""
        told = f"{self.question.code}: {self.question.question}"
        return {**super().get_context_data(**kwargs), "intro": told}

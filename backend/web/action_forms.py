"""A page with one form and one action behind it."""

from abc import ABC, abstractmethod
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView

from backend.common.refusals import Invalid, Refusal
from backend.web.refusals import status_of

if TYPE_CHECKING:
    _FormPage = FormView[forms.Form]
else:
    _FormPage = FormView


class ActionFormView(_FormPage, ABC):
    """GET shows the form, POST hands it to ``act``.

    Answers 422 when the form cannot be used, and a refusal's own status when the action says no;
    both times with everything that was typed. Put ``SignedIn`` before it.
    """

    template_name = "form_page.html"
    http_method_names = ["get", "head", "post", "options"]
    heading = ""
    button = ""

    @abstractmethod
    def act(self, form: Any) -> HttpResponse:
        """Calls the one action with ``form.cleaned_data`` and answers, usually a redirect."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Acts; a refusal is put on the form instead of on a page of its own."""
        try:
            return self.act(form)
        except Refusal as refusal:
            put_on_form(form, refusal)
            return self._again(form, status_of(refusal))

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """The same page with the errors, 422."""
        return self._again(form, HTTPStatus.UNPROCESSABLE_ENTITY)

    def _again(self, form: forms.Form, status: HTTPStatus) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the page's heading and the words on its button."""
        return super().get_context_data(heading=self.heading, button=self.button, **kwargs)


class BackPage(ActionFormView):
    """A form with a way back: ``back`` names a route and ``back_words`` what it is called."""

    template_name = "form_back.html"
    back = "home"
    back_words: Any = ""
    intro: Any = ""

    @property
    def back_url(self) -> str:
        """The address of the page one came from."""
        return reverse(self.back)

    def done(self, text: str) -> HttpResponse:
        """Back, with a sentence that says what was kept."""
        messages.success(self.request, text)
        return redirect(self.back_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the way back and what stands above the form."""
        return super().get_context_data(
            back_url=self.back_url, back_words=self.back_words, intro=self.intro, **kwargs
        )


def put_on_form(form: forms.Form, refusal: Refusal) -> None:
    """Puts an Invalid's sentences at their fields, and everything else at the top of the form.

    A sentence about a field that this form does not have goes to the top too: it is never lost.
    """
    fields = refusal.fields if isinstance(refusal, Invalid) else {}
    for name, sentences in fields.items():
        form.add_error(name if name in form.fields else None, list(sentences))
    if not fields:
        form.add_error(None, refusal.text)

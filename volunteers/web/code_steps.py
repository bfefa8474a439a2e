"""A form that is confirmed by a code: fill in, get the code by SMS, type it."""

from abc import ABC, abstractmethod
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from backend.common.refusals import Refusal
from backend.web.action_forms import put_on_form
from backend.web.forms import PlainForm
from backend.web.refusals import status_of

_DIGITS = 6


class CodeField(forms.CharField):
    """Six digits, with or without spaces; telephones offer the code from the SMS."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {
            "class": "input-width-s",
            "inputmode": "numeric",
            "autocomplete": "one-time-code",
        }
        super().__init__(max_length=12, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> str:
        """The digits alone; refuses anything but six of them."""
        code = "".join(str(super().clean(value)).split())
        if len(code) != _DIGITS or not (code.isascii() and code.isdecimal()):
            raise forms.ValidationError(_("Skriv de 6 cifre fra sms’en."), code="unreadable")
        return code


class CodeForm(PlainForm):
    """The code from the SMS."""

    code = CodeField(label=_("Koden fra sms’en"))


class ConfirmedByCode(View, ABC):
    """Three faces on one address: the form, the form's values with a field for the code, the deed.

    What was filled in travels in hidden fields, so that nothing is stored before the code is
    right. Give the templates and write ``make_form``, ``ask`` and ``act``; a refusal comes back
    on the face it belongs to with its status.
    """

    template_name = ""
    code_template_name = ""
    code_form_class: type[forms.Form] = CodeForm
    http_method_names = ["get", "head", "post"]

    @abstractmethod
    def make_form(self, data: Any = None) -> Any:
        """The form of the first face, with ``data`` when something was sent."""

    @abstractmethod
    def ask(self, form: Any) -> None:
        """Has the code sent."""

    @abstractmethod
    def act(self, form: Any, codes: Any) -> HttpResponse:
        """Does it, when the code is right."""

    def context(self) -> dict[str, Any]:
        """What the templates need beside the forms."""
        return {}

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """The empty form."""
        return self._show(request, self.make_form())

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """The next face. ``trin`` is ``kode`` when a code is typed."""
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self._show(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        if request.POST.get("trin") == "kode":
            return self._confirm(request, form)
        try:
            self.ask(form)
        except Refusal as refusal:
            put_on_form(form, refusal)
            return self._show(request, form, status_of(refusal))
        return self._show_code(request, form, self.code_form_class())

    def _confirm(self, request: HttpRequest, form: forms.Form) -> HttpResponse:
        codes = self.code_form_class(request.POST)
        if not codes.is_valid():
            return self._show_code(request, form, codes, HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            return self.act(form, codes)
        except Refusal as refusal:
            put_on_form(codes, refusal)
            return self._show_code(request, form, codes, status_of(refusal))

    def _show(
        self, request: HttpRequest, form: forms.Form, status: int = HTTPStatus.OK
    ) -> HttpResponse:
        context = {**self.context(), "form": form}
        return render(request, self.template_name, context, status=status)

    def _show_code(
        self,
        request: HttpRequest,
        form: forms.Form,
        codes: forms.Form,
        status: int = HTTPStatus.OK,
    ) -> HttpResponse:
        context = {**self.context(), "form": codes, "carried": form}
        return render(request, self.code_template_name, context, status=status)

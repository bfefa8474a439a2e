"""The own page's deeds that need a code: e-mail, telephone, and erasure."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from volunteers.actions.contact import (
    ask_for_code,
    ask_to_change_phone,
    change_email,
    change_phone,
)
from volunteers.actions.erasure import erase_myself
from volunteers.models import ContactCode
from volunteers.web.code_steps import CodeForm, ConfirmedByCode
from volunteers.web.links import actor_of_link
from volunteers.web.my_page import MyPageView
from volunteers.web.my_page_forms import EmailForm, NewPhoneForm, NothingForm, TwoCodesForm


class _Confirmed(MyPageView, ConfirmedByCode):
    """A deed on the own page that is confirmed by a code."""

    code_template_name = "volunteers/my_page_code.html"

    def context(self) -> dict[str, Any]:
        """The person, and which deed the code is for."""
        return {**self.around, "deed": type(self).__name__}


class NewEmail(_Confirmed):
    """A new e-mail address."""

    template_name = "volunteers/my_page_email.html"

    def make_form(self, data: Any = None) -> EmailForm:
        """The address we have."""
        return EmailForm(data, initial={"email": self.link.volunteer.email})

    def ask(self, _form: EmailForm) -> None:
        """A code to the person's number."""
        purpose = ContactCode.Purpose.EMAIL
        ask_for_code(volunteer=self.link.volunteer, purpose=purpose, at=self.at)

    def act(self, form: EmailForm, codes: CodeForm) -> HttpResponse:
        """Stores it."""
        person = self.link.volunteer
        change_email(
            volunteer=person,
            email=form.cleaned_data["email"],
            code=codes.cleaned_data["code"],
            by=actor_of_link(person),
            at=self.at,
        )
        return self.back("kontakt")


class NewPhone(_Confirmed):
    """A new mobile number; the link of this page dies with the old one."""

    template_name = "volunteers/my_page_phone.html"
    code_form_class = TwoCodesForm

    def make_form(self, data: Any = None) -> NewPhoneForm:
        """Empty."""
        return NewPhoneForm(data)

    def ask(self, form: NewPhoneForm) -> None:
        """A code to each number."""
        person = self.link.volunteer
        ask_to_change_phone(volunteer=person, phone=form.cleaned_data["phone"], at=self.at)

    def act(self, form: NewPhoneForm, codes: TwoCodesForm) -> HttpResponse:
        """Moves the person, and shows where the new link went."""
        person = self.link.volunteer
        change_phone(
            volunteer=person,
            phone=form.cleaned_data["phone"],
            old_code=codes.cleaned_data["old_code"],
            new_code=codes.cleaned_data["new_code"],
            by=actor_of_link(person),
            at=self.at,
        )
        return render(self.request, "volunteers/my_page_moved.html", self.around)


class EraseMe(_Confirmed):
    """ "Slet mig": what is given back and what goes, then the code."""

    template_name = "volunteers/my_page_erase.html"

    def make_form(self, data: Any = None) -> NothingForm:
        """Nothing to fill in."""
        return NothingForm(data)

    def ask(self, _form: NothingForm) -> None:
        """A code to the person's number."""
        purpose = ContactCode.Purpose.ERASE
        ask_for_code(volunteer=self.link.volunteer, purpose=purpose, at=self.at)

    def act(self, _form: NothingForm, codes: CodeForm) -> HttpResponse:
        """Erases; the receipt stands on a page of its own, because this link is gone."""
        person = self.link.volunteer
        code = codes.cleaned_data["code"]
        erase_myself(volunteer=person, code=code, by=actor_of_link(person), at=self.at)
        return HttpResponseRedirect(reverse("volunteers:erased"))

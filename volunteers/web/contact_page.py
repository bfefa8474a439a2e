"""The association's own page, behind link and code."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from volunteers.actions.association_papers import accept_paper, declaration_text, declare_again
from volunteers.actions.contact_links import ask_for_door_code, close_page, open_door
from volunteers.models import AssociationPaper
from volunteers.queries.associations import association_page, current_paper
from volunteers.web.code_steps import CodeForm, ConfirmedByCode
from volunteers.web.contact_base import ContactView, PageView, Purpose
from volunteers.web.my_page_forms import NothingForm
from volunteers.web.sign_up import sign_up_address
from volunteers.web.strangers import gone


@method_decorator(csrf_exempt, name="dispatch")
class Door(ContactView, ConfirmedByCode):
    """The link of the SMS: it shows the association's name and sends a code to the number."""

    opens = (Purpose.DOOR,)
    template_name = "volunteers/contact_door.html"
    code_template_name = "volunteers/contact_code.html"

    def make_form(self, data: Any = None) -> NothingForm:
        """Nothing to fill in."""
        return NothingForm(data)

    def context(self) -> dict[str, Any]:
        """The association."""
        return self.around

    def ask(self, _form: forms.Form) -> None:
        """A code to the contact's number."""
        ask_for_door_code(link=self.link, at=self.at)

    def act(self, _form: forms.Form, codes: CodeForm) -> HttpResponse:
        """To the page, at an address that closes by itself."""
        code = codes.cleaned_data["code"]
        token = open_door(link=self.link, code=code, by=self.by, at=self.at)
        return redirect("volunteers:contact_page", token)


class ContactPage(PageView):
    """Times, papers, members, hours and contacts of one association."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Shows; nothing is written."""
        association = self.link.contact.association
        shared = sign_up_address(association)
        context = {
            **self.around,
            "page": association_page(association, self.at),
            "shared": request.build_absolute_uri(shared),
            "today": self.at,
        }
        return render(request, "volunteers/contact_page.html", context)


class ContactPaper(PageView):
    """An agreement or a declaration word for word, with the one button while nobody said yes."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Shows the words, and who accepted them when."""
        paper = self._paper()
        if paper is None:
            return gone(request)
        return render(request, "volunteers/contact_paper.html", {**self.around, "paper": paper})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """The yes; the second one changes nothing."""
        paper = self._paper()
        if paper is None:
            return gone(request)
        accept_paper(paper=paper, contact=self.link.contact, by=self.by, at=self.at)
        return self.back("aftalt", "papirer")

    def _paper(self) -> AssociationPaper | None:
        papers = self.link.contact.association.papers.select_related("association")
        return papers.filter(uuid=self.kwargs["paper_uuid"]).first()


class Declaration(PageView):
    """The yearly declaration, renewed by the contact without anybody sending it."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Shows the words that will be accepted."""
        association = self.link.contact.association
        latest = current_paper(association.pk, AssociationPaper.Kind.DECLARATION)
        text = latest.text if latest is not None else declaration_text(association)
        context = {**self.around, "text": text, "latest": latest}
        return render(request, "volunteers/contact_declaration.html", context)

    def post(self, *_args: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Declares for another year."""
        contact = self.link.contact
        declare_again(association=contact.association, contact=contact, by=self.by, at=self.at)
        return self.back("aftalt", "papirer")


class ClosePage(PageView):
    """The button "Luk siden": on a telephone that others hold too."""

    http_method_names = ["post"]

    def post(self, *_args: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Ends the address; the link in the SMS goes on working, with a new code."""
        close_page(link=self.link, at=self.at)
        return HttpResponseRedirect(reverse("volunteers:contact_closed"))

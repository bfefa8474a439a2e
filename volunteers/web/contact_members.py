"""What a contact keeps: members, the other contacts, and the association's own facts."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from backend.web.action_forms import ActionFormView
from volunteers.actions.association_members import enter_member, remove_member, vouch_for
from volunteers.actions.associations import add_contact, end_contact, keep_own_facts
from volunteers.models import Membership
from volunteers.queries.associations import members_of
from volunteers.web.contact_base import PageView
from volunteers.web.contact_forms import ContactForm, MemberForm, OwnDataForm
from volunteers.web.strangers import gone


class _ContactForm(PageView, ActionFormView):
    """A form of the contact's."""

    template_name = "volunteers/contact_form.html"
    intro: Any = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the association and a sentence about the form."""
        return super().get_context_data(**self.around, intro=self.intro, **kwargs)


@method_decorator(csrf_exempt, name="dispatch")
class NewMember(_ContactForm):
    """Enters a person; the answer is the same whether or not the number was known."""

    form_class = MemberForm
    heading = _("Tilføj et medlem")  # type: ignore[assignment]
    button = _("Tilføj")  # type: ignore[assignment]
    intro = _(
        "Personen får en sms fra kommunen med link til sin egen side og kan rette eller slette "
        "alt. Står nummeret hos os i forvejen, skal fornavnet passe, før personen kommer på listen."
    )

    def act(self, form: forms.Form) -> HttpResponse:
        """Enters, and goes back to the list."""
        fields = {name: form.cleaned_data[name] for name in form.fields if name != "agrees"}
        enter_member(
            association=self.link.contact.association, fields=fields, by=self.by, at=self.at
        )
        return self.back("medlem", "medlemmer")


class MemberDeed(PageView):
    """The buttons beside a member: vouch, take it back, remove. Another's member is not found."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Does it and comes back to the list."""
        contact = self.link.contact
        member = self._members().filter(pk=self.kwargs["member"]).first()
        deed = request.POST.get("svar", "")
        if member is None or deed not in {"attest", "uden", "fjern"}:
            return gone(request)
        if deed == "fjern":
            remove_member(membership=member, by=self.by, at=self.at)
        else:
            vouch_for(
                membership=member,
                vouched=deed == "attest",
                contact=contact,
                by=self.by,
                at=self.at,
            )
        return self.back("gemt", "medlemmer")

    def _members(self) -> QuerySet[Membership]:
        return members_of(self.link.contact.association_id)


@method_decorator(csrf_exempt, name="dispatch")
class NewContact(_ContactForm):
    """Another person who answers for the association."""

    form_class = ContactForm
    heading = _("Tilføj en kontaktperson")  # type: ignore[assignment]
    button = _("Tilføj og send link")  # type: ignore[assignment]

    def act(self, form: forms.Form) -> HttpResponse:
        """Adds, and sends the link."""
        association = self.link.contact.association
        add_contact(association=association, **form.cleaned_data, by=self.by, at=self.at)
        return self.back("gemt", "kontakter")


class EndMyself(PageView):
    """The button "Jeg er ikke kontakt mere"."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Takes name and number out; the page that comes back is the one of a lost link."""
        end_contact(contact=self.link.contact, by=self.by, at=self.at)
        return gone(request)


@method_decorator(csrf_exempt, name="dispatch")
class OwnFacts(_ContactForm):
    """The association's own facts, and the contact's name and mail."""

    form_class = OwnDataForm
    heading = _("Ret oplysninger")  # type: ignore[assignment]
    button = _("Gem")  # type: ignore[assignment]

    def get_initial(self) -> dict[str, Any]:
        """As they are."""
        contact = self.link.contact
        association = contact.association
        return {
            "association_name": association.name,
            "cvr": association.cvr,
            "insurance_note": association.insurance_note,
            "name": contact.name,
            "email": contact.email,
        }

    def act(self, form: forms.Form) -> HttpResponse:
        """Keeps both."""
        data = form.cleaned_data
        fields = {"name": data["association_name"], "cvr": data["cvr"]}
        keep_own_facts(
            contact=self.link.contact,
            fields={**fields, "insurance_note": data["insurance_note"]},
            name=data["name"],
            email=data["email"],
            by=self.by,
            at=self.at,
        )
        return self.back("gemt", "oplysninger")

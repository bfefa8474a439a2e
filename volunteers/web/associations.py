"""Associations, companies and networks, for the coordinator who keeps them."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from backend.accounts.models import Municipality
from backend.common.actors import RoleKind
from backend.common.danish_dates import local
from backend.web.access import SignedIn
from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from volunteers.actions.association_members import add_member
from volunteers.actions.association_papers import send_paper
from volunteers.actions.associations import (
    add_contact,
    create_association,
    end_contact,
    send_door,
    update_association,
)
from volunteers.models import Association, AssociationPaper
from volunteers.queries.associations import association_list, association_page, current_paper
from volunteers.queries.scope import associations_for, volunteers_for
from volunteers.rules.certificates import months_after
from volunteers.texts.papers import shipped_paper
from volunteers.web.association_forms import (
    AssociationForm,
    MemberPhoneForm,
    NewAssociationForm,
    PaperForm,
)
from volunteers.web.contact_forms import ContactForm
from volunteers.web.sign_up import sign_up_address

PAPER_KINDS = {
    "aftale": AssociationPaper.Kind.AGREEMENT,
    "erklaering": AssociationPaper.Kind.DECLARATION,
}
_YEAR = 12


class AssociationList(SignedIn, TemplateView):
    """All in Danish order, those that need a hand first; ``?slags=`` shows one kind."""

    roles = (RoleKind.COORDINATOR,)
    template_name = "volunteers/associations.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The own municipality's."""
        kind = self.request.GET.get("slags", "")
        rows = associations_for(self.actor)
        if kind in Association.Kind.values:
            rows = rows.filter(kind=kind)
        listed = association_list(rows, now())
        return super().get_context_data(
            listed=listed,
            urgent=[one for one in listed if one.warnings],
            kinds=Association.Kind.choices,
            kind=kind,
            **kwargs,
        )


class _Kept(SignedIn):
    """A page about one association; another municipality's is not found."""

    roles = (RoleKind.COORDINATOR,)

    @cached_property
    def association(self) -> Association:
        """The association of the address."""
        rows = associations_for(self.actor).select_related("municipality")
        return get_object_or_404(rows, uuid=self.kwargs["association"])

    def back(self, words: str) -> HttpResponse:
        """To the association's page with a word about what was done."""
        messages.success(self.request, words)
        return redirect("volunteers:association", self.association.uuid)


class AssociationView(_Kept, TemplateView):
    """Needs asked about, people signed up, agreement and declaration, members and contacts."""

    template_name = "volunteers/association.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """As it stands at this moment."""
        at = now()
        shared = sign_up_address(self.association)
        return super().get_context_data(
            **{
                **kwargs,
                "association": self.association,
                "page": association_page(self.association, at),
                "shared": self.request.build_absolute_uri(shared),
                "today": local(at).date(),
            }
        )


class NewAssociation(SignedIn, ActionFormView):
    """A new partner with its first contact."""

    roles = (RoleKind.COORDINATOR,)
    template_name = "volunteers/association_form.html"
    form_class = NewAssociationForm
    heading = gettext_lazy("Ny forening, virksomhed eller netværk")  # type: ignore[assignment]
    button = gettext_lazy("Opret")  # type: ignore[assignment]
    initial = {"kind": Association.Kind.ASSOCIATION}

    def act(self, form: forms.Form) -> HttpResponse:
        """Makes it, or opens the one with the same name."""
        association = create_association(
            municipality=Municipality.objects.get(pk=self.actor.municipality_id),
            fields=form.cleaned_data,
            by=self.actor,
            at=now(),
        )
        return redirect("volunteers:association", association.uuid)


class _AssociationForm(_Kept, ActionFormView):
    """A form about one association."""

    template_name = "volunteers/association_form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the association, so that a foreign one is 404 before anything is shown."""
        return super().get_context_data(association=self.association, **kwargs)


class EditAssociation(_AssociationForm):
    """The association's own facts."""

    form_class = AssociationForm
    heading = gettext_lazy("Ret oplysninger")  # type: ignore[assignment]

    def get_initial(self) -> dict[str, Any]:
        """As they are."""
        return {name: getattr(self.association, name) for name in AssociationForm.base_fields}

    def act(self, form: forms.Form) -> HttpResponse:
        """Keeps them."""
        update_association(
            association=self.association, fields=form.cleaned_data, by=self.actor, at=now()
        )
        return self.back(_("Oplysningerne er gemt."))


class AddContact(_AssociationForm):
    """One more contact, who gets the link by SMS."""

    form_class = ContactForm
    heading = gettext_lazy("Tilføj en kontaktperson")  # type: ignore[assignment]
    button = gettext_lazy("Tilføj og send link")  # type: ignore[assignment]

    def act(self, form: forms.Form) -> HttpResponse:
        """Adds, and sends the link."""
        add_contact(association=self.association, **form.cleaned_data, by=self.actor, at=now())
        return self.back(_("Kontaktpersonen er tilføjet og får et link på sms."))


class ContactDeed(_Kept, View):
    """The buttons beside a contact: a new link, or no longer a contact."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: UUID) -> HttpResponse:
        """Does it; an ended contact is not found."""
        live = self.association.contacts.filter(ended_at__isnull=True)
        contact = get_object_or_404(
            live.select_related("municipality", "association"), uuid=kwargs["contact"]
        )
        if request.POST.get("svar") == "slut":
            end_contact(contact=contact, by=self.actor, at=now())
            return self.back(_("Personen er ikke længere kontakt. Navn og nummer er slettet."))
        send_door(contact=contact, by=self.actor, at=now())
        return self.back(_("Linket er sendt på sms."))


class AddMember(_AssociationForm):
    """A volunteer we know already becomes a member."""

    form_class = MemberPhoneForm
    heading = gettext_lazy("Tilføj et medlem")  # type: ignore[assignment]
    button = gettext_lazy("Tilføj")  # type: ignore[assignment]

    def act(self, form: forms.Form) -> HttpResponse:
        """Adds; a number nobody has is said at the field."""
        people = volunteers_for(self.actor).filter(anonymised_at__isnull=True)
        person = people.filter(phone=form.cleaned_data["phone"]).first()
        if person is None:
            form.add_error("phone", _("Vi har ingen frivillig med det nummer."))
            return self.form_invalid(form)
        add_member(association=self.association, volunteer=person, by=self.actor, at=now())
        return self.back(_("Tilføjet."))


class SendPaper(_AssociationForm):
    """An agreement or a declaration: the words can be changed, then the contacts get them."""

    form_class = PaperForm
    button = gettext_lazy("Send til kontaktpersonerne")  # type: ignore[assignment]

    @cached_property
    def kind(self) -> AssociationPaper.Kind:
        """Which paper the address names; anything else is not found."""
        kind = PAPER_KINDS.get(self.kwargs["paper_kind"])
        if kind is None:
            raise Http404
        return kind

    def get_initial(self) -> dict[str, Any]:
        """The last one's words, else the shipped ones, for a year."""
        latest = current_paper(self.association.pk, self.kind)
        place = self.association.municipality.name
        shipped = shipped_paper(self.kind, association=self.association.name, municipality=place)
        return {
            "text": latest.text if latest is not None else shipped,
            "ends_on": months_after(local(now()).date(), _YEAR),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The heading names the paper."""
        return {**super().get_context_data(**kwargs), "heading": self.kind.label}

    def act(self, form: forms.Form) -> HttpResponse:
        """Sends it."""
        send_paper(
            association=self.association,
            kind=self.kind,
            **form.cleaned_data,
            by=self.actor,
            at=now(),
        )
        return self.back(_("Sendt. Kontaktpersonerne får en sms med linket."))

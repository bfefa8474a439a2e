"""The Frivilligcenter's page: open needs, two short forms, and numbers. Nobody is shown."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from backend.accounts.models import Municipality
from backend.common.actors import RoleKind
from backend.web.access import SignedIn
from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from backend.web.fields import PhoneField
from backend.web.forms import PlainForm
from volunteers.actions.referrals import refer_association, refer_volunteer
from volunteers.queries.open_needs import Wanted, open_needs
from volunteers.queries.referrals import referred
from volunteers.web.my_page_forms import postcode_field

_SHOWN = 50


class ReferPersonForm(PlainForm):
    """Just enough to be asked; the rest the person says on the own page."""

    first_name = forms.CharField(label=gettext_lazy("Fornavn"), max_length=60)
    last_name = forms.CharField(label=gettext_lazy("Efternavn"), max_length=80)
    phone = PhoneField(label=gettext_lazy("Mobilnummer"))
    postcode = postcode_field()
    agreed = forms.BooleanField(
        label=gettext_lazy("Personen er fyldt 18 år og har sagt ja til at blive skrevet på listen"),
        error_messages={"required": gettext_lazy("Spørg personen først, og sæt så kryds.")},
    )


class ReferAssociationForm(PlainForm):
    """The association and who answers for it."""

    name = forms.CharField(label=gettext_lazy("Foreningens navn"), max_length=120)
    contact_name = forms.CharField(label=gettext_lazy("Kontaktperson"), max_length=80)
    contact_phone = PhoneField(label=gettext_lazy("Kontaktpersonens mobilnummer"))
    contact_email = forms.EmailField(
        label=gettext_lazy("Kontaktpersonens e-mail"),
        required=False,
        error_messages={"invalid": gettext_lazy("Skriv e-mailen som navn@sted.dk.")},
    )


class Centre(SignedIn):
    """The Frivilligcenter alone, in its own municipality."""

    roles = (RoleKind.VOLUNTEER_CENTRE,)

    @cached_property
    def municipality(self) -> Municipality:
        """The centre's own."""
        return Municipality.objects.get(pk=self.actor.municipality_id)


class CentrePage(Centre, TemplateView):
    """What help is needed now, and how many came by the centre."""

    template_name = "volunteers/centre.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The next fifty times, as they stand on the public page."""
        place = self.actor.municipality_id
        needs = open_needs(place, now(), Wanted())[:_SHOWN]
        return super().get_context_data(needs=needs, referred=referred(place), **kwargs)


class ReferPerson(Centre, ActionFormView):
    """Sends a person on."""

    template_name = "volunteers/centre_form.html"
    form_class = ReferPersonForm
    heading = gettext_lazy("Henvis en frivillig")  # type: ignore[assignment]
    button = gettext_lazy("Henvis")  # type: ignore[assignment]

    def act(self, form: ReferPersonForm) -> HttpResponse:
        """The same receipt whether or not we knew the person."""
        fields = {name: value for name, value in form.cleaned_data.items() if name != "agreed"}
        refer_volunteer(municipality=self.municipality, fields=fields, by=self.actor, at=now())
        messages.success(self.request, _("Tak. Personen får en sms fra os."))
        return redirect("volunteers:centre")


class ReferAssociation(Centre, ActionFormView):
    """Sends an association on."""

    template_name = "volunteers/centre_form.html"
    form_class = ReferAssociationForm
    heading = gettext_lazy("Henvis en forening")  # type: ignore[assignment]
    button = gettext_lazy("Henvis")  # type: ignore[assignment]

    def act(self, form: ReferAssociationForm) -> HttpResponse:
        """The coordinator goes on from here."""
        refer_association(
            municipality=self.municipality, fields=form.cleaned_data, by=self.actor, at=now()
        )
        messages.success(self.request, _("Tak. Frivilligkoordinatoren ringer til foreningen."))
        return redirect("volunteers:centre")

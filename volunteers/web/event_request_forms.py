"""The forms of those who ask for something: an event of one's own, or a seat at an open one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.fields import PhoneField
from backend.web.forms import PlainForm
from institutions.models import Institution
from volunteers.rules.events import GROUP_WORDS, Group
from volunteers.web.event_forms import KINDS, number_field, text_field

_GUESTS = [(one, words) for one, words in GROUP_WORDS.items() if one != Group.VOLUNTEER]


class OrderForm(PlainForm):
    """ "Bestil et oplæg"."""

    institution = forms.ModelChoiceField(
        Institution.objects.none(), label=_("Institution"), empty_label=_("Vælg")
    )
    kind = forms.ChoiceField(label=_("Hvad ønsker I?"), choices=KINDS)
    topic = forms.CharField(label=_("Emne"), max_length=80)
    wishes = text_field(_("Hvad vil I gerne have ud af det?"), 1000, 4, required=False)
    when = forms.CharField(
        label=_("Hvornår passer det?"),
        max_length=120,
        help_text=_("Fx »en tirsdag i januar efter kl. 14«."),
    )
    expected = number_field(_("Hvor mange kommer cirka?"), required=True)
    contact_name = forms.CharField(label=_("Kontaktperson"), max_length=80)
    contact_phone = PhoneField(label=_("Telefon"))


class DeclineOrderForm(PlainForm):
    """Why an order cannot be met."""

    reason = text_field(_("Hvorfor kan det ikke lade sig gøre?"), 300, 3)


class GuestForm(PlainForm):
    """Who joins an open event."""

    name = forms.CharField(
        label=_("Navn"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = PhoneField(label=_("Mobilnummer"), help_text=_("Vi sender en kode til nummeret."))
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Så får du en kalenderinvitation."),
        required=False,
        error_messages={"invalid": _("Skriv e-mailen som navn@sted.dk.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    group = forms.ChoiceField(
        label=_("Du kommer som"), choices=_GUESTS, widget=forms.RadioSelect, initial=Group.CITIZEN
    )

"""The forms of stories and of the yes to them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.fields import DanishDateField
from backend.web.forms import PlainForm
from volunteers.models import Volunteer
from volunteers.rules.sharing import CHANNEL_WORDS
from volunteers.web.event_forms import text_field
from volunteers.web.sharing.forms import place_field

_CHANNELS = list(CHANNEL_WORDS.items())


def channels_field() -> forms.MultipleChoiceField:
    """Where a story may be told."""
    return forms.MultipleChoiceField(
        label=_("Hvor må historien deles?"), choices=_CHANNELS, widget=forms.CheckboxSelectMultiple
    )


class StoryForm(PlainForm):
    """What happened, and whether anybody can be recognised."""

    institution = place_field(
        _("Hvor?"), required=False, help_text=_("Er en frivillig med i historien, så vælg stedet.")
    )
    title = forms.CharField(label=_("Overskrift"), max_length=120)
    body = text_field(
        _("Historien"),
        4000,
        10,
        help_text=_("Skriv ikke navne på borgere, der får hjælp. Skriv »en beboer«."),
    )
    nobody_named = forms.BooleanField(
        label=_("Ingen kan genkendes i historien"),
        help_text=_("Kan nogen genkendes, så lad feltet stå tomt, og skriv dem på bagefter."),
        required=False,
    )
    planned_on = DanishDateField(
        label=_("Hvornår skal den deles?"), required=False, help_text=_("Fx 24-11-2026")
    )


class StoryPersonForm(PlainForm):
    """Somebody who can be recognised: a volunteer of the place, or anybody else by name."""

    volunteer = forms.ModelChoiceField(
        Volunteer.objects.none(), label=_("En frivillig"), required=False, empty_label=_("Ingen")
    )
    name = forms.CharField(
        label=_("Eller en anden"),
        max_length=120,
        required=False,
        help_text=_("En kollega eller en pårørende. Aldrig en borger, der får hjælp."),
    )


class ConsentForm(PlainForm):
    """A yes that was given on paper or by telephone."""

    channels = channels_field()
    way = forms.CharField(
        label=_("Hvordan har personen sagt ja?"),
        max_length=60,
        help_text=_("Fx på papir, på mail eller i telefonen."),
    )


class OwnConsentForm(PlainForm):
    """The person's own yes."""

    channels = channels_field()


class PublishForm(PlainForm):
    """Where it is told."""

    channel = forms.ChoiceField(
        label=_("Hvor bliver den delt?"), choices=_CHANNELS, widget=forms.RadioSelect
    )
    url = forms.CharField(
        label=_("Link til den"),
        max_length=300,
        required=False,
        help_text=_("Fx til artiklen i avisen. Begynder med https://"),
    )

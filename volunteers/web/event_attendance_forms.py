"""The forms of an event's day: heads at the door, and what a workshop began."""

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.forms import PlainForm
from volunteers.rules.events import GROUP_WORDS
from volunteers.web.event_forms import number_field, text_field


class HeadsForm(PlainForm):
    """How many of a group came without being on the list."""

    group = forms.ChoiceField(label=_("Gruppe"), choices=list(GROUP_WORDS.items()))
    at_place = number_field(_("På stedet"))
    online = number_field(_("Online"))


class InitiativesForm(PlainForm):
    """What a workshop began."""

    initiatives = text_field(
        _("Initiativer, der blev sat i gang"), 2000, 4, required=False, help_text=_("Ét pr. linje.")
    )

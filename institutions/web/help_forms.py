"""The forms of help: a call, its answer, a visit noted, a friendly reminder."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from backend.common.danish_dates import local, short_day
from backend.web.fields import DanishDateField
from backend.web.forms import PlainForm
from institutions.actions.visits import LONGEST_NOTE, LONGEST_REMINDER
from institutions.models import HelpCall, Institution, VisitKind
from institutions.rules.help_calls import LONGEST_WORDS

if TYPE_CHECKING:
    _Choice = forms.ModelChoiceField[HelpCall]
else:
    _Choice = forms.ModelChoiceField


def _long_text(label: Any, hint: Any, rows: int, most: int) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=most, widget=forms.Textarea(attrs={"rows": rows})
    )


class HelpCallForm(PlainForm):
    """What one needs help with."""

    about = _long_text(
        _("Hvad vil I gerne have hjælp til?"),
        _("Fx »Vi er i tvivl om, hvad en frivillig må«. Skriv ikke om borgere."),
        4,
        LONGEST_WORDS,
    )


class AnswerForm(PlainForm):
    """The answer to a call."""

    answer = _long_text(_("Dit svar"), _("Sendes på mail til den, der spurgte."), 4, LONGEST_WORDS)


class CallField(_Choice):
    """A choice among calls for help, by place, day and first words."""

    def label_from_instance(self, obj: Any) -> str:
        """Who asked, when, about what."""
        day = short_day(local(obj.asked_at).date())
        return f"{obj.institution.name}, {day}: {Truncator(obj.about).chars(60)}"


class VisitForm(PlainForm):
    """One visit, talk or conversation."""

    kind = forms.ChoiceField(
        label=_("Hvad var det?"), choices=VisitKind.choices, widget=forms.RadioSelect
    )
    institution = forms.ModelChoiceField(
        Institution.objects.none(),
        label=_("Sted"),
        empty_label=_("Hele afdelingen"),
        required=False,
    )
    held_on = DanishDateField(label=_("Dato"), help_text=_("Fx 24-11-2026"))
    note = _long_text(
        _("Hvad kom der ud af det?"),
        _("Et par ord. Skriv ikke om borgere eller frivillige."),
        2,
        LONGEST_NOTE,
    )
    help_call = CallField(
        HelpCall.objects.none(),
        label=_("Var det svar på en henvendelse?"),
        empty_label=_("Nej"),
        required=False,
    )


class FriendlyReminderForm(PlainForm):
    """The mail as it will be sent; the words may be changed."""

    body = _long_text(_("Mailens tekst"), _("Ret gerne ordene."), 12, LONGEST_REMINDER)

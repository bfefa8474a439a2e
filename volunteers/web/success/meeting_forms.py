"""The forms of review meetings and of the actions agreed there."""

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.web.fields import DanishDateField
from backend.web.forms import PlainForm
from volunteers.models import Criterion, DecisionKind, FollowUpOutcome
from volunteers.web.success.fields import PeriodField


class MeetingForm(PlainForm):
    """A day, and the period it is about."""

    held_on = DanishDateField(label=_("Mødedato"), help_text=_("Fx 12-01-2027"))
    period = PeriodField(label=_("Hvilken periode ser I på?"))


class WhoForm(PlainForm):
    """Members who were there."""

    users = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Medlemmer"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Sæt kryds ved mindst én.")},
    )


class DecisionForm(PlainForm):
    """A line of the minutes."""

    criterion = forms.ModelChoiceField(
        Criterion.objects.none(),
        label=_("Kriterium"),
        empty_label=_("Det hele"),
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("Hvad er det?"),
        choices=DecisionKind.choices,
        widget=forms.RadioSelect,
        initial=DecisionKind.DECISION,
    )
    words = forms.CharField(
        label=_("Skriv det kort"),
        help_text=_("Ingen navne på borgere eller frivillige."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class EndMeetingForm(PlainForm):
    """When the group meets again."""

    next_on = DanishDateField(label=_("Næste møde"), help_text=_("Fx 12-04-2027"))


class FollowUpForm(PlainForm):
    """What somebody does, and until when."""

    what = forms.CharField(
        label=_("Hvad gør I?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Ansvarlig"), empty_label=_("Vælg"))
    due_on = DanishDateField(
        label=_("Frist"), help_text=_("Den dag skal resultatet skrives. Fx 31-01-2027")
    )
    criterion = forms.ModelChoiceField(
        Criterion.objects.none(),
        label=_("Kriterium"),
        empty_label=_("Det hele"),
        required=False,
    )


class ResultForm(PlainForm):
    """What came of it."""

    outcome = forms.ChoiceField(
        label=_("Hvad kom der ud af det?"),
        choices=FollowUpOutcome.choices,
        widget=forms.RadioSelect,
    )
    result = forms.CharField(
        label=_("Skriv det kort"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class HandOverForm(PlainForm):
    """Who takes over."""

    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Ny ansvarlig"), empty_label=_("Vælg")
    )

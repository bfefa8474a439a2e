"""Formal letters: written on a page, picked up by the municipality's mail room."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.common.actors import RoleKind
from backend.web.access import SignedIn
from backend.web.action_forms import ActionFormView
from backend.web.clock import now
from backend.web.forms import PlainForm
from volunteers.actions.letters import LONGEST_BODY, LONGEST_TITLE, write_letter
from volunteers.models import Association
from volunteers.queries.letters import is_delivered, letters_for
from volunteers.queries.scope import associations_for


class LetterForm(PlainForm):
    """To whom, and the words."""

    association = forms.ModelChoiceField(
        Association.objects.none(), label=gettext_lazy("Til"), empty_label=gettext_lazy("Vælg")
    )
    title = forms.CharField(max_length=LONGEST_TITLE, label=gettext_lazy("Overskrift"))
    body = forms.CharField(
        max_length=LONGEST_BODY,
        label=gettext_lazy("Brevet"),
        widget=forms.Textarea(attrs={"rows": 10}),
    )


class LettersPage(SignedIn, ActionFormView):
    """The form, and below it the letters so far."""

    roles = (RoleKind.COORDINATOR,)
    template_name = "volunteers/letters.html"
    form_class = LetterForm

    def get_form(self, form_class: Any = None) -> Any:
        """Only the municipality's own associations can be chosen."""
        form = super().get_form(form_class)
        chooser = cast("forms.ModelChoiceField[Association]", form.fields["association"])
        chooser.queryset = associations_for(self.actor)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the letters, and whether anybody picks them up."""
        return super().get_context_data(
            letters=letters_for(self.actor), is_delivered=is_delivered(), **kwargs
        )

    def act(self, form: LetterForm) -> HttpResponse:
        """Queues it."""
        write_letter(**form.cleaned_data, by=self.actor, at=now())
        messages.success(self.request, _("Brevet er i kø."))
        return redirect("volunteers:letters")

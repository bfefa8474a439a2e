"""The institutions one person of the shared administration acts for."""

from typing import Any

from django import forms
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.accounts.models import User
from backend.common.danish_dates import local
from backend.web.clock import now
from backend.web.forms import PlainForm
from institutions.actions.shared_places import choose_places
from institutions.models import Institution
from institutions.queries.organisation import kept_places
from institutions.queries.roles import people_of, shared_places_of
from institutions.web.organisation import BackPage, Keeper


class SharedPlacesForm(PlainForm):
    """The chosen institutions."""

    places = forms.ModelMultipleChoiceField(
        Institution.objects.none(),
        label=gettext_lazy("Hvilke institutioner?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class SharedPlaces(Keeper, BackPage):
    """Chooses them all at once."""

    form_class = SharedPlacesForm
    back = "institutions:roles"
    back_words = gettext_lazy("Roller")
    intro = gettext_lazy(
        "Det administrative fællesskab handler på lederens vegne. Begge navne står i loggen."
    )

    @cached_property
    def person(self) -> User:
        """The person of the address."""
        return get_object_or_404(people_of(self.actor), pk=self.kwargs["user"])

    def get_initial(self) -> dict[str, Any]:
        """The places of today."""
        return {"places": shared_places_of(self.person, local(now()).date())}

    def get_form(self, form_class: Any = None) -> Form:
        """The form with the open institutions."""
        form = super().get_form(form_class)
        field: Any = form.fields["places"]
        field.queryset = kept_places(self.actor).filter(closed_at=None)
        return form

    def act(self, form: SharedPlacesForm) -> HttpResponse:
        """Keeps the choice."""
        places = list(form.cleaned_data["places"])
        choose_places(user=self.person, places=places, by=self.actor, at=now())
        told = {"name": self.person.name, "n": len(places)}
        return self.done(_("%(name)s handler nu for %(n)d institutioner.") % told)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The name as heading."""
        heading = _("%(name)s i det administrative fællesskab") % {"name": self.person.name}
        return {**super().get_context_data(**kwargs), "heading": heading}

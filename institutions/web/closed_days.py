"""The municipality's closed days: those to come, one more, and taking one away."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from backend.common.danish_dates import local
from backend.web.clock import now
from backend.web.fields import DanishDateField
from backend.web.forms import PlainForm
from institutions.actions.closed_days import close_days, reopen_days
from institutions.web.organisation import BackPage, Keeper


class ClosedDaysForm(PlainForm):
    """One day or several in a row; the rule refuses a name or a span that cannot be used."""

    name = forms.CharField(label=_("Hvorfor er der lukket?"), help_text=_("Fx juleaften"))
    first_on = DanishDateField(label=_("Første dag"), help_text=_("Fx 24-12-2026"))
    last_on = DanishDateField(
        label=_("Sidste dag"), help_text=_("Tomt felt: kun den ene dag."), required=False
    )


class ClosedDaysPage(Keeper, BackPage):
    """The closed days to come, and a form for one more."""

    template_name = "institutions/closed_days.html"
    form_class = ClosedDaysForm
    heading = gettext_lazy("Lukkedage")  # type: ignore[assignment]
    button = gettext_lazy("Tilføj")  # type: ignore[assignment]
    intro = gettext_lazy(
        "Opgaver, der gentages, springer dem over. Helligdage kender vi i forvejen."
    )

    def act(self, form: ClosedDaysForm) -> HttpResponse:
        """Keeps them and shows the list again."""
        given = form.cleaned_data
        close_days(
            municipality=self.kept,
            name=given["name"],
            first_on=given["first_on"],
            last_on=given["last_on"] or given["first_on"],
            by=self.actor,
            at=now(),
        )
        messages.success(self.request, _("%(name)s er gemt.") % given)
        return redirect("institutions:closed_days")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds those that are not over."""
        today = local(now()).date()
        return super().get_context_data(
            days=list(self.kept.closed_days.filter(last_on__gte=today)), **kwargs
        )


class ReopenDays(Keeper, View):
    """Takes closed days away."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, closed: int) -> HttpResponse:
        """Back to the list."""
        days = get_object_or_404(self.kept.closed_days, pk=closed)
        reopen_days(days=days, by=self.actor, at=now())
        messages.success(request, _("%(name)s er ikke længere en lukkedag.") % {"name": days.name})
        return redirect("institutions:closed_days")

"""Drafting a criterion, deciding on it, and ending it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from backend.common.danish_dates import local
from backend.web.clock import now
from volunteers.actions.success.criteria import (
    activate_criterion,
    change_criterion,
    draft_criterion,
    end_criterion,
)
from volunteers.models import Criterion
from volunteers.queries.criteria_places import chosen_place, places_to_choose
from volunteers.queries.project_group import member_users
from volunteers.success.calendar import ended_periods
from volunteers.success.catalogue import Indicator, Unit, catalogue
from volunteers.success.criteria import CriterionState
from volunteers.web.success.base import GroupForm, KeepsCriteria, OfCriterion
from volunteers.web.success.forms import KINDS, OwnForm, PlacedForm, ReasonForm, WishForm

# How far back a baseline may lie.
_YEARS = 3


class _Deciding(GroupForm):
    """What the forms about a criterion share: owners, periods, places and the unit."""

    template_name = "volunteers/steering/decide.html"

    def offer(self, form: Any) -> None:
        """Members, periods that are over, and places."""
        today = self.today()
        form.fields["owner"].queryset = member_users(self.actor.municipality_id, today)
        form.fields["baseline_period"].offer(ended_periods(today, years=_YEARS))
        if "place" in form.fields:
            places = places_to_choose(self.actor)
            form.fields["place"].choices = [("", _("Hele kommunen")), *places]
        self.measure(form)

    def measure(self, form: Any) -> None:
        """Which unit the figures are typed in."""


class ChooseCriterion(_Deciding):
    """One of the catalogue; a code that is not there is not found."""

    form_class = PlacedForm
    back = "volunteers:catalogue"
    back_words = gettext_lazy("Kataloget")

    @property
    def indicator(self) -> Indicator:
        """The catalogue's definition."""
        found = catalogue().get(self.kwargs["code"])
        if found is None:
            raise Http404
        return found

    def measure(self, form: Any) -> None:
        """The catalogue's unit; what is followed without a target has no field for one."""
        form.measure_in(self.indicator.unit, counted=self.indicator.is_computed)

    def get_initial(self) -> dict[str, Any]:
        """The suggested target, to be decided on."""
        return {"target_value": self.indicator.target}

    def act(self, form: PlacedForm) -> HttpResponse:
        """Keeps a draft, and leads to it."""
        row = draft_criterion(
            municipality=self.municipality,
            chosen=self.kwargs["code"],
            place=chosen_place(self.actor, form.cleaned_data["place"]),
            wish=form.wish(),
            by=self.actor,
            at=now(),
        )
        return redirect("volunteers:criterion", row.uuid)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The indicator's name as heading, with its definition."""
        indicator = self.indicator
        return {
            **super().get_context_data(**kwargs),
            "heading": indicator.name,
            "indicator": indicator,
        }


class OwnCriterion(_Deciding):
    """One of the group's own, for what the system cannot count."""

    form_class = OwnForm
    back = "volunteers:catalogue"
    back_words = gettext_lazy("Kataloget")
    heading = gettext_lazy("Lav jeres eget kriterium")  # type: ignore[assignment]
    intro = gettext_lazy("Til det, systemet ikke kan tælle, fx en undersøgelse. I taster tallene.")

    def measure(self, form: Any) -> None:
        """The unit of the kind that was chosen."""
        kind = form.data.get("kind", "") if form.is_bound else ""
        form.measure_in(KINDS[kind][1] if kind in KINDS else Unit.NUMBER, counted=False)
        form.hint_of_every_kind()

    def act(self, form: OwnForm) -> HttpResponse:
        """Keeps a draft, and leads to it."""
        row = draft_criterion(
            municipality=self.municipality,
            chosen=form.own(),
            place=chosen_place(self.actor, form.cleaned_data["place"]),
            wish=form.wish(),
            by=self.actor,
            at=now(),
        )
        return redirect("volunteers:criterion", row.uuid)


class _OneCriterion(OfCriterion, GroupForm):
    """A form about one criterion; the way back is its page."""

    @property
    def back_url(self) -> str:
        """The criterion."""
        return reverse("volunteers:criterion", args=[self.criterion.uuid])

    @property
    def back_words(self) -> str:
        """Its name."""
        return self.criterion.indicator.name


class ChangeCriterion(_OneCriterion, _Deciding):
    """New target, owner, rhythm or reasons."""

    form_class = WishForm
    heading = gettext_lazy("Ret kriteriet")  # type: ignore[assignment]

    @property
    def in_use(self) -> bool:
        """Whether the baseline is locked."""
        return self.criterion.state == CriterionState.ACTIVE

    def measure(self, form: Any) -> None:
        """The criterion's unit; the baseline is locked once it is in use."""
        counted = self.criterion.indicator.is_computed and not self.criterion.is_manual
        form.measure_in(self.criterion.indicator.unit, counted=counted)
        if self.in_use:
            form.lock()

    def get_initial(self) -> dict[str, Any]:
        """What is kept now."""
        row = self.criterion
        names = [name for name in WishForm.base_fields if name != "baseline_period"]
        return {
            **{name: getattr(row, name) for name in names},
            "baseline_period": row.baseline_period,
        }

    def act(self, form: WishForm) -> HttpResponse:
        """Keeps it."""
        wish = form.wish(locked=self.criterion.aim if self.in_use else None)
        change_criterion(criterion=self.criterion, wish=wish, by=self.actor, at=now())
        return self.done(_("Kriteriet er rettet."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The definition beside the form."""
        indicator = self.criterion.indicator
        return {**super().get_context_data(**kwargs), "indicator": indicator}


class ActivateCriterion(OfCriterion, KeepsCriteria, View):
    """Puts a draft to use; what is missing is said on a page of its own, 422."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """The second time changes nothing."""
        row: Criterion = activate_criterion(criterion=self.criterion, by=self.actor, at=now())
        messages.success(request, _("Kriteriet er i brug fra %s.") % f"{local(now()):%d-%m-%Y}")
        return redirect("volunteers:criterion", row.uuid)


class EndCriterion(_OneCriterion):
    """Takes it out of use, with the reason."""

    form_class = ReasonForm
    heading = gettext_lazy("Hold op med at måle det")  # type: ignore[assignment]
    intro = gettext_lazy("Tal i afsluttede perioder bliver stående.")
    button = gettext_lazy("Afslut kriteriet")  # type: ignore[assignment]

    def act(self, form: ReasonForm) -> HttpResponse:
        """Keeps the reason."""
        reason = form.cleaned_data["reason"]
        end_criterion(criterion=self.criterion, reason=reason, by=self.actor, at=now())
        return self.done(_("Kriteriet er afsluttet."))

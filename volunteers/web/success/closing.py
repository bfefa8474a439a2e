"""Periods: closed with their figures, counted again, and the year with its comment."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View

from backend.web.clock import now
from volunteers.actions.success.closing import close_period, close_year, correct_period
from volunteers.actions.success.values import enter_value
from volunteers.models import ClosedPeriod, Criterion
from volunteers.queries.closing import changed_since, closed_for, frozen_lines, period_lines
from volunteers.success.calendar import Rhythm, ended_periods, rhythm_of, written_period
from volunteers.success.periods import Period
from volunteers.web.success.base import GroupForm, KeepsCriteria, OfCriterion, SeesCriteria
from volunteers.web.success.forms import CommentForm, ReasonForm, ValueForm

_YEARS = 3


class Periods(SeesCriteria, TemplateView):
    """The periods that are over, and which of them are closed."""

    template_name = "volunteers/steering/periods.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the periods."""
        lines = period_lines(self.actor, now())
        return super().get_context_data(lines=lines, keeps=self.keeps, **kwargs)


def _period(code: str) -> Period:
    """The period of an address; what is no period is not found."""
    found = written_period(code)
    if found is None:
        raise Http404
    return found


class _OfPeriod(SeesCriteria):
    """A page about a closed period."""

    @cached_property
    def closed(self) -> ClosedPeriod:
        """The period's closing; one that is not closed is not found."""
        period = _period(self.kwargs["period"])
        rows = closed_for(self.actor)
        return get_object_or_404(rows, first=period.first, after=period.after)

    @property
    def back_url(self) -> str:
        """The period's page."""
        return reverse("volunteers:period", args=[self.closed.period.code])


class ClosePeriod(KeepsCriteria, View):
    """Freezes the figures of a quarter or a half-year; a year is closed with a comment."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """The second time leads to the first closing."""
        period = _period(self.kwargs["code"])
        if rhythm_of(period.first, period.after) is Rhythm.YEAR:
            return redirect("volunteers:close_year", period.code)
        close_period(municipality=self.municipality, period=period, by=self.actor, at=now())
        messages.success(request, _("%s er afsluttet.") % period.name)
        return redirect("volunteers:period", period.code)


class PeriodPage(_OfPeriod, TemplateView):
    """The frozen figures with their corrections; of a year its comment and snapshot."""

    template_name = "volunteers/steering/period.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds what has changed since."""
        closed = self.closed
        return super().get_context_data(
            **{
                **kwargs,
                "closed": closed,
                "period": closed.period,
                "lines": frozen_lines(closed, self.actor),
                "changed": changed_since(closed, self.actor, now()),
                "year": getattr(closed, "year", None),
                "keeps": self.keeps,
            }
        )


class CorrectPeriod(_OfPeriod, GroupForm):
    """Counts again; what differs stands beside the frozen figure."""

    form_class = ReasonForm
    heading = gettext_lazy("Vis ændrede tal som rettelser")  # type: ignore[assignment]
    intro = gettext_lazy("De afsluttede tal bliver stående. Rettelsen vises ved siden af.")
    button = gettext_lazy("Tæl igen")  # type: ignore[assignment]
    back_words = gettext_lazy("Perioden")

    def act(self, form: ReasonForm) -> HttpResponse:
        """Says how many differ."""
        reason = form.cleaned_data["reason"]
        made = correct_period(closed=self.closed, reason=reason, by=self.actor, at=now())
        words = ngettext("%s tal er rettet.", "%s tal er rettet.", len(made)) % len(made)
        return self.done(words if made else _("Alle tal er de samme. Intet er rettet."))


class CloseYear(GroupForm):
    """The year with the group's comment."""

    form_class = CommentForm
    intro = gettext_lazy(
        "Tal, mål, beslutninger og opfølgninger gemmes, som de er nu, og kan ikke ændres bagefter."
    )
    back = "volunteers:periods"
    back_words = gettext_lazy("Perioder")
    button = gettext_lazy("Afslut året")  # type: ignore[assignment]

    @cached_property
    def year(self) -> Period:
        """The year; a quarter or a half-year is not found."""
        found = _period(self.kwargs["code"])
        if rhythm_of(found.first, found.after) is not Rhythm.YEAR:
            raise Http404
        return found

    def act(self, form: CommentForm) -> HttpResponse:
        """Keeps the year, and shows it."""
        comment = form.cleaned_data["comment"]
        close_year(
            municipality=self.municipality,
            year=self.year,
            comment=comment,
            by=self.actor,
            at=now(),
        )
        messages.success(self.request, _("Året er afsluttet."))
        return redirect("volunteers:period", self.year.code)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The year in the heading."""
        heading = _("Afslut %s") % self.year.first.year
        return {**super().get_context_data(**kwargs), "heading": heading}


class EnterValue(OfCriterion, GroupForm):
    """A value of a criterion that is typed in."""

    form_class = ValueForm
    heading = gettext_lazy("Tast et tal")  # type: ignore[assignment]

    @property
    def row(self) -> Criterion:
        """The criterion; one that the system counts has no such page."""
        if not self.criterion.is_manual:
            raise Http404
        return self.criterion

    @property
    def back_url(self) -> str:
        """The criterion."""
        return reverse("volunteers:criterion", args=[self.row.uuid])

    @property
    def back_words(self) -> str:
        """Its name."""
        return self.row.indicator.name

    def offer(self, form: Any) -> None:
        """Periods that are over, in the criterion's unit."""
        form.fields["period"].offer(ended_periods(self.today(), years=_YEARS))
        form.measure_in(self.row.indicator)

    def act(self, form: ValueForm) -> HttpResponse:
        """Keeps it; where the period is closed, as a correction."""
        enter_value(criterion=self.row, by=self.actor, at=now(), **form.cleaned_data)
        return self.done(_("Tallet er gemt."))

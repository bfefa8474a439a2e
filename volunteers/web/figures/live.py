"""One figure as it stands now, with the rows behind it: the coordinator's page."""

from datetime import datetime
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from backend.common.actors import RoleKind
from backend.common.danish_dates import local
from backend.web.access import SignedIn
from backend.web.clock import now
from volunteers.models import Criterion, FollowUp
from volunteers.queries.criteria import criteria_for
from volunteers.queries.indicators import Measured, Split, counted_twice, measure
from volunteers.queries.success_views.chosen import chosen_criteria
from volunteers.queries.success_views.empty_seats import empty_seats
from volunteers.queries.success_views.funnel import funnel
from volunteers.queries.success_views.places import places_of
from volunteers.success.catalogue import Indicator, catalogue
from volunteers.success.periods import Period, period_of, periods
from volunteers.success.scopes import WHOLE, Scope
from volunteers.success.spans import year_before
from volunteers.web.figures.cards import Card, criterion_aim, suggested_aim
from volunteers.web.figures.detail import ABOUT_SEATS, Detail, detail_of
from volunteers.web.figures.rows import rows_shown

SPLITS = frozenset({Split.DEPARTMENT, Split.INSTITUTION, Split.WEEK})


def counted_indicator(code: str) -> Indicator:
    """The indicator of an address; one that is not counted is not found."""
    found = catalogue().get(code)
    if found is None or not found.is_computed:
        raise Http404
    return found


class IndicatorPage(SignedIn, TemplateView):
    """``/koordinator/maal/K01/``; ``?kriterium=`` narrows it to what a criterion is about."""

    roles = (RoleKind.COORDINATOR,)
    template_name = "volunteers/figures/live.html"

    @cached_property
    def criterion(self) -> Criterion | None:
        """The one in the address, else the one for the whole municipality, if there is one."""
        wanted = self.request.GET.get("kriterium", "")
        if not wanted:
            return chosen_criteria(self.actor.municipality_id).get(self.kwargs["code"])
        rows = criteria_for(self.actor).filter(code=self.kwargs["code"])
        return get_object_or_404(rows, uuid=wanted)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Counted at this moment, for the period in the address."""
        at = now()
        indicator = counted_indicator(kwargs["code"])
        period = period_of(self.request.GET.get("periode", ""), at)
        page = self.request.GET.get("side", "")
        measured = self._measured(indicator, period, at)
        return super().get_context_data(
            detail=self._detail(measured, period, at),
            counted_twice=counted_twice(measured),
            criterion=self.criterion,
            period=period,
            periods=periods(at),
            as_of=at,
            rows=rows_shown(self.actor, indicator, period, at, scope=self.scope, number=page),
            follow_ups=waiting_for(self.criterion),
            **kwargs,
        )

    @property
    def scope(self) -> Scope:
        """The part of the municipality that the page is about."""
        return self.criterion.scope if self.criterion else WHOLE

    def _measured(self, indicator: Indicator, period: Period, at: datetime) -> Measured:
        place = self.actor.municipality_id
        found = measure(place, period, at, (indicator.code,), scope=self.scope, splits=SPLITS)
        return found[indicator.code]

    def _detail(self, measured: Measured, period: Period, at: datetime) -> Detail:
        indicator, place = measured.indicator, self.actor.municipality_id
        about_seats = indicator.code in ABOUT_SEATS and self.scope == WHOLE
        one = self.criterion
        aim = criterion_aim(one, period) if one else suggested_aim(indicator, period)
        return detail_of(
            Card(indicator, measured.whole, aim, criterion=one),
            measured,
            self._measured(indicator, year_before(period, local(at).date()), at),
            period=period,
            today=local(at).date(),
            places=places_of(place),
            funnel=funnel(place, period, at)[0] if about_seats else None,
            empty=empty_seats(place, period, at) if about_seats else None,
        )


def waiting_for(criterion: Criterion | None) -> list[FollowUp]:
    """What somebody does about a criterion, the soonest first."""
    if criterion is None:
        return []
    rows = criterion.follow_ups.filter(registered_at=None).select_related("owner")
    return list(rows.order_by("due_on", "id"))

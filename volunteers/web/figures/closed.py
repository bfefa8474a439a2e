"""The closed figures for those who follow the effort: aggregates, and never a person."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from backend.accounts.models import Municipality
from backend.common.actors import Actor, RoleKind
from backend.web.access import SignedIn
from volunteers.queries.indicators import Measured
from volunteers.queries.success_views.chosen import chosen_criteria
from volunteers.queries.success_views.empty_seats import empty_seats
from volunteers.queries.success_views.funnel import funnel
from volunteers.queries.success_views.places import Places, places_of
from volunteers.queries.success_views.released import Release, released, releases
from volunteers.success.privacy import is_small
from volunteers.web.figures.cards import Aim, Card, aim_of
from volunteers.web.figures.detail import ABOUT_SEATS, Detail, detail_of
from volunteers.web.figures.live import counted_indicator, waiting_for
from volunteers.web.figures.report import corrected_in, report_of

READERS = (
    RoleKind.COORDINATOR,
    RoleKind.PROJECT_GROUP,
    RoleKind.FOLLOW_UP_GROUP,
    RoleKind.UNION,
    RoleKind.AMBASSADOR,
)
_EVERYWHERE = tuple(role for role in READERS if role != RoleKind.AMBASSADOR)


class ClosedFigures(SignedIn):
    """A page of closed figures; ``?periode=2026-k3`` chooses, else the newest quarter."""

    roles: tuple[RoleKind, ...] = READERS
    actor: Actor
    request: HttpRequest

    @cached_property
    def releases(self) -> list[Release]:
        """What has been closed, the newest first."""
        return releases(self.actor.municipality_id)

    @cached_property
    def release(self) -> Release | None:
        """The one in the address, else the newest quarter; None before anything is closed."""
        return chosen_release(self.releases, self.request.GET.get("periode", ""))

    @cached_property
    def own_places(self) -> Places | None:
        """The own department's for who is an ambassador and nothing else; None for the others."""
        if self.actor.has(*_EVERYWHERE):
            return None
        own = (one.department_id for one in self.actor.grants if one.role == RoleKind.AMBASSADOR)
        mine = frozenset(key for key in own if key is not None)
        return places_of(self.actor.municipality_id).within(mine)

    @property
    def places(self) -> Places:
        """Those the reader sees figures of."""
        return self.own_places or places_of(self.actor.municipality_id)

    @cached_property
    def municipality(self) -> Municipality:
        """The reader's own."""
        return Municipality.objects.get(pk=self.actor.municipality_id)


def chosen_release(found: list[Release], code: str) -> Release | None:
    """The one with this code, else the newest quarter. An unknown code is not found (404)."""
    if code:
        named = next((one for one in found if one.period.code == code), None)
        if named is None:
            raise Http404
        return named
    return next((one for one in found if not one.is_year), None) or next(iter(found), None)


class FiguresPage(ClosedFigures, TemplateView):
    """``/tal/``: a card for each criterion of a closed period, and the reports."""

    template_name = "volunteers/figures/closed.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The same figures for everybody; an ambassador sees the own department's beside them."""
        found = self.release
        return super().get_context_data(
            report=report_of(self.municipality, found, self.own_places) if found else None,
            releases=self.releases,
            everywhere=self.own_places is None,
            **kwargs,
        )


class ClosedIndicator(ClosedFigures, TemplateView):
    """``/tal/K01/``: one figure of a closed quarter (wireframe W5), without the rows behind it."""

    template_name = "volunteers/figures/closed_indicator.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A figure that is not counted, and a quarter that is not closed, are not found."""
        indicator = counted_indicator(kwargs["code"])
        quarters = [one for one in self.releases if not one.is_year]
        release = chosen_release(quarters, self.request.GET.get("periode", ""))
        if release is None:
            raise Http404
        chosen = chosen_criteria(self.actor.municipality_id)
        criterion = chosen.get(indicator.code)
        aim = aim_of(indicator, chosen, release.period)
        return super().get_context_data(
            detail=self._detail(indicator.code, release, aim),
            corrected=corrected_in(release).get(criterion.pk, "") if criterion else "",
            criterion=criterion,
            follow_ups=waiting_for(criterion),
            period=release.period,
            as_of=release.as_of,
            periods=[one.period for one in quarters],
            **kwargs,
        )

    def _detail(self, code: str, release: Release, aim: Aim) -> Detail:
        place, period = self.actor.municipality_id, release.period
        measured = released(place, release, (code,)).measured[code]
        steps, fewest = funnel(place, period, release.as_of)
        about_seats = code in ABOUT_SEATS and not measured.whole.hidden
        return detail_of(
            Card(measured.indicator, measured.whole, aim),
            measured,
            self._year_before(code, release),
            period=period,
            today=period.after,
            places=self.places,
            funnel=steps if about_seats and not is_small(fewest) else None,
            empty=empty_seats(place, period, release.as_of) if about_seats else None,
        )

    def _year_before(self, code: str, release: Release) -> Measured | None:
        """The same quarter a year before, when it is closed too."""
        month = release.period.first.replace(year=release.period.first.year - 1)
        one = next((r for r in self.releases if not r.is_year and r.period.first == month), None)
        return released(self.actor.municipality_id, one, (code,)).measured[code] if one else None

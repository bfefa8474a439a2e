"""Events in figures, and a series with who has been to which part."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from backend.common.danish_dates import local
from backend.web.access import SignedIn
from backend.web.clock import now
from institutions.rules.deeds import Deed, grants_for
from volunteers.queries.event_series import series_table
from volunteers.queries.event_statistics import awareness_of, figures_of, orders_in
from volunteers.queries.events import kept_events, kept_series, year_span, years_of
from volunteers.web.events import KEEPERS


class EventFigures(SignedIn, TemplateView):
    """A year's events by kind and group; ``?aar=`` chooses the year."""

    roles = KEEPERS
    template_name = "volunteers/event_figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the year's figures; a year without events is this one."""
        this_year = local(now()).year
        years = sorted({*years_of(self.actor), this_year}, reverse=True)
        asked = self.request.GET.get("aar", "")
        year = int(asked) if asked in map(str, years) else this_year
        place, (first, last) = self.actor.municipality_id, year_span(year)
        # What is still to come is not held yet.
        until_now = (first, min(last, now()))
        kinds = figures_of(place, *until_now)
        return super().get_context_data(
            year=year,
            years=years,
            kinds=[line for line in kinds if line.held or line.cancelled],
            held=sum(line.held for line in kinds),
            came=sum(line.came for line in kinds),
            online=sum(line.online for line in kinds),
            travel_hours=sum(line.travel_minutes for line in kinds) / 60,
            awareness=awareness_of(place, *until_now),
            orders=orders_in(place, first, last),
            series=kept_series(self.actor),
            **kwargs,
        )


class SeriesPage(SignedIn, TemplateView):
    """One series: its parts, and how many of them each person has been to."""

    roles = KEEPERS
    template_name = "volunteers/event_series.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the table of the parts the person plans; another department's series is 404."""
        series = get_object_or_404(kept_series(self.actor), uuid=self.kwargs["event_series"])
        kwargs["series"] = series
        return super().get_context_data(
            table=series_table(series, kept_events(self.actor)),
            full_names=bool(grants_for(self.actor, Deed.SEE_PEOPLE)),
            **kwargs,
        )

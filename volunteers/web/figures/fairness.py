"""Who is asked and who says yes: how evenly, and never who."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.views.generic import TemplateView

from backend.common.actors import RoleKind
from backend.web.clock import now
from volunteers.queries.success_views.fairness import fairness
from volunteers.success.drawings.bars import Bars, Measure, draw_bars
from volunteers.success.fairness import Spread, gini_words
from volunteers.success.periods import Period, period_of, periods
from volunteers.success.privacy import hidden_among, is_small
from volunteers.web.figures.closed import ClosedFigures, chosen_release

_NARROW = 320


@dataclass(frozen=True, slots=True)
class ShownSpread:
    """A distribution: how many people had so many; None where few people are hidden."""

    spread: Spread
    rows: tuple[tuple[str, int | None], ...]
    wide: Bars
    narrow: Bars
    sentence: str


class FairnessPage(ClosedFigures, TemplateView):
    """``/tal/fordeling/``: now for the coordinator, closed quarters for the project group."""

    roles = (RoleKind.COORDINATOR, RoleKind.PROJECT_GROUP)
    template_name = "volunteers/figures/fairness.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Before a quarter is closed the project group has nothing to see."""
        at, wanted = now(), self.request.GET.get("periode", "")
        if self.actor.has(RoleKind.COORDINATOR):
            period, choices = period_of(wanted, at), periods(at)
            return self._shown(period, at, choices, sees_small=True, **kwargs)
        quarters = [one for one in self.releases if not one.is_year]
        release = chosen_release(quarters, wanted)
        if release is None:
            return super().get_context_data(**kwargs)
        choices = tuple(one.period for one in quarters)
        return self._shown(release.period, release.as_of, choices, sees_small=False, **kwargs)

    def _shown(
        self,
        period: Period,
        at: datetime,
        choices: tuple[Period, ...],
        *,
        sees_small: bool,
        **kwargs: Any,
    ) -> dict[str, Any]:
        found = fairness(self.actor.municipality_id, period, at)
        return super().get_context_data(
            period=period,
            periods=choices,
            as_of=at,
            asked=shown_spread(found.asked, sees_small=sees_small),
            accepted=shown_spread(found.accepted, sees_small=sees_small),
            **kwargs,
        )


def shown_spread(spread: Spread, *, sees_small: bool) -> ShownSpread | None:
    """The distribution as this reader may see it; None with few people in all."""
    if not sees_small and is_small(spread.people):
        return None
    counts = dict(spread.steps)
    hidden = frozenset() if sees_small else hidden_among(counts)
    rows = tuple((name, None if name in hidden else count) for name, count in spread.steps)
    bars = [
        Measure(
            name,
            None if count is None else Decimal(count),
            "for få til at vise" if count is None else f"{count}",
        )
        for name, count in rows
    ]
    return ShownSpread(
        spread, rows, draw_bars(bars), draw_bars(bars, width=_NARROW), gini_words(spread.gini)
    )

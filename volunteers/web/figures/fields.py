"""Which fields volunteers work in: departments by kinds of task."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.views.generic import TemplateView

from backend.common.actors import RoleKind
from backend.web.clock import now
from institutions.queries.scope import task_kinds_for
from volunteers.queries.success_views.fields import Fields, fields
from volunteers.queries.success_views.released import released
from volunteers.success.periods import period_of, periods
from volunteers.success.privacy import TOTAL, Place
from volunteers.web.figures.closed import ClosedFigures, chosen_release


@dataclass(frozen=True, slots=True)
class FieldTable:
    """Rows of kinds, columns of departments: how often a volunteer came; None where hidden."""

    departments: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]
    empty: tuple[str, ...]


class FieldsPage(ClosedFigures, TemplateView):
    """``/tal/felter/``: the coordinator's as it is now, everybody else's of closed quarters."""

    roles = (
        RoleKind.COORDINATOR,
        RoleKind.PROJECT_GROUP,
        RoleKind.FOLLOW_UP_GROUP,
        RoleKind.UNION,
    )
    template_name = "volunteers/figures/fields.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Before a quarter is closed only the coordinator has something to see."""
        at, wanted = now(), self.request.GET.get("periode", "")
        if self.actor.has(RoleKind.COORDINATOR):
            period = period_of(wanted, at)
            found = fields(self.actor.municipality_id, period, at)
            shown = {"period": period, "periods": periods(at), "table": self._table(found)}
            return super().get_context_data(as_of=at, **shown, **kwargs)
        quarters = [one for one in self.releases if not one.is_year]
        release = chosen_release(quarters, wanted)
        if release is None:
            return super().get_context_data(**kwargs)
        closed = released(self.actor.municipality_id, release, ("K06",)).fields
        return super().get_context_data(
            period=release.period,
            periods=[one.period for one in quarters],
            as_of=release.as_of,
            table=self._table(closed),
            **kwargs,
        )

    def _table(self, found: Fields) -> FieldTable:
        kinds = {one.pk: one.name for one in task_kinds_for(self.actor)}
        return table_of(found, self.places.departments, kinds)


def table_of(found: Fields, departments: Mapping[int, str], kinds: Mapping[int, str]) -> FieldTable:
    """Every kind and every department, those nobody came to as well, and the sums last."""

    def shown(place: Place) -> int | None:
        return None if place in found.hidden else found.times.get(place, 0)

    columns = [*departments, TOTAL]
    rows = [
        (name, tuple(shown((department, kind)) for department in columns))
        for kind, name in [*kinds.items(), (TOTAL, "I alt")]
    ]
    empty = [name for name, counts in rows[:-1] if counts[-1] == 0]
    return FieldTable((*departments.values(), "I alt"), tuple(rows), tuple(empty))

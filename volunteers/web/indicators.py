"""One success criterion: its definition, its figure, and the rows behind it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404
from django.views.generic import TemplateView

from backend.common.actors import RoleKind
from backend.common.danish_dates import local
from backend.web.access import SignedIn
from backend.web.clock import now
from institutions.models import Slot, Task
from institutions.queries.scope import departments_for, slots_for, tasks_for
from institutions.rules.deeds import Deed
from volunteers.queries.indicators import FactRow, Measured, counted_twice, measure, rows_behind
from volunteers.success.catalogue import Indicator, catalogue
from volunteers.success.figures import Figure
from volunteers.success.periods import Period, period_of, periods
from volunteers.web.cards import Card, card_of, part_of, week_charts, week_figures

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A fact's slot or task with what it adds to the figure."""

    slot: Slot | None
    task: Task
    card: Card


class IndicatorPage(SignedIn, TemplateView):
    """``/koordinator/maal/K01/``: a code that is not counted is not found."""

    roles = (RoleKind.COORDINATOR,)
    template_name = "volunteers/indicator.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Counted at this moment, for the period in the address."""
        at = now()
        indicator = _indicator(kwargs["code"])
        period = period_of(self.request.GET.get("periode", ""), at)
        measured = measure(self.actor.municipality_id, period, at, (indicator.code,))
        one = measured[indicator.code]
        weeks = week_figures(one, period, local(at).date())
        wide, narrow = week_charts(one, weeks)
        return super().get_context_data(
            card=card_of(one),
            departments=self._departments(one),
            counted_twice=counted_twice(one),
            weeks=weeks,
            wide=wide,
            narrow=narrow,
            rows=self._rows(indicator, period, at),
            period=period,
            periods=periods(at),
            as_of=at,
            **kwargs,
        )

    def _departments(self, measured: Measured) -> list[tuple[str, Card]]:
        nothing = Figure(None, 0, 0)
        return [
            (
                department.name,
                part_of(measured.indicator, measured.departments.get(department.pk, nothing)),
            )
            for department in departments_for(self.actor, Deed.SEE_OVERVIEW)
        ]

    def _rows(self, indicator: Indicator, period: Period, at: datetime) -> Page[ShownRow]:
        page = _page_number(self.request.GET.get("side", ""))
        facts, found = rows_behind(
            indicator,
            self.actor.municipality_id,
            period,
            at,
            limit=PER_PAGE,
            offset=(page - 1) * PER_PAGE,
        )
        if not facts and page > 1:
            raise Http404
        shown = self._tasks(facts) if indicator.code == "K02" else self._slots(facts)
        rows = [
            ShownRow(*shown[one.subject_id], part_of(indicator, one.figure))
            for one in facts
            if one.subject_id in shown
        ]
        paginator = Paginator(range(found), PER_PAGE)
        return Page(rows, page, paginator)  # type: ignore[arg-type]

    def _slots(self, facts: list[FactRow]) -> dict[int, tuple[Slot | None, Task]]:
        slots = slots_for(self.actor, Deed.SEE_OVERVIEW).select_related("task__institution")
        found = slots.in_bulk([one.subject_id for one in facts])
        return {key: (slot, slot.task) for key, slot in found.items()}

    def _tasks(self, facts: list[FactRow]) -> dict[int, tuple[Slot | None, Task]]:
        tasks = tasks_for(self.actor, Deed.SEE_OVERVIEW).select_related("institution")
        found = tasks.in_bulk([one.subject_id for one in facts])
        return {key: (None, task) for key, task in found.items()}


def _indicator(code: str) -> Indicator:
    found = catalogue().get(code)
    if found is None or not found.is_computed:
        raise Http404
    return found


def _page_number(text: str) -> int:
    """The page in the address; anything that is not a positive number is the first."""
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1  # noqa: PLR2004

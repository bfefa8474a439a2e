"""The rows behind a figure: the times or the tasks it is made of, for the coordinator."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.http import Http404

from backend.common.actors import Actor
from institutions.models import Slot, Task
from institutions.queries.scope import slots_for, tasks_for
from institutions.rules.deeds import Deed
from volunteers.queries.indicators import FactRow, rows_behind, subject_of
from volunteers.success.catalogue import Indicator
from volunteers.success.periods import Period
from volunteers.success.scopes import Scope
from volunteers.web.figures.cards import NO_AIM, Card

PER_PAGE = 25
_LONGEST_NUMBER = 5


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A fact's slot or task with what it adds to the figure."""

    slot: Slot | None
    task: Task
    card: Card


def rows_shown(
    by: Actor, indicator: Indicator, period: Period, at: datetime, *, scope: Scope, number: str
) -> Page[ShownRow]:
    """A page of them, the newest first; a page past the last is not found (404).

    Figures that are not about times or tasks have none.
    """
    page = _page_number(number)
    facts, found = rows_behind(
        indicator,
        by.municipality_id,
        period,
        at,
        limit=PER_PAGE,
        offset=(page - 1) * PER_PAGE,
        scope=scope,
    )
    if not facts and page > 1:
        raise Http404
    keys = [one.subject_id for one in facts]
    shown = _tasks(by, keys) if subject_of(indicator) == "task" else _slots(by, keys)
    rows = [
        _row(indicator, one, *shown[one.subject_id]) for one in facts if one.subject_id in shown
    ]
    paginator = Paginator(range(found), PER_PAGE)
    return Page(rows, page, paginator)  # type: ignore[arg-type]


def _row(indicator: Indicator, fact: FactRow, slot: Slot | None, task: Task) -> ShownRow:
    return ShownRow(slot, task, Card(indicator, fact.figure, NO_AIM))


def _slots(by: Actor, keys: Collection[int]) -> dict[int, tuple[Slot | None, Task]]:
    slots = slots_for(by, Deed.SEE_OVERVIEW).select_related("task__institution")
    return {key: (slot, slot.task) for key, slot in slots.in_bulk(keys).items()}


def _tasks(by: Actor, keys: Collection[int]) -> dict[int, tuple[Slot | None, Task]]:
    tasks = tasks_for(by, Deed.SEE_OVERVIEW).select_related("institution")
    return {key: (None, task) for key, task in tasks.in_bulk(keys).items()}


def _page_number(text: str) -> int:
    """The page in the address; anything that is not a positive number is the first."""
    plain = text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER
    return max(int(text), 1) if plain else 1

"""Times that belong together, and what is decided about one: series, the rest of one, minimums."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from api.shapes import inputs, planning
from api.verbs import Verb
from api.views.slots import SlotVerb
from institutions.actions.series import add_series, remove_series
from institutions.models import Series, Slot
from institutions.queries.scope import tasks_for
from volunteers.actions.minimums import change_minimum, go_ahead
from volunteers.actions.series import cancel_rest, close_slot, keep_numbers_of_rest, move_rest


def _left_out(days: Any) -> list[dict[str, Any]]:
    return [{"day": day, "why": why} for day, why in days]


class AddSeries(Verb):
    """The same hours every week or every second week; closed days are left out. Twice is once."""

    takes = planning.NewSeries
    gives = planning.PlannedShape
    status = HTTPStatus.CREATED
    pointers = {"ends": "ends_at", "day": "starts_at"}

    def act(self, values: dict[str, Any], uuid: UUID) -> dict[str, Any]:
        """404 for a need that is not within reach."""
        task = self.found(tasks_for(self.actor).select_related("institution"), uuid=uuid)
        planned = add_series(task=task, **values, by=self.actor, at=self.at)
        slots = Slot.objects.select_related("task__institution")
        return {
            "slots": slots.filter(pk__in=[slot.pk for slot in planned.slots]),
            "left_out": _left_out(planned.skipped),
        }


class RemoveSeries(Verb):
    """Takes a series with all its times out of a draft."""

    gives = planning.ManyShape

    def act(self, _values: dict[str, Any], uuid: UUID, number: int) -> dict[str, int]:
        """How many times went with it."""
        rows = Series.objects.filter(task__in=tasks_for(self.actor).filter(uuid=uuid))
        series = self.found(rows.select_related("task__institution"), pk=number)
        count = series.slots.count()
        remove_series(series=series, by=self.actor, at=self.at)
        return {"count": count}


class MoveRest(SlotVerb):
    """Moves this time and those after it in the series by as many days, to the new hours."""

    takes = inputs.Times
    gives = planning.MovedShape

    def act(self, values: dict[str, Any], uuid: UUID) -> dict[str, Any]:
        """All or nothing; a time whose new day is closed stays where it is."""
        days = move_rest(slot=self.slot(uuid), **values, by=self.actor, at=self.at)
        return {"left_out": _left_out(days)}


class CancelRest(SlotVerb):
    """Calls off this time and those after it in the series."""

    takes = inputs.Reason
    gives = planning.ManyShape

    def act(self, values: dict[str, Any], uuid: UUID) -> dict[str, int]:
        """How many were called off."""
        return {"count": cancel_rest(slot=self.slot(uuid), **values, by=self.actor, at=self.at)}


class ChangeNumbersOfRest(SlotVerb):
    """The same seats and minimum at this time and those after it in the series."""

    takes = planning.Numbers
    gives = planning.ManyShape

    def act(self, values: dict[str, Any], uuid: UUID) -> dict[str, int]:
        """All or nothing."""
        count = keep_numbers_of_rest(slot=self.slot(uuid), **values, by=self.actor, at=self.at)
        return {"count": count}


class CloseSlot(SlotVerb):
    """Enough people come: as many seats as are taken, and nobody more is asked."""

    def act(self, _values: dict[str, Any], uuid: UUID) -> Slot:
        """The second time changes nothing."""
        return self.after(close_slot(slot=self.slot(uuid), by=self.actor, at=self.at))


class GoAhead(SlotVerb):
    """The leader's word that it takes place with fewer than the minimum."""

    def act(self, _values: dict[str, Any], uuid: UUID) -> Slot:
        """The second time changes nothing."""
        return self.after(go_ahead(slot=self.slot(uuid), by=self.actor, at=self.at))


class ChangeMinimum(SlotVerb):
    """Another minimum; a decision on the old one no longer stands."""

    takes = planning.Minimum

    def act(self, values: dict[str, Any], uuid: UUID) -> Slot:
        """The same changes nothing."""
        slot = change_minimum(slot=self.slot(uuid), **values, by=self.actor, at=self.at)
        return self.after(slot)

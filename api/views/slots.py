"""Times: looked at, added, removed, moved, resized, cancelled; waves and thanks."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from api import filters
from api.doors import Listing, Look, Shape
from api.plans import plan_shown
from api.problems import BadParameters
from api.shapes import figures, inputs, needs, people
from api.verbs import Verb
from institutions.actions.slots import add_slot, remove_slot
from institutions.models import Slot, Task
from institutions.queries.scope import slots_for, tasks_for
from institutions.rules.deeds import Deed
from volunteers.actions.attendance import give_thanks
from volunteers.actions.changes import cancel_slot, change_seats, move_slot
from volunteers.actions.seats import lock_slot_with_people
from volunteers.actions.waves import send_wave
from volunteers.models import Thanks, Wave
from volunteers.queries.waves import plan_wave


class Slots(Listing):
    """The times within reach, the earliest first."""

    shape = needs.SlotShape
    filterset_class = filters.SlotFilter
    orderings = ("starts_at", "-starts_at")

    def rows(self) -> QuerySet[Slot]:
        """Through scope."""
        return slots_for(self.actor).select_related("task__institution")


class OneSlot(Look):
    """One time."""

    shape = needs.SlotShape

    def get(self, _request: Request, uuid: UUID) -> Response:
        """404 for one that is not within reach."""
        rows = slots_for(self.actor).select_related("task__institution")
        return self.shown(self.found(rows, uuid=uuid))


class SlotVerb(Verb):
    """A deed on one time; the answer is the time as it stands afterwards."""

    gives: Shape = needs.SlotShape
    seen_as: Shape | None = needs.SlotShape
    pointers = {"ends": "ends_at", "day": "starts_at"}

    def slot(self, uuid: UUID) -> Slot:
        """404 for a time that is not within reach."""
        return self.found(slots_for(self.actor).select_related("task__institution"), uuid=uuid)

    def locked(self, uuid: UUID) -> Slot:
        """The time, after its need and its people: the order in which it is called off."""
        slot = self.slot(uuid)
        Task.objects.select_for_update(no_key=True).get(pk=slot.task_id)
        return lock_slot_with_people(slot)[0]

    def after(self, slot: Slot) -> Slot:
        """The time read again."""
        return Slot.objects.select_related("task__institution").get(pk=slot.pk)


class AddSlot(SlotVerb):
    """One more time for a draft. The same span twice is one time; the newest seats count."""

    takes = inputs.NewSlot
    seen_as = None
    status = HTTPStatus.CREATED

    def act(self, values: dict[str, Any], uuid: UUID) -> Slot:
        """404 for a task that is not within reach."""
        task: Task = self.found(tasks_for(self.actor).select_related("institution"), uuid=uuid)
        return self.after(add_slot(task=task, **values, by=self.actor, at=self.at))


class RemoveSlot(SlotVerb):
    """Takes a time out of a draft; a published one is cancelled instead."""

    gives = needs.Removed

    def act(self, _values: dict[str, Any], uuid: UUID) -> dict[str, UUID]:
        """Gives the id that is gone."""
        remove_slot(slot=self.slot(uuid), by=self.actor, at=self.at)
        return {"id": uuid}


class MoveSlot(SlotVerb):
    """A new time: those with a seat are asked whether it still suits them."""

    takes = inputs.Times

    def act(self, values: dict[str, Any], uuid: UUID) -> Slot:
        """The same time again changes nothing."""
        return self.after(move_slot(slot=self.slot(uuid), **values, by=self.actor, at=self.at))


class ChangeSeats(SlotVerb):
    """More or fewer seats; never fewer than are taken."""

    takes = inputs.Seats

    def act(self, values: dict[str, Any], uuid: UUID) -> Slot:
        """More seats call the next in line."""
        return self.after(change_seats(slot=self.slot(uuid), **values, by=self.actor, at=self.at))


class CancelSlot(SlotVerb):
    """Calls the time off; everybody with a seat or in line is told at once."""

    takes = inputs.Reason

    def act(self, values: dict[str, Any], uuid: UUID) -> Slot:
        """The second time changes nothing."""
        slot = self.slot(uuid)
        cancel_slot(slot=slot, **values, by=self.actor, at=self.at)
        return self.after(slot)


class PreviewWave(Look):
    """Whom a wave would ask now, in numbers, and what the SMS says. Asks nobody."""

    shape = figures.WavePlanShape
    parameters = frozenset({"more"})
    described = (
        OpenApiParameter(
            "more",
            OpenApiTypes.BOOL,
            description="true: as if the questions already out gave nothing",
        ),
    )

    def get(self, request: Request, uuid: UUID) -> Response:
        """404 for a time that is not within reach."""
        rows = slots_for(self.actor, Deed.ASK_PEOPLE)
        slot = self.found(rows.select_related("task__institution__municipality"), uuid=uuid)
        more = inputs.More(data=request.query_params.dict())
        if not more.is_valid():
            raise BadParameters(more.errors)
        return self.shown(plan_shown(plan_wave(slot, self.at, more=more.validated_data["more"])))


class SendWave(SlotVerb):
    """Asks the next people. A wave that finds nobody is kept with 0 asked."""

    takes = inputs.More
    gives = people.WaveShape
    status = HTTPStatus.CREATED

    def act(self, values: dict[str, Any], uuid: UUID) -> Wave:
        """Twice is two waves: send an Idempotency-Key."""
        return send_wave(slot=self.slot(uuid), **values, by=self.actor, at=self.at)


class GiveThanks(SlotVerb):
    """Thanks everybody who came, or notes that it was done in another way. Once per time."""

    takes = inputs.Thanking
    gives = people.ThanksShape

    def act(self, values: dict[str, Any], uuid: UUID) -> Thanks:
        """The second time gives the first thanks."""
        return give_thanks(slot=self.slot(uuid), **values, by=self.actor, at=self.at)

"""The time slots of a task that nobody has been asked about yet."""

from datetime import datetime, timedelta

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Clash, Invalid
from institutions.actions.posters import require_drafter
from institutions.models import Series, Slot, Task
from institutions.rules.states import SlotState, TaskState

LONGEST = timedelta(hours=16)
MOST_SEATS = 99


def require_span(starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    """Refuses a slot that has begun, ends before it starts, or lasts more than 16 hours."""
    if ends_at <= starts_at:
        raise Invalid(
            "ends_before_start",
            "Sluttidspunktet skal ligge efter starten.",
            {"ends": ["Skriv et tidspunkt efter starten."]},
        )
    if ends_at - starts_at > LONGEST:
        raise Invalid(
            "too_long",
            "Et tidspunkt kan højst vare 16 timer. Del det i flere.",
            {"ends": ["Højst 16 timer. Del det i flere tidspunkter."]},
        )
    if starts_at <= at:
        raise Invalid(
            "in_the_past",
            "Tidspunktet er allerede begyndt. Vælg et senere.",
            {"day": ["Vælg en dag og en tid, der ikke er begyndt."]},
        )


def require_seats(seats: int, at_least: int = 1) -> None:
    """Refuses fewer seats than are taken, none, and more than 99."""
    if not at_least <= seats <= MOST_SEATS:
        text = (
            f"Der er allerede {at_least} tilmeldte, så antallet kan ikke være lavere."
            if seats < at_least and at_least > 1
            else "Skriv et antal mellem 1 og 99."
        )
        raise Invalid("seats", text, {"seats": [text]})


def require_minimum(min_seats: int, seats: int) -> None:
    """Refuses a minimum above the seats; 0 is no minimum."""
    if not 0 <= min_seats <= seats:
        text = f"Skriv et antal mellem 0 og {seats}. 0 betyder, at det altid bliver til noget."
        raise Invalid("min_seats", text, {"min_seats": [text]})


@transaction.atomic
def add_slot(
    *,
    task: Task,
    starts_at: datetime,
    ends_at: datetime,
    seats: int,
    min_seats: int = 0,
    series: Series | None = None,
    by: Actor,
    at: datetime,
) -> Slot:
    """One more time. The same span of the same task twice is one slot; the newest seats count."""
    require_drafter(task.institution, by, task)
    task = Task.objects.select_for_update().get(pk=task.pk)
    if task.state not in (TaskState.DRAFT, TaskState.IN_REVIEW):
        raise Clash("task_published", "Opgaven er lagt ud. Kopiér den for at få flere tidspunkter.")
    require_span(starts_at, ends_at, at)
    require_seats(seats)
    require_minimum(min_seats, seats)
    slot, created = Slot.objects.update_or_create(
        task=task,
        starts_at=starts_at,
        ends_at=ends_at,
        state=SlotState.OPEN,
        defaults={
            "seats": seats,
            "min_seats": min_seats,
            "series": series,
            "municipality_id": task.municipality_id,
        },
    )
    record("add_slot", slot, by=by, at=at, seats=seats, new=created)
    return slot


@transaction.atomic
def remove_slot(*, slot: Slot, by: Actor, at: datetime) -> None:
    """Takes a time out of a draft. Refuses when the task is published: cancel it instead."""
    require_drafter(slot.task.institution, by, slot.task)
    if slot.task.state not in (TaskState.DRAFT, TaskState.IN_REVIEW):
        raise Clash("task_published", "Opgaven er lagt ud. Brug “Aflys” i stedet.")
    record("remove_slot", slot, by=by, at=at)
    slot.delete()

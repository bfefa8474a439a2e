"""The needs anybody may see: what, when and where, and no person at all."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from institutions.models import Postcode, Slot, TaskKind
from institutions.rules.states import SlotState, TaskState


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visitor looks for; ``weekday`` counts from 1, Monday. Empty: everything."""

    postcode: str = ""
    kind: int | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Areas:
    """What there is to choose among: places and kinds with an open need now."""

    postcodes: list[tuple[str, str]]
    kinds: list[TaskKind]


def open_needs(municipality_id: int, at: datetime, wanted: Wanted) -> QuerySet[Slot]:
    """Published times to come with a seat left, the next one first; days are Danish days."""
    slots = _open(municipality_id, at).select_related("task__institution", "task__kind")
    if wanted.postcode:
        slots = slots.filter(task__institution__postcode=wanted.postcode)
    if wanted.kind is not None:
        slots = slots.filter(task__kind_id=wanted.kind)
    if wanted.weekday is not None:
        slots = slots.filter(starts_at__iso_week_day=wanted.weekday)
    return slots.order_by("starts_at", "id")


def areas(municipality_id: int, at: datetime) -> Areas:
    """The choices of the filter; three queries."""
    found = _open(municipality_id, at)
    codes = sorted(set(found.values_list("task__institution__postcode", flat=True)))
    names = dict(
        Postcode.objects.filter(municipality_id=municipality_id, code__in=codes).values_list(
            "code", "name"
        )
    )
    kinds = TaskKind.objects.filter(pk__in=found.values("task__kind_id"))
    return Areas([(code, f"{code} {names.get(code, '')}".strip()) for code in codes], list(kinds))


def _open(municipality_id: int, at: datetime) -> QuerySet[Slot]:
    return Slot.objects.filter(
        municipality_id=municipality_id,
        state=SlotState.OPEN,
        task__state=TaskState.OPEN,
        starts_at__gt=at,
        seats__gt=F("seats_taken") + F("seats_called"),
    )

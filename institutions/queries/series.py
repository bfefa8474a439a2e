"""The times of a series."""

from datetime import datetime

from django.db.models import QuerySet

from institutions.models import Slot
from institutions.rules.states import SlotState


def rest_of(slot: Slot, at: datetime) -> QuerySet[Slot]:
    """This time and the open ones after it in its series that have not begun, earliest first.

    A time without series is alone.
    """
    if slot.series_id is None:
        rows = Slot.objects.filter(pk=slot.pk)
    else:
        rows = Slot.objects.filter(series_id=slot.series_id, starts_at__gte=slot.starts_at)
    return rows.filter(state=SlotState.OPEN, starts_at__gt=at).order_by("starts_at", "id")

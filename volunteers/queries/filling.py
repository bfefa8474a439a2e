"""How likely each open time is to be full when it begins, and which ones somebody must hear of."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Exists, F, FloatField, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce

from backend.messaging.models import Message
from institutions.models import Slot
from institutions.rules.states import SlotState, TaskState
from volunteers.models import AskingPolicy, Forecast

# The first questions get this long to work before anybody is told, and the leader before the
# ambassador.
PATIENCE = timedelta(hours=2)
FOR_LEADERS = "leder_mangler"
FOR_AMBASSADORS = "ambassadoer_mangler"


def fill_chances(slots: Collection[Slot], *, at: datetime) -> dict[int, float]:
    """The chance, by slot id, that all seats are filled by the deadline; one query.

    That of the latest look, which counts the questions still to be asked. A full slot has 1.0; a
    begun one, and one that was never looked at, 0.0 while a seat is free.
    """
    ids = [slot.pk for slot in slots if slot.seats_left > 0 and slot.starts_at > at]
    found = dict(Forecast.objects.filter(slot_id__in=ids).values_list("slot_id", "chance"))
    return {slot.pk: found.get(slot.pk, 0.0) if slot.seats_left else 1.0 for slot in slots}


def unlikely_for_leaders(at: datetime) -> QuerySet[Slot]:
    """Times that will probably not be filled, of which the leaders have not been told."""
    return _unlikely("tell_leader_below", FOR_LEADERS, at).filter(
        task__published_at__lte=at - PATIENCE
    )


def unlikely_for_ambassadors(at: datetime) -> QuerySet[Slot]:
    """Still less likely ones, whose leaders were told a while ago without avail."""
    told = Message.objects.filter(
        kind=FOR_LEADERS,
        subject_type="slot",
        subject_id=OuterRef("pk"),
        created_at__lte=at - PATIENCE,
    )
    return _unlikely("tell_ambassador_below", FOR_AMBASSADORS, at).filter(Exists(told))


def _unlikely(below: str, kind: str, at: datetime) -> QuerySet[Slot]:
    """Open times to come with free seats and a chance below the municipality's own limit, of
    which nobody was told by a message of this kind; the soonest first."""
    told = Message.objects.filter(kind=kind, subject_type="slot", subject_id=OuterRef("pk"))
    default = getattr(AskingPolicy(), below)
    limit = Coalesce(
        F(f"municipality__asking_policy__{below}"), Value(default), output_field=FloatField()
    )
    return (
        Slot.objects.annotate(limit=limit)
        .filter(
            ~Exists(told),
            state=SlotState.OPEN,
            task__state=TaskState.OPEN,
            seats__gt=F("seats_taken") + F("seats_called"),
            starts_at__gt=at,
            forecast__chance__lt=F("limit"),
        )
        .select_related("task__institution__municipality")
        .order_by("starts_at", "id")
    )

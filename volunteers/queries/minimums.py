"""Times that have fewer people than their minimum."""

from datetime import datetime, timedelta

from django.db.models import DurationField, ExpressionWrapper, F, QuerySet, Value

from institutions.models import Slot
from institutions.rules.states import SlotState, TaskState

# So long before the cut-off for withdrawals the leader hears: a working day to ask and decide.
BEFORE_CUTOFF = timedelta(hours=24)
_HOUR = timedelta(hours=1)


def must_decide(slot: Slot, at: datetime) -> bool:
    """The same for one time, whose place and municipality should be loaded."""
    cutoff = slot.task.institution.municipality.withdraw_cutoff_hours * _HOUR
    near = at < slot.starts_at <= at + cutoff + BEFORE_CUTOFF
    return near and slot.state == SlotState.OPEN and slot.lacks_minimum


def below_minimum(at: datetime) -> QuerySet[Slot]:
    """Open times below their minimum whose cut-off is a day away or nearer, undecided."""
    cutoff = ExpressionWrapper(
        F("task__institution__municipality__withdraw_cutoff_hours") * Value(_HOUR),
        output_field=DurationField(),
    )
    return (
        Slot.objects.filter(
            state=SlotState.OPEN,
            task__state=TaskState.OPEN,
            starts_at__gt=at,
            seats_taken__lt=F("min_seats"),
            go_ahead_at__isnull=True,
        )
        .annotate(cutoff=cutoff)
        .filter(starts_at__lte=F("cutoff") + Value(at + BEFORE_CUTOFF))
        .select_related("task__institution__municipality")
        .order_by("starts_at", "id")
    )

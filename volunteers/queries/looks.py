"""When the open times of a municipality should be looked at again."""

from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from backend.accounts.models import Municipality
from backend.audit.models import AuditEntry
from backend.common.actors import ActorKind
from institutions.models import Slot
from institutions.rules.states import SlotState, TaskState
from volunteers.models import Forecast
from volunteers.queries.policies import policy_of


def municipalities_with_open_slots(at: datetime) -> QuerySet[Municipality]:
    """Where somebody is wanted, in order of id; one query."""
    wanted = Slot.objects.filter(
        state=SlotState.OPEN,
        task__state=TaskState.OPEN,
        starts_at__gt=at,
        seats_taken__lt=F("seats"),
    )
    return Municipality.objects.filter(pk__in=wanted.values("municipality_id")).order_by("pk")


def is_look_due(municipality_id: int, at: datetime) -> bool:
    """Whether the time has come, or something was done since the last look: a need posted, an
    answer, a withdrawal, a changed profile. All that happens within a minute is one look.

    What the log has is what counts, so no deed can be forgotten here; the looks' own are not news.
    """
    last = (
        Forecast.objects.filter(municipality_id=municipality_id)
        .order_by("-looked_at")
        .values_list("looked_at", flat=True)
        .first()
    )
    if last is None:
        return True
    if last <= at - timedelta(minutes=policy_of(municipality_id).look_minutes):
        return True
    own = Q(deed="send_wave", actor_kind=ActorKind.CLOCK)
    news = AuditEntry.objects.filter(municipality_id=municipality_id, at__gte=last, at__lte=at)
    return news.exclude(own).exists()

"""When the open times of a municipality should be looked at again."""

from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from backend.accounts.models import Municipality
from backend.audit.models import AuditEntry
from backend.common.actors import ActorKind
from backend.messaging.quiet import first_moment
from institutions.models import Slot
from institutions.rules.states import SlotState, TaskState
from volunteers.queries.policies import policy_of
from volunteers.queries.waves import slots_to_fill


def municipalities_with_open_slots(at: datetime) -> QuerySet[Municipality]:
    """Where somebody is wanted, in order of id; one query."""
    wanted = Slot.objects.filter(
        state=SlotState.OPEN,
        task__state=TaskState.OPEN,
        starts_at__gt=at,
        seats__gt=F("seats_taken") + F("seats_called"),
    )
    return Municipality.objects.filter(pk__in=wanted.values("municipality_id")).order_by("pk")


def is_look_due(municipality: Municipality, at: datetime) -> bool:
    """Whether the time has come, or something was done since the last look: a need posted, an
    answer, a withdrawal, a changed profile. All that happens within a minute is one look.

    What the log has is what counts, so no deed can be forgotten here; the looks' own are not news.
    """
    slots = slots_to_fill(municipality.pk, first_moment(municipality, at))
    seen = list(slots.values_list("forecast__looked_at", flat=True))
    if None in seen:
        return True
    last = min(seen, default=at)
    if last <= at - timedelta(minutes=policy_of(municipality.pk).look_minutes):
        return True
    own = Q(deed="send_wave", actor_kind=ActorKind.CLOCK)
    news = AuditEntry.objects.filter(municipality=municipality, at__gt=last, at__lte=at)
    return news.exclude(own).exists()

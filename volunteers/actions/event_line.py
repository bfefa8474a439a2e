"""The seats of an event: its lock, and the line when it is full."""

from datetime import datetime

from backend.audit.log import record
from backend.common.actors import clock
from volunteers.actions.event_notices import tell_seat
from volunteers.models import Event
from volunteers.queries.events import seats_left
from volunteers.rules.events import Answer


def lock_event(event: Event) -> Event:
    """The event's row, held until the transaction ends: the last seat is never given twice.

    Always taken before any of its participants' rows.
    """
    return (
        Event.objects.select_for_update(no_key=True, of=("self",))
        .select_related("municipality", "department")
        .get(pk=event.pk)
    )


def call_next_in_line(event: Event, at: datetime) -> int:
    """Gives free seats to those in line, the longest waiting first, and tells them; how many.

    Under the event's lock. Nobody is called once the event has begun, or when it is off.
    """
    if event.cancelled_at is not None or event.starts_at <= at:
        return 0
    line = event.participants.filter(answer=Answer.WAITING).select_related(
        "user", "volunteer", "association"
    )
    free = seats_left(event)
    called = list(line.order_by("waiting_at", "id")[:free])
    for participant in called:
        participant.event = event
        participant.answer, participant.waiting_at = Answer.COMING, None
        participant.save(update_fields=["answer", "waiting_at"])
        record("call_to_event", participant, by=clock(event.municipality_id), at=at)
        tell_seat(participant, at)
    return len(called)

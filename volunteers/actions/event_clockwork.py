"""What time does about events: the reminder, and forgetting the guests. Twice is once."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Q

from backend.common.danish_dates import local, local_instant
from volunteers.actions.event_notices import remind
from volunteers.models import Participant
from volunteers.rules.events import Answer

REMIND_FROM = time(10, 0)
# As long as the texts in the outbox are kept.
GUESTS_KEPT = timedelta(days=30)


def remind_of_events(at: datetime) -> int:
    """One reminder the day before, from ten in the morning; nobody is reminded twice."""
    today = local(at)
    if today.time() < REMIND_FROM:
        return 0
    first, last = (local_instant(today.date() + timedelta(days=n), time(0)) for n in (1, 2))
    due = Participant.objects.filter(
        answer=Answer.COMING,
        event__cancelled_at__isnull=True,
        event__starts_at__gte=first,
        event__starts_at__lt=last,
    ).exclude(reminded_at__gte=first - timedelta(days=1))
    rows = due.select_related("event__municipality", "user", "volunteer", "association")
    return sum(_remind(participant, at) for participant in rows.order_by("id"))


@transaction.atomic
def forget_guests(at: datetime) -> int:
    """Takes name and number of those who joined by themselves off the list a month after.

    That they came is still counted, by group.
    """
    return (
        Participant.objects.filter(event__ends_at__lte=at - GUESTS_KEPT)
        .exclude(Q(name="") & Q(phone="") & Q(email=""))
        .update(name="", phone="", email="")
    )


@transaction.atomic
def _remind(participant: Participant, at: datetime) -> bool:
    """Claims the row first, so that two clocks give one reminder."""
    claimed = Participant.objects.filter(
        pk=participant.pk, answer=Answer.COMING, reminded_at=participant.reminded_at
    ).update(reminded_at=at)
    if claimed:
        remind(participant, at)
    return bool(claimed)

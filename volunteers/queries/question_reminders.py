"""Questions that have had no answer, and of those the ones to repeat now."""

from datetime import datetime, timedelta

from django.db.models import (
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)

from backend.common.danish_dates import local
from backend.messaging.models import Message
from institutions.rules.states import SlotState, TaskState
from volunteers.models import ContactChannel, Offer
from volunteers.rules.states import OfferState

REMINDER = "tilbud_paamindelse"
# Closer to the start others are asked instead.
_ROOM = timedelta(days=1)
# A clock that stood still does not repeat what is long forgotten.
_CATCH_UP = timedelta(days=1)


def due_reminders(at: datetime) -> list[Offer]:
    """Those to repeat at ``at``: sent the municipality's hours ago, at most a day more; one query.

    0 hours is never. What has been repeated, or held back, is not repeated again.
    """
    hours = ExpressionWrapper(
        F("municipality__question_reminder_hours") * Value(timedelta(hours=1)), DurationField()
    )
    told = Message.objects.filter(subject_type="offer", subject_id=OuterRef("pk"), kind=REMINDER)
    return list(
        _unanswered(at)
        .exclude(Exists(told))
        .annotate(repeat_at=ExpressionWrapper(F("sent_at") + hours, DateTimeField()))
        .filter(
            municipality__question_reminder_hours__gt=0,
            repeat_at__lte=at,
            repeat_at__gt=at - _CATCH_UP,
            slot__starts_at__gt=at + _ROOM,
        )
        .select_related("volunteer__municipality", "slot__task__institution")
        .order_by("municipality_id", "pk")
    )


def question_key(kind: str, offer: Offer) -> str:
    """What makes a question, or its reminder, about the same time one message."""
    return f"{kind}:{offer.pk}:{offer.slot.sequence}"


def is_still_wanted(reminder: Message, at: datetime) -> bool:
    """Whether the question is open and about the time that the reminder names; one query."""
    if reminder.subject_id is None:
        return False
    found = _unanswered(at).filter(pk=reminder.subject_id).select_related("slot").first()
    return found is not None and reminder.dedupe_key == question_key(REMINDER, found)


def _unanswered(at: datetime) -> QuerySet[Offer]:
    """Open, a seat is left, the person wants to be asked, and has heard of nothing newer.

    Only the newest question of a person: a JA by SMS answers that one.
    """
    newer = Offer.objects.filter(
        volunteer=OuterRef("volunteer"), page_of__isnull=True, sent_at__gt=OuterRef("sent_at")
    )
    return (
        Offer.objects.filter(
            Q(volunteer__paused_until__isnull=True)
            | Q(volunteer__paused_until__lte=local(at).date()),
            state=OfferState.SENT,
            page_of__isnull=True,
            slot__state=SlotState.OPEN,
            slot__task__state=TaskState.OPEN,
            slot__starts_at__gt=at,
            slot__seats__gt=F("slot__seats_taken") + F("slot__seats_called"),
            volunteer__opted_out_at__isnull=True,
            volunteer__anonymised_at__isnull=True,
        )
        .exclude(volunteer__channel=ContactChannel.PHONE)
        .exclude(Exists(newer))
    )

"""The questions a person has not answered yet, the newest first, and who a number belongs to."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from backend.accounts.models import Municipality
from backend.messaging.models import Message
from institutions.rules.states import SlotState
from volunteers.models import Assignment, Offer, Volunteer
from volunteers.rules.states import AssignmentState, OfferState


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question about a seat; ``assignment`` is set when it asks about a seat or a place in line
    that the person has: does the new time suit you, do you want the seat that came free."""

    offer: Offer
    assignment: Assignment | None
    asked_at: datetime


def municipality_of_sender(sender: str) -> Municipality | None:
    """The municipality whose texts come from this sender; the only one when there is only one."""
    found = Municipality.objects.filter(sms_sender=sender).first()
    if found is not None:
        return found
    some = list(Municipality.objects.order_by("pk")[:2])
    return some[0] if len(some) == 1 else None


def person_of_phone(municipality_id: int, phone: str) -> Volunteer | None:
    """The person with this number; one query."""
    return (
        Volunteer.objects.select_related("municipality")
        .filter(municipality_id=municipality_id, phone=phone, anonymised_at__isnull=True)
        .first()
    )


def open_questions(person: Volunteer, at: datetime) -> list[OpenQuestion]:
    """All that the person can answer now, the newest first; three queries."""
    found = [*_asked(person, at), *_moved_or_freed(person, at)]
    return sorted(found, key=lambda one: (one.asked_at, one.offer.pk), reverse=True)


def next_seat_of(person: Volunteer, at: datetime) -> Assignment | None:
    """The next time the person has said yes to, if any."""
    return (
        Assignment.objects.filter(
            volunteer=person,
            state=AssignmentState.CONFIRMED,
            slot__ends_at__gt=at,
            slot__state=SlotState.OPEN,
            offer__isnull=False,
        )
        .select_related("offer", "volunteer", "slot__task__institution__municipality")
        .order_by("slot__starts_at", "id")
        .first()
    )


def _asked(person: Volunteer, at: datetime) -> list[OpenQuestion]:
    offers = Offer.objects.filter(
        volunteer=person,
        # A "ja" by SMS answers what the SMS asked, not what else stands on its page.
        page_of__isnull=True,
        state=OfferState.SENT,
        sent_at__lte=at,
        slot__state=SlotState.OPEN,
        slot__starts_at__gt=at,
    ).select_related("volunteer__municipality", "slot__task__institution__municipality")
    return [OpenQuestion(offer, None, offer.sent_at or offer.planned_at) for offer in offers]


def _moved_or_freed(person: Volunteer, at: datetime) -> list[OpenQuestion]:
    moved = Q(state=AssignmentState.CONFIRMED, asked_again_at__isnull=False)
    freed = Q(state=AssignmentState.WAITING, answer_by__gt=at)
    held = list(
        Assignment.objects.filter(
            moved | freed,
            volunteer=person,
            offer__isnull=False,
            slot__state=SlotState.OPEN,
            slot__starts_at__gt=at,
        ).select_related("offer", "volunteer", "slot__task__institution__municipality")
    )
    called = dict(
        Message.objects.filter(
            subject_type="assignment",
            subject_id__in=[one.pk for one in held],
            kind="ledig_plads",
        )
        .values_list("subject_id")
        .annotate(newest=Max("created_at"))
    )
    found = []
    for one in held:
        # A seat that came free is a question only when the person has been told.
        asked_at = one.asked_again_at or called.get(one.pk)
        if asked_at is not None and one.offer is not None:
            found.append(OpenQuestion(one.offer, one, asked_at))
    return found

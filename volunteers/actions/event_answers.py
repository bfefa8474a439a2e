"""What a participant answers: yes, no, or a place in line."""

from datetime import datetime

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor, ActorKind
from backend.common.refusals import Clash, NotAllowed, TooLate
from volunteers.actions.event_line import call_next_in_line, lock_event
from volunteers.actions.event_notices import tell_coming, tell_declined, tell_waiting
from volunteers.actions.events import require_keeper
from volunteers.models import Event, EventLink, Participant, Volunteer
from volunteers.queries.events import seats_left
from volunteers.rules.events import Answer, require_answer_move


@transaction.atomic
def accept_event(*, participant: Participant, by: Actor, at: datetime) -> Participant:
    """A seat, with a confirmation and the calendar. The second time changes nothing.

    Refuses another's row, an event that has begun or is off, and (Clash "full") one without a
    free seat: ask for a place in line instead.
    """
    kept = _lock(participant, by, at)
    if kept.answer == Answer.COMING:
        return kept
    if seats_left(kept.event) == 0:
        raise Clash("full", "Pladserne er besat. Du kan stå på venteliste.")
    return _answer(kept, Answer.COMING, by, at)


@transaction.atomic
def wait_for_event(*, participant: Participant, by: Actor, at: datetime) -> Participant:
    """A place in line; a seat when there is one after all. The second time changes nothing."""
    kept = _lock(participant, by, at)
    if kept.answer in (Answer.COMING, Answer.WAITING):
        return kept
    free = seats_left(kept.event) != 0
    return _answer(kept, Answer.COMING if free else Answer.WAITING, by, at)


@transaction.atomic
def decline_event(*, participant: Participant, by: Actor, at: datetime) -> Participant:
    """No, or a withdrawal: the seat goes to the first in line. The second time changes nothing."""
    kept = _lock(participant, by, at)
    if kept.answer == Answer.DECLINED:
        return kept
    return _answer(kept, Answer.DECLINED, by, at)


def leave_events(*, volunteer: Volunteer, at: datetime) -> None:
    """Gives back every seat to come and closes the doors, when a person is erased.

    Inside that transaction; says nothing to the person, who is about to be forgotten.
    """
    EventLink.objects.filter(participant__volunteer=volunteer, expires_at__gt=at).update(
        expires_at=at
    )
    held = Participant.objects.filter(
        volunteer=volunteer,
        event__starts_at__gt=at,
        answer__in=[Answer.INVITED, Answer.COMING, Answer.WAITING],
    )
    for participant in held.select_related("event").order_by("event_id"):
        event = lock_event(participant.event)
        Participant.objects.filter(pk=participant.pk).update(
            answer=Answer.DECLINED, answered_at=at, waiting_at=None
        )
        call_next_in_line(event, at)


def _lock(participant: Participant, by: Actor, at: datetime) -> Participant:
    _require_own(participant, by)
    event = lock_event(Event(pk=participant.event_id))
    if event.cancelled_at is not None:
        raise Clash("cancelled", "Arrangementet er aflyst. Du skal ikke gøre noget.")
    if event.starts_at <= at:
        raise TooLate("begun", "Arrangementet er begyndt, så svaret kan ikke ændres her.")
    kept = Participant.objects.select_related("user", "volunteer", "association").get(
        pk=participant.pk
    )
    kept.event = event
    return kept


def _require_own(participant: Participant, by: Actor) -> None:
    """The person's own link or page; those who plan the event note what they hear by telephone."""
    if by.municipality_id != participant.municipality_id:
        raise NotAllowed("not_yours", "Invitationen er til en anden.")
    if by.kind == ActorKind.LINK:
        if by.volunteer_id != participant.volunteer_id:
            raise NotAllowed("not_yours", "Invitationen er til en anden.")
    elif by.user_id is None or by.user_id != participant.user_id:
        require_keeper(participant.event, by)


def _answer(kept: Participant, answer: Answer, by: Actor, at: datetime) -> Participant:
    require_answer_move(kept.answer, answer)
    had_seat = kept.answer == Answer.COMING
    kept.answer, kept.answered_at = answer, at
    kept.waiting_at = at if answer == Answer.WAITING else None
    kept.save(update_fields=["answer", "answered_at", "waiting_at"])
    record("answer_event", kept, by=by, at=at, answer=answer)
    tell = {
        Answer.COMING: tell_coming,
        Answer.WAITING: tell_waiting,
        Answer.DECLINED: tell_declined,
    }[answer]
    tell(kept, at)
    if had_seat:
        call_next_in_line(kept.event, at)
    return kept

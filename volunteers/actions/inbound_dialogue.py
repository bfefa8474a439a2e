"""A text from a person that belongs to what they and a place write to each other."""

from datetime import datetime

from django.db import transaction

from backend.common.actors import Actor
from backend.common.refusals import Refusal
from backend.messaging.models import InboundText
from volunteers.actions.dialogue import keep_text
from volunteers.actions.replies import say_passed_on
from volunteers.models import Volunteer
from volunteers.queries.dialogue import Thread, thread_of_text
from volunteers.queries.questions import OpenQuestion


def pass_on(row: InboundText, person: Volunteer | None, by: Actor, at: datetime) -> bool:
    """Gives the words to the place the person has most newly to do with, and says which.

    False, and nothing is done, when there is no such place or no more may be written there.
    """
    thread = thread_of_text(person, at) if person is not None else None
    return thread is not None and _kept(row, thread, by, at)


def answer_line(
    row: InboundText,
    person: Volunteer | None,
    question: OpenQuestion | None,
    by: Actor,
    at: datetime,
) -> bool:
    """The same for a yes or a no, when it answers what the place wrote and not our question.

    So it is when there is no open question, or when the place wrote later about another time.
    """
    thread = thread_of_text(person, at) if person is not None else None
    if thread is None or thread.told_at is None:
        return False
    if question is not None:
        same = thread.offer.pk == question.offer.pk
        if same or thread.told_at <= question.asked_at:
            return False
    return _kept(row, thread, by, at)


def _kept(row: InboundText, thread: Thread, by: Actor, at: datetime) -> bool:
    if not row.body.strip():
        return False
    try:
        # A savepoint: a refusal must not undo that the text was read.
        with transaction.atomic():
            keep_text(offer=thread.offer, body=row.body, by=by, at=at)
    except Refusal:
        return False
    say_passed_on(row, thread.offer, at)
    return True

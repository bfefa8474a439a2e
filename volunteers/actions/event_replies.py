"""A yes or a no by SMS that answers an invitation to an event."""

from datetime import datetime

from django.db import transaction

from backend.common.actors import Actor
from backend.common.refusals import Refusal
from backend.messaging.models import InboundText
from volunteers.actions.event_answers import decline_event, wait_for_event
from volunteers.models import Volunteer
from volunteers.queries.event_openings import unanswered_invitation
from volunteers.queries.questions import OpenQuestion
from volunteers.texts.replies import Word


def answer_invitation(
    row: InboundText,
    person: Volunteer | None,
    question: OpenQuestion | None,
    by: Actor,
    at: datetime,
) -> bool:
    """Answers the newest invitation when we asked nothing else since; False when there is none.

    A yes to a full event is a place in line. The person hears by SMS what came of it.
    """
    invited = unanswered_invitation(person, at) if person is not None else None
    if invited is None or (question is not None and question.asked_at >= invited.invited_at):
        return False
    deed = wait_for_event if row.meaning == Word.YES else decline_event
    try:
        # A savepoint: a refusal must not undo that the text was read.
        with transaction.atomic():
            deed(participant=invited, by=by, at=at)
    except Refusal:
        return False
    return True

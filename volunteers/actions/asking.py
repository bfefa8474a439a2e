"""The question in the outbox, and its one reminder, for many people at a time."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction

from backend.messaging.models import Channel, Message
from backend.messaging.outbox import prepared, queue_all
from volunteers.actions.links import issue_links
from volunteers.actions.notices import filled_in
from volunteers.models import ContactChannel, Link, Offer
from volunteers.queries.question_reminders import REMINDER, due_reminders, question_key
from volunteers.queries.wordings import DANISH, language_of, templates_for
from volunteers.texts.gsm7 import segments

QUESTION = "tilbud"


def ask_all(offers: Sequence[Offer], at: datetime) -> list[Message]:
    """A message for each question of one municipality, in order; four statements for all.

    Goes the way the person chose, and is never handed over after the slot has begun. The same
    question about the same time twice is one message.
    """
    return _write_all(QUESTION, offers, at)


def remind_of_questions(at: datetime) -> int:
    """Repeats questions that nobody answered, each once; how many. The second run finds none.

    Counts as any question under the ceilings of SMS, and as none under a person's own of questions
    a week. It is asked whether it is still wanted when it is claimed.
    """
    due = due_reminders(at)
    for _municipality, offers in groupby(due, key=lambda offer: offer.municipality_id):
        with transaction.atomic():
            _write_all(REMINDER, list(offers), at)
    return len(due)


def _write_all(kind: str, offers: Sequence[Offer], at: datetime) -> list[Message]:
    if not offers:
        return []
    texts = templates_for(offers[0].municipality_id, kind)
    links = issue_links(offers, purpose=Link.Purpose.ANSWER, at=at)
    rows = []
    for offer, link in zip(offers, links, strict=True):
        text = texts.get(language_of(offer.volunteer), texts[DANISH])
        rows.append(_row(kind, offer, filled_in(text, offer, link=link), at))
    return queue_all(rows)


def _row(kind: str, offer: Offer, body: str, at: datetime) -> Message:
    person = offer.volunteer
    message = Message(
        municipality=person.municipality,
        kind=kind,
        channel=Channel.SMS,
        to=person.phone,
        body=body,
        dedupe_key=question_key(kind, offer),
        recipient_ref=person.pk,
        segments=segments(body).count,
    )
    if person.channel == ContactChannel.EMAIL and person.email:
        message.channel, message.to, message.segments = Channel.EMAIL, person.email, 0
        message.subject = offer.slot.task.title
    return prepared(message, at=at, expires_at=offer.slot.starts_at, subject=("offer", offer.pk))

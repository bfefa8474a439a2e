"""The question itself in the outbox, for many people at a time."""

from collections.abc import Sequence
from datetime import datetime

from backend.messaging.models import Channel, Message
from backend.messaging.outbox import prepared, queue_all
from volunteers.actions.links import issue_links
from volunteers.actions.notices import filled_in
from volunteers.models import ContactChannel, Link, Offer
from volunteers.queries.wordings import DANISH, language_of, templates_for
from volunteers.texts.gsm7 import segments

QUESTION = "tilbud"


def ask_all(offers: Sequence[Offer], at: datetime) -> list[Message]:
    """A message for each question of one municipality, in order; four statements for all.

    Goes the way the person chose, and is never handed over after the slot has begun. The same
    question about the same time twice is one message.
    """
    if not offers:
        return []
    texts = templates_for(offers[0].municipality_id, QUESTION)
    links = issue_links(offers, purpose=Link.Purpose.ANSWER, at=at)
    rows = []
    for offer, link in zip(offers, links, strict=True):
        text = texts.get(language_of(offer.volunteer), texts[DANISH])
        rows.append(_row(offer, filled_in(text, offer, link=link), at))
    return queue_all(rows)


def _row(offer: Offer, body: str, at: datetime) -> Message:
    person = offer.volunteer
    message = Message(
        municipality=person.municipality,
        kind=QUESTION,
        channel=Channel.SMS,
        to=person.phone,
        body=body,
        dedupe_key=f"{QUESTION}:{offer.pk}:{offer.slot.sequence}",
        recipient_ref=person.pk,
        segments=segments(body).count,
    )
    if person.channel == ContactChannel.EMAIL and person.email:
        message.channel, message.to, message.segments = Channel.EMAIL, person.email, 0
        message.subject = offer.slot.task.title
    return prepared(message, at=at, expires_at=offer.slot.starts_at, subject=("offer", offer.pk))

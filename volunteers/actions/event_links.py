"""The addresses by which participants answer: a personal link, or the page for colleagues."""

from datetime import datetime

from backend.common.tokens import new_token, token_hash
from backend.messaging.addresses import public_address
from volunteers.actions.links import ANSWER_LIVES_AFTER_END, link_address
from volunteers.models import EventLink, Participant


def event_address(participant: Participant, at: datetime) -> str:
    """A new personal address until the day after the event; a colleague's own page signs in.

    Earlier addresses go on working. The token is in the returned address only.
    """
    event = participant.event
    host = event.municipality.link_host
    if participant.user_id is not None:
        return public_address(host, f"/arrangementer/{event.uuid}/")
    token = new_token()
    EventLink.objects.create(
        municipality_id=event.municipality_id,
        participant=participant,
        token_hash=token_hash(token),
        created_at=at,
        expires_at=max(event.ends_at, at) + ANSWER_LIVES_AFTER_END,
    )
    return link_address(host, token)

"""Takes a person out of the messages: what was sent is still counted, to whom and what is gone."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from backend.messaging.models import RANKS, InboundText, Message, MessageState, OptOut

GONE = "slettet"
# What has not surely left is never sent again; a hand-over that is under way may finish.
_NOT_YET = (MessageState.QUEUED, MessageState.UNKNOWN)


def forget_addresses(
    municipality_id: int, recipient_ref: int, addresses: Collection[str], at: datetime
) -> int:
    """Empties every message to the person and every text from them; returns how many messages.

    Rows without a recipient belong to the person when they went to one of the addresses. Kind,
    time, state and price stay for the figures. The second time finds the same rows empty.
    """
    addresses = [address for address in addresses if address]
    mine = Message.objects.filter(municipality_id=municipality_id).filter(
        Q(recipient_ref=recipient_ref) | Q(recipient_ref__isnull=True, to__in=addresses)
    )
    state = MessageState.RECALLED
    mine.filter(state__in=_NOT_YET).update(state=state, rank=RANKS[state], state_at=at)
    emptied = mine.update(
        to=GONE, subject="", body="", html="", calendar="", calendar_method="", expires_at=at
    )
    texts = InboundText.objects.filter(municipality_id=municipality_id, phone__in=addresses)
    texts.update(phone=GONE, body="")
    OptOut.objects.filter(municipality_id=municipality_id, phone__in=addresses).delete()
    return emptied


def empty_old_messages(before: datetime) -> dict[int, int]:
    """Takes the words out of everything that was settled before the moment, both ways (L04).

    To whom goes too where no person of ours is named by number. Kind, time, state and price stay
    for the figures. Returns how many by municipality; the second time finds none.
    """
    written = Q(body__gt="") | Q(html__gt="") | Q(calendar__gt="") | Q(subject__gt="")
    out = Message.objects.filter(written, state_at__lt=before).exclude(state__in=_NOT_YET)
    heard = InboundText.objects.filter(at__lt=before).exclude(body="", phone=GONE)
    counts: dict[int, int] = {}
    for rows in (out, heard):
        for place in rows.order_by().values_list("municipality_id", flat=True):
            counts[place] = counts.get(place, 0) + 1
    out.filter(recipient_ref__isnull=True).update(to=GONE)
    out.update(subject="", body="", html="", calendar="", calendar_method="")
    heard.update(body="", phone=GONE)
    return counts

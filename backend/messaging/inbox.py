"""What the demo's telephone shows: texts and mails as their receiver would see them."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Q

from backend.messaging.models import Channel, Message, MessageState

_ARRIVED = (MessageState.ACCEPTED, MessageState.SENT, MessageState.DELIVERED)
_LINK = re.compile(r"(https?://[^\s<>\"]+)")
_NEWEST = 100


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; ``path`` is where it leads on this server, "" for plain words."""

    text: str
    path: str = ""


def newest_per_number(search: str = "") -> list[Message]:
    """The newest text to each number, newest first, at most 100; ``search`` is digits of it.

    One query. Numbers that got nothing yet are not in it.
    """
    rows = Message.objects.filter(channel=Channel.SMS, state__in=_ARRIVED)
    digits = "".join(char for char in search if char.isdigit())
    if digits:
        rows = rows.filter(to__contains=digits)
    newest = rows.order_by("to", "-created_at", "-id").distinct("to")
    return list(
        Message.objects.filter(pk__in=newest.values("pk"))
        .select_related("municipality")
        .order_by("-created_at", "-id")[:_NEWEST]
    )


def arrived_at(to: str) -> list[Message]:
    """What arrived at a number, the mails of the same person among it, newest first.

    At most 100, one query. ``to`` may also be an e-mail address.
    """
    person = Message.objects.filter(to=to, recipient_ref__isnull=False).values("recipient_ref")
    mails = Q(channel=Channel.EMAIL, recipient_ref__in=person)
    return list(
        Message.objects.filter(Q(to=to) | mails, state__in=_ARRIVED)
        .select_related("municipality")
        .order_by("-created_at", "-id")[:_NEWEST]
    )


def pieces(body: str) -> list[Piece]:
    """The text cut at its links. A link keeps its words but leads to this server, whatever its
    host: the demo does not own the municipality's address."""
    return [_piece(text) for text in _LINK.split(body) if text]


def _piece(text: str) -> Piece:
    if not _LINK.fullmatch(text):
        return Piece(text)
    address = urlsplit(text)
    query = f"?{address.query}" if address.query else ""
    return Piece(text, (address.path or "/") + query)

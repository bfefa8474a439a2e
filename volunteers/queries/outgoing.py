"""The operators' page of messages: what waits, what failed and why, and what it costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, QuerySet

from backend.accounts.models import Municipality
from backend.common.actors import Actor
from backend.messaging.ceilings import Spending, spending
from backend.messaging.models import Channel, ChannelPause, InboundState, Message, MessageState
from backend.messaging.providers.codes import words_for
from backend.messaging.trouble import NAMES
from volunteers.queries.inbox import inbound_for
from volunteers.queries.scope import messages_for

SHOWN = 50
RECENT = timedelta(days=7)
_FAILED = (MessageState.FAILED, MessageState.UNDELIVERED, MessageState.CANCELED)
WORDS: Mapping[str, str] = {
    "queued": "venter",
    "sending": "er ved at blive sendt",
    "unknown": "undersøges",
    "recalled": "trukket tilbage",
    "expired": "for sent",
    "opted_out": "sagt stop",
    "accepted": "hos leverandøren",
    "sent": "sendt",
    "canceled": "annulleret",
    "undelivered": "ikke leveret",
    "failed": "fejlet",
    "delivered": "leveret",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """One word and how many messages it holds."""

    words: str
    count: int


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """One way out: how many wait, since when, and whether it rests."""

    channel: Channel
    name: str
    waiting: int
    oldest: datetime | None
    pause: ChannelPause | None

    @property
    def why(self) -> str:
        """Why it rests, in Danish."""
        return words_for(self.pause.code) if self.pause else ""


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message in the list, with what may be done about it."""

    message: Message

    @property
    def words(self) -> str:
        """Its state in Danish, with the provider's reason."""
        state = WORDS[self.message.state]
        code = self.message.error_code
        return f"{state}. {words_for(code)}" if code else state

    @property
    def may_retry(self) -> bool:
        """Failed ones can be sent again."""
        return self.message.state in _FAILED

    @property
    def may_recall(self) -> bool:
        """What has not left can be held back."""
        return self.message.state == MessageState.QUEUED


@dataclass(frozen=True, slots=True)
class Outgoing:
    """All that the page shows."""

    channels: list[ChannelLine]
    states: list[Counted]
    failures: list[Counted]
    spending: Spending
    lines: list[MessageLine]
    unclear: int


def outgoing_for(by: Actor, at: datetime) -> Outgoing:
    """The page at this moment; seven queries whatever there is."""
    rows = messages_for(by)
    recent = rows.filter(created_at__gt=at - RECENT)
    return Outgoing(
        channels=_channels(rows, by.municipality_id, at),
        states=[
            Counted(WORDS[state], count)
            for state, count in recent.values_list("state").annotate(n=Count("id")).order_by("-n")
        ],
        failures=[
            Counted(words_for(code), count)
            for code, count in recent.filter(state__in=_FAILED)
            .values_list("error_code")
            .annotate(n=Count("id"))
            .order_by("-n")
        ],
        spending=spending(Municipality.objects.get(pk=by.municipality_id), at),
        lines=_lines(rows, at),
        unclear=inbound_for(by).filter(state__in=(InboundState.UNCLEAR, InboundState.NEW)).count(),
    )


def _channels(rows: QuerySet[Message], municipality_id: int, at: datetime) -> list[ChannelLine]:
    found = {
        channel: (count, oldest)
        for channel, count, oldest in rows.filter(state=MessageState.QUEUED)
        .values_list("channel")
        .annotate(n=Count("id"), oldest=Min("created_at"))
    }
    pauses = {
        pause.channel: pause
        for pause in ChannelPause.objects.filter(municipality_id=municipality_id, until__gt=at)
    }
    return [
        ChannelLine(channel, NAMES[channel], *found.get(channel, (0, None)), pauses.get(channel))
        for channel in Channel
        if channel is not Channel.LETTER or channel in found
    ]


def _lines(rows: QuerySet[Message], at: datetime) -> list[MessageLine]:
    """Those one can do something about, failed ones first, then the oldest that wait."""
    failed = rows.filter(state__in=_FAILED, state_at__gt=at - RECENT).order_by("-state_at", "-id")
    waiting = rows.filter(state=MessageState.QUEUED).order_by("not_before", "id")
    return [
        MessageLine(message)
        for message in (
            *failed.defer("html", "calendar")[:SHOWN],
            *waiting.defer("html", "calendar")[:SHOWN],
        )
    ]

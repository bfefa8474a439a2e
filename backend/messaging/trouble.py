"""What the coordinator must hear about messages: channels that are off, paused or slow."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from backend.accounts.models import Municipality
from backend.messaging.ceilings import spending
from backend.messaging.channels import provider_for
from backend.messaging.models import Channel, ChannelPause, Message, MessageState
from backend.messaging.providers.codes import words_for

_SLOW_AFTER = timedelta(minutes=2)
NAMES = {Channel.SMS: "Sms", Channel.EMAIL: "E-mail", Channel.LETTER: "Brev"}


@dataclass(frozen=True, slots=True)
class Notice:
    """One fault: a stable code, how many messages it holds, a Danish sentence."""

    code: str
    count: int
    text: str


def notices(municipality_id: int, at: datetime) -> list[Notice]:
    """The faults of one municipality at this moment, none when all is well. Four queries."""
    pauses = ChannelPause.objects.filter(municipality_id=municipality_id, until__gt=at)
    paused = {pause.channel: pause for pause in pauses}
    overdue = Q(state=MessageState.QUEUED, not_before__lte=at - _SLOW_AFTER)
    rows = (
        Message.objects.filter(municipality_id=municipality_id)
        .filter(overdue | Q(state=MessageState.UNKNOWN))
        .values_list("channel")
        .annotate(
            waiting=Count("id", filter=overdue),
            in_doubt=Count("id", filter=Q(state=MessageState.UNKNOWN)),
        )
    )
    counts = {channel: (waiting, in_doubt) for channel, waiting, in_doubt in rows}
    found = []
    for channel in Channel:
        waiting, in_doubt = counts.get(channel, (0, 0))
        found += _notices_for(channel, waiting, paused.get(channel))
        if in_doubt:
            text = f"{in_doubt} {NAMES[channel].lower()} er måske ikke sendt. Vi undersøger det."
            found.append(Notice("in_doubt", in_doubt, text))
    return [*found, *_about_money(municipality_id, at)]


def _about_money(municipality_id: int, at: datetime) -> list[Notice]:
    municipality = Municipality.objects.get(pk=municipality_id)
    used = spending(municipality, at)
    kroner = f"{used.month_ore // 100} af {used.ceiling_ore // 100} kr."
    if used.is_reached:
        text = f"Månedens loft for sms er nået: {kroner} Nye spørgsmål venter."
        return [Notice("ceiling", used.month, text)]
    if used.is_near:
        return [Notice("near_ceiling", used.month, f"Sms er tæt på månedens loft: {kroner}")]
    return []


def _notices_for(channel: Channel, waiting: int, pause: ChannelPause | None) -> list[Notice]:
    name = NAMES[channel]
    if provider_for(channel) is None:
        if channel is Channel.LETTER and not waiting:
            # Letters are something extra: a municipality without them misses nothing.
            return []
        return [Notice("off", waiting, f"{name} er ikke sat op. {waiting} venter.")]
    if pause is not None:
        text = f"{name} er sat på pause. {words_for(pause.code)} {waiting} venter."
        return [Notice("paused", waiting, text)]
    if waiting:
        return [Notice("slow", waiting, f"{name} er forsinket. {waiting} venter.")]
    return []

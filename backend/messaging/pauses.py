"""Channels that rest: because the provider refuses them, or because a person says so."""

from datetime import datetime, timedelta

from backend.messaging.models import Channel, ChannelPause

BY_HAND = "by_hand"
# Until somebody takes it up again.
LONG = timedelta(days=365)


def pause_channel(
    municipality_id: int, channel: Channel, code: str, at: datetime, until: datetime
) -> None:
    """Hands nothing over on the channel before ``until``; a longer pause is never shortened."""
    longer = ChannelPause.objects.filter(
        municipality_id=municipality_id, channel=channel, until__gte=until
    )
    if longer.exists():
        return
    ChannelPause.objects.update_or_create(
        municipality_id=municipality_id,
        channel=channel,
        defaults={"code": code, "until": until},
        create_defaults={"code": code, "until": until, "since": at},
    )


def resume_channel(municipality_id: int, channel: Channel) -> bool:
    """Ends the pause, whoever began it; False when there was none."""
    rows = ChannelPause.objects.filter(municipality_id=municipality_id, channel=channel)
    return bool(rows.delete()[0])

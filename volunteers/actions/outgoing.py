"""What operators do about messages: send again, hold back, rest a channel, set the ceilings."""

from datetime import datetime

from django.db import transaction

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Clash, Invalid, TooLate
from backend.messaging.models import RANKS, Channel, Message, MessageState
from backend.messaging.outbox import queue_copy
from backend.messaging.pauses import BY_HAND, LONG, pause_channel, resume_channel
from backend.messaging.scrubbing import MASK
from institutions.rules.deeds import Deed, require_may
from volunteers.models import Volunteer

_FAILED = (MessageState.FAILED, MessageState.UNDELIVERED, MessageState.CANCELED)
HIGHEST_PER_NUMBER = 20
HIGHEST_PER_SECOND = 500


@transaction.atomic
def retry_message(*, message: Message, by: Actor, at: datetime) -> Message:
    """Queues a failed message anew as a row of its own, to the person's number of today.

    Refuses what has not failed, and what is no longer of use (a reminder after the start). The
    second time returns the row of the first.
    """
    require_may(by, Deed.SEE_OVERVIEW)
    message = (
        Message.objects.select_for_update(of=("self",))
        .select_related("municipality")
        .get(pk=message.pk)
    )
    if message.state not in _FAILED:
        raise Clash("not_failed", "Beskeden er ikke fejlet, så den kan ikke sendes igen.")
    if message.expires_at <= at or MASK in message.body:
        raise TooLate("expired", "Beskeden er for gammel. Ring i stedet til personen.")
    again = queue_copy(message, to=_address_today(message), dedupe_key=f"igen:{message.pk}", at=at)
    record("retry_message", message, by=by, at=at, again=again.pk)
    return again


@transaction.atomic
def recall_message(*, message: Message, by: Actor, at: datetime) -> None:
    """Holds a waiting message back. Refuses one on its way; the second time changes nothing."""
    require_may(by, Deed.SEE_OVERVIEW)
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if message.state == MessageState.RECALLED:
        return
    if message.state != MessageState.QUEUED:
        raise TooLate("on_its_way", "Beskeden er allerede på vej, så den kan ikke holdes tilbage.")
    message.state = MessageState.RECALLED
    message.rank = RANKS[MessageState.RECALLED]
    message.state_at = at
    message.save(update_fields=["state", "rank", "state_at"])
    record("recall_message", message, by=by, at=at)


@transaction.atomic
def rest_channel(*, municipality: Municipality, channel: Channel, by: Actor, at: datetime) -> None:
    """Nothing is handed over on the channel until it is taken up again; messages wait."""
    require_may(by, Deed.SEE_OVERVIEW)
    pause_channel(municipality.pk, channel, BY_HAND, at, at + LONG)
    record("rest_channel", municipality, by=by, at=at, channel=channel)


@transaction.atomic
def take_up_channel(
    *, municipality: Municipality, channel: Channel, by: Actor, at: datetime
) -> None:
    """Ends a rest, ours or the provider's. The second time changes nothing."""
    require_may(by, Deed.SEE_OVERVIEW)
    if resume_channel(municipality.pk, channel):
        record("take_up_channel", municipality, by=by, at=at, channel=channel)


@transaction.atomic
def set_ceilings(
    *,
    municipality: Municipality,
    per_number: int,
    per_day: int,
    kroner_per_month: int,
    per_second: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Ceilings on questions by SMS, and the sender's pace (None: as fast as it goes).

    Refuses less than one, more than 20 a number and day, and more than 500 a second.
    """
    require_may(by, Deed.KEEP_ORGANISATION)
    wrong = {}
    if not 1 <= per_number <= HIGHEST_PER_NUMBER:
        wrong["per_number"] = [f"Skriv et tal fra 1 til {HIGHEST_PER_NUMBER}."]
    for name, value in (("per_day", per_day), ("kroner_per_month", kroner_per_month)):
        if value < 1:
            wrong[name] = ["Skriv mindst 1. Vil du holde alt tilbage, så sæt sms på pause."]
    if per_second is not None and not 1 <= per_second <= HIGHEST_PER_SECOND:
        wrong["per_second"] = [f"Skriv et tal fra 1 til {HIGHEST_PER_SECOND}, eller lad det stå."]
    if wrong:
        raise Invalid("ceilings_wrong", "Ret felterne, og prøv igen.", wrong)
    changed = Municipality.objects.filter(pk=municipality.pk).update(
        sms_per_number_day=per_number,
        sms_per_day=per_day,
        sms_kroner_per_month=kroner_per_month,
        sms_per_second=per_second,
    )
    if changed:
        record(
            "set_ceilings",
            municipality,
            by=by,
            at=at,
            per_number=per_number,
            per_day=per_day,
            kroner_per_month=kroner_per_month,
            per_second=per_second,
        )


def _address_today(message: Message) -> str:
    """A number that was wrong has perhaps been corrected since."""
    person = Volunteer.objects.filter(
        pk=message.recipient_ref or 0, municipality_id=message.municipality_id
    ).first()
    if person is None:
        return message.to
    return (person.email or message.to) if message.channel == Channel.EMAIL else person.phone

"""The pump: claim one row and commit, call the provider, mark. No network in a transaction."""

import logging
import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from backend.messaging.ceilings import wait_for_room
from backend.messaging.channels import provider_for
from backend.messaging.kinds import rule_of
from backend.messaging.models import RANKS, Channel, ChannelPause, Message, MessageState
from backend.messaging.pace import take_turn
from backend.messaging.pauses import pause_channel
from backend.messaging.providers.base import Accepted, InDoubt, NotSent, Outcome, Refused
from backend.messaging.providers.codes import Meaning, meaning_of
from backend.messaging.quiet import moment_to_send
from backend.messaging.receipts import climb
from backend.messaging.stops import has_opted_out, opt_out
from backend.messaging.wanted import is_still_wanted

# Far longer than the client's timeout: a request can land after the client gave up.
LEASE = timedelta(minutes=5)
PAUSE = timedelta(minutes=10)
_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_WAIT = timedelta(minutes=5)
_WORTH_A_LANE = 4
_log = logging.getLogger(__name__)


def drain(
    now: Callable[[], datetime], lanes: int = 1, should_end: Callable[[], bool] = lambda: False
) -> int:
    """Hands over all that is due, by at most ``lanes`` at once; returns how many were tried.

    ``now`` is the clock of the door that calls. Safe beside other pumps: a row has one claim.
    When ``should_end`` says so, each lane finishes what it has in hand and claims no more.
    """
    # A lane has a connection of its own: a few messages are not worth many.
    enough = _due(now())[: lanes * _WORTH_A_LANE].count() // _WORTH_A_LANE
    if enough <= 1:
        return _run_lane(now, should_end)
    with ThreadPoolExecutor(enough) as pool:
        return sum(pool.map(lambda _: _run_lane_in_thread(now, should_end), range(enough)))


def claim(at: datetime, closed: Collection[Channel] = ()) -> Message | None:
    """Takes one due row for five minutes and commits; None when nothing is due.

    Rows that are no longer wanted (expired, answered, opted out) are closed on the way, and a
    question that became due in the quiet hours is put off.
    """
    while True:
        with transaction.atomic():
            message = (
                _due(at)
                .exclude(channel__in=closed)
                .select_for_update(skip_locked=True, of=("self",))
                .select_related("municipality")
                .order_by("not_before", "id")
                .first()
            )
            if message is None:
                return None
            if _look_again(message, at):
                _move(message, MessageState.SENDING, at)
                message.attempts += 1
                message.claimed_at = at
                message.lease_until = at + LEASE
                message.save()
                return message
            message.save()


def mark(message: Message, outcome: Outcome, at: datetime) -> None:
    """Writes what came of a hand-over, unless a receipt or a later claim knows better."""
    match outcome:
        case Accepted():
            climb(message, outcome, at)
        case InDoubt(code):
            _settle(message, MessageState.UNKNOWN, at, error_code=code)
        case NotSent(code):
            _put_back(message, code, at + _wait(message), at)
        case Refused(code):
            _mark_refused(message, code, at)


def _run_lane(now: Callable[[], datetime], should_end: Callable[[], bool]) -> int:
    providers = {channel: provider_for(channel) for channel in Channel}
    closed = {channel for channel, provider in providers.items() if provider is None}
    tried = 0
    while not should_end() and (message := claim(now(), closed)):
        channel = Channel(message.channel)
        provider = providers[channel]
        if provider is None:
            break
        if channel is Channel.SMS:
            time.sleep(take_turn(message.municipality, now()).total_seconds())
        outcome = provider.send(message, now())
        mark(message, outcome, now())
        tried += 1
        if isinstance(outcome, NotSent):
            # The provider is away or asks us to wait: the others of this channel wait as well.
            closed.add(channel)
    return tried


def _run_lane_in_thread(now: Callable[[], datetime], should_end: Callable[[], bool]) -> int:
    try:
        return _run_lane(now, should_end)
    finally:
        connection.close()


def _due(at: datetime) -> QuerySet[Message]:
    paused = ChannelPause.objects.filter(
        municipality=OuterRef("municipality"), channel=OuterRef("channel"), until__gt=at
    )
    return Message.objects.filter(state=MessageState.QUEUED, not_before__lte=at).exclude(
        Exists(paused)
    )


def _look_again(message: Message, at: datetime) -> bool:
    """In time, still wanted, no quiet hour, below the ceilings? Else the row says why not."""
    rule = rule_of(message.kind)
    if message.expires_at <= at:
        _move(message, MessageState.EXPIRED, at)
        return False
    if not is_still_wanted(message, at):
        _move(message, MessageState.RECALLED, at)
        return False
    if message.channel != Channel.SMS:
        return True
    if rule.question and has_opted_out(message.municipality_id, message.to):
        _move(message, MessageState.OPTED_OUT, at)
        return False
    due = moment_to_send(message.municipality, message.kind, at, message.expires_at)
    if rule.capped and due <= at:
        due = wait_for_room(message, at)
    message.not_before = max(message.not_before, due)
    return due <= at


def _move(message: Message, state: MessageState, at: datetime) -> None:
    message.state, message.rank, message.state_at = state, RANKS[state], at


def _settle(message: Message, state: MessageState, at: datetime, **fields: object) -> None:
    # Only our own claim: a worker that wakes after its lease must not touch a later one.
    Message.objects.filter(
        pk=message.pk, state=MessageState.SENDING, attempts=message.attempts
    ).update(state=state, rank=RANKS[state], state_at=at, **fields)


def _put_back(message: Message, code: str, not_before: datetime, at: datetime) -> None:
    _settle(
        message,
        MessageState.QUEUED,
        at,
        error_code=code,
        not_before=not_before,
        lease_until=None,
    )


def _wait(message: Message) -> timedelta:
    """Twice as long each time, up to five minutes, spread by the row's own id."""
    wait: timedelta = min(_FIRST_WAIT * (1 << min(message.attempts, 10)), _LONGEST_WAIT)
    return wait * (100 - message.uuid.int % 50) / 100


def _mark_refused(message: Message, code: str, at: datetime) -> None:
    match meaning_of(code):
        case Meaning.OPTED_OUT:
            with transaction.atomic():
                opt_out(message.municipality_id, message.to, at)
                _settle(message, MessageState.OPTED_OUT, at, error_code=code, lease_until=None)
        case Meaning.PAUSE:
            _pause(message, code, at)
        case Meaning.SLOW_DOWN:
            _put_back(message, code, at + _wait(message), at)
        case _:
            _settle(message, MessageState.FAILED, at, error_code=code, lease_until=None)


@transaction.atomic
def _pause(message: Message, code: str, at: datetime) -> None:
    _log.error("%s is paused by the provider's code %s", message.channel, code)
    pause_channel(message.municipality_id, Channel(message.channel), code, at, at + PAUSE)
    _put_back(message, code, at + PAUSE, at)

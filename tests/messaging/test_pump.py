"""The pump: one claim a row, a last look before it goes, and what each answer leads to."""

from datetime import timedelta

import pytest

from backend.messaging import pump
from backend.messaging.models import ChannelPause, Message, MessageState, OptOut
from backend.messaging.providers.base import InDoubt, NotSent, Refused
from backend.messaging.providers.memory import MemoryProvider
from backend.messaging.quiet import COPENHAGEN
from backend.messaging.stops import has_opted_out, opt_in, opt_out
from backend.messaging.trouble import notices
from tests.messaging.conftest import NOON, QueueSms

pytestmark = pytest.mark.django_db


def pump_at(at=NOON) -> int:
    return pump.drain(lambda: at)


def test_what_is_due_goes_out_once_in_order(queue: QueueSms, provider: MemoryProvider) -> None:
    first, second = queue(), queue()
    later = queue(not_before=NOON + timedelta(hours=1))

    assert pump_at() == 2
    assert pump_at() == 0

    assert [to for _, to, _ in provider.sent] == [first.to, second.to]
    later.refresh_from_db()
    first.refresh_from_db()
    assert later.state == MessageState.QUEUED
    assert (first.state, first.rank, first.attempts) == (MessageState.ACCEPTED, 10, 1)
    assert (first.sent_at, first.lease_until) == (NOON, None)


def test_an_expired_message_is_not_sent(queue: QueueSms, provider: MemoryProvider) -> None:
    message = queue(kind="paamindelse", expires_at=NOON + timedelta(minutes=5))

    pump_at(NOON + timedelta(minutes=5))

    message.refresh_from_db()
    assert (message.state, provider.sent) == (MessageState.EXPIRED, [])


def test_a_stop_after_queueing_silences_questions_only(
    queue: QueueSms, provider: MemoryProvider
) -> None:
    question = queue(kind="tilbud", to="+4511223344")
    cancellation = queue(kind="aflysning", to="+4511223344")
    opt_out(question.municipality_id, "+4511223344", NOON)

    pump_at()

    states = {row.pk: row.state for row in Message.objects.all()}
    assert states[question.pk] == MessageState.OPTED_OUT
    assert [body for _, _, body in provider.sent] == [cancellation.body]


def test_control_a_pump_that_looks_only_when_queueing_asks_someone_who_said_stop(
    queue: QueueSms, provider: MemoryProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pump, "has_opted_out", lambda *_: False)
    question = queue(kind="tilbud")
    opt_out(question.municipality_id, question.to, NOON)

    pump_at()

    assert len(provider.sent) == 1


def test_a_stop_twice_keeps_the_first_and_a_start_ends_it(queue: QueueSms) -> None:
    place = queue().municipality_id
    opt_out(place, "+4511223344", NOON)
    opt_out(place, "+4511223344", NOON + timedelta(days=1))

    assert list(OptOut.objects.values_list("at", flat=True)) == [NOON]
    opt_in(place, "+4511223344")
    assert not has_opted_out(place, "+4511223344")


def test_at_night_only_what_cannot_wait_goes_out(queue: QueueSms, provider: MemoryProvider) -> None:
    night = NOON.astimezone(COPENHAGEN).replace(hour=23)
    question = queue(kind="tilbud", expires_at=NOON + timedelta(days=2))
    queue(kind="aflysning", expires_at=night + timedelta(hours=33, minutes=1))
    cancellation = queue(kind="aflysning", expires_at=night + timedelta(hours=32, minutes=59))

    pump_at(night)

    question.refresh_from_db()
    assert [body for _, _, body in provider.sent] == [cancellation.body]
    assert question.state == MessageState.QUEUED
    assert question.not_before.astimezone(COPENHAGEN).hour == 8


def test_a_provider_that_is_away_is_left_alone_for_a_while(
    queue: QueueSms, provider: MemoryProvider
) -> None:
    first, second = queue(), queue()
    provider.answers += [NotSent("unreachable")]

    assert pump_at() == 1

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.error_code) == (MessageState.QUEUED, "unreachable")
    assert NOON < first.not_before <= NOON + timedelta(seconds=10)
    assert (second.state, second.attempts) == (MessageState.QUEUED, 0)
    pump_at(NOON + timedelta(seconds=10))
    assert len(provider.sent) == 2


def test_the_wait_grows_to_five_minutes_and_no_further(
    queue: QueueSms, provider: MemoryProvider
) -> None:
    message, at, waits = queue(), NOON, []
    for _ in range(10):
        provider.answers.append(NotSent("unreachable"))
        pump_at(at)
        message.refresh_from_db()
        waits.append(message.not_before - at)
        at = message.not_before

    assert waits == sorted(waits)
    assert timedelta(minutes=2) <= waits[-1] <= timedelta(minutes=5)


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("21211", MessageState.FAILED),
        ("21614", MessageState.FAILED),
        ("99999", MessageState.FAILED),
        ("21610", MessageState.OPTED_OUT),
        ("30001", MessageState.QUEUED),
    ],
)
def test_what_a_refusal_means(
    queue: QueueSms, provider: MemoryProvider, code: str, state: MessageState
) -> None:
    message = queue()
    provider.answers.append(Refused(code))

    pump_at()

    message.refresh_from_db()
    assert (message.state, message.error_code) == (state, code)
    assert has_opted_out(message.municipality_id, message.to) == (code == "21610")


def test_a_refused_sign_in_pauses_the_channel_and_loses_nothing(
    queue: QueueSms, provider: MemoryProvider
) -> None:
    place = queue().municipality_id
    queue()
    provider.answers.append(Refused("20003"))

    assert pump_at() == 1
    assert pump_at(NOON + timedelta(minutes=5)) == 0

    assert ChannelPause.objects.get().code == "20003"
    (notice,) = notices(place, NOON + timedelta(minutes=5))
    assert (notice.code, notice.count) == ("paused", 1)
    assert pump_at(NOON + timedelta(minutes=10)) == 2
    assert notices(place, NOON + timedelta(minutes=11)) == []


def test_a_hand_over_in_doubt_is_not_repeated(queue: QueueSms, provider: MemoryProvider) -> None:
    message = queue()
    provider.answers.append(InDoubt("ReadTimeout"))

    pump_at()
    pump_at(NOON + timedelta(hours=1))

    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.UNKNOWN, 1)


def test_a_worker_that_wakes_after_its_lease_cannot_undo_a_later_claim(
    queue: QueueSms, provider: MemoryProvider
) -> None:
    queue()
    sleeper = pump.claim(NOON)
    Message.objects.update(state=MessageState.QUEUED, rank=0)
    pump.claim(NOON + timedelta(minutes=8))

    pump.mark(sleeper, NotSent("unreachable"), NOON + timedelta(minutes=8))

    row = Message.objects.get()
    assert (row.state, row.attempts) == (MessageState.SENDING, 2)


def test_a_channel_that_is_off_keeps_its_messages_and_says_so(queue: QueueSms, settings) -> None:
    settings.SMS_PROVIDER = "off"
    message = queue()

    assert pump_at() == 0

    message.refresh_from_db()
    assert message.state == MessageState.QUEUED
    found = notices(message.municipality_id, NOON + timedelta(minutes=3))
    assert [(notice.code, notice.count) for notice in found] == [("off", 1)]


def test_the_telephone_delivers_at_once(queue: QueueSms, settings) -> None:
    settings.SMS_PROVIDER = "phone"
    message = queue()

    pump_at()

    message.refresh_from_db()
    assert (message.state, message.rank) == (MessageState.DELIVERED, 95)


@pytest.mark.django_db(transaction=True)
def test_many_lanes_hand_each_message_over_once(queue: QueueSms, provider: MemoryProvider) -> None:
    wanted = [queue().to for _ in range(60)]

    tried = pump.drain(lambda: NOON, lanes=8)

    assert tried == 60
    assert sorted(to for _, to, _ in provider.sent) == sorted(wanted)

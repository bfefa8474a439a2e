"""The line to the provider fails in every way; each message still arrives once."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from backend.messaging import pump, reconcile
from backend.messaging.models import Channel, ChannelPause, Message, MessageState
from backend.messaging.trouble import notices
from backend.web.clock import now
from tests.messaging.conftest import QueueSms
from tests.servers.tcp_proxy import TcpProxy, Weather
from tests.servers.twilio_server import Fault, TwilioServer

pytestmark = pytest.mark.django_db
# Our Twilio dates what it takes by the real clock.
BEGIN = now()


@pytest.fixture
def line(twilio: TwilioServer, settings: Settings):
    """A line to our Twilio that can be made to fail; the client waits for half a second."""
    with TcpProxy(twilio.url, late=1.0) as proxy:
        settings.TWILIO = twilio.settings(base_url=proxy.url, timeout_seconds=0.5)
        yield proxy


def tick(at) -> None:
    """What the worker does each minute."""
    reconcile.reconcile(at)
    pump.drain(lambda: at)


@pytest.mark.parametrize(
    "weather", [Weather.HANGS, Weather.CUTS, Weather.RESETS, Weather.LATE, Weather.DRIPS]
)
def test_whatever_the_line_does_the_message_arrives_once(
    queue: QueueSms, twilio: TwilioServer, line: TcpProxy, weather: Weather
) -> None:
    message = queue(at=BEGIN, expires_at=BEGIN + timedelta(hours=6))
    line.weather = weather
    pump.drain(lambda: BEGIN)
    line.weather = Weather.FINE

    for minute in range(1, 9):
        tick(BEGIN + timedelta(minutes=minute))

    message.refresh_from_db()
    assert (message.state, len(twilio.taken)) == (MessageState.ACCEPTED, 1)


def test_control_sending_again_when_the_answer_is_lost_repeats(
    queue: QueueSms, twilio: TwilioServer, line: TcpProxy
) -> None:
    queue(at=BEGIN, expires_at=BEGIN + timedelta(hours=6))
    line.weather = Weather.RESETS
    pump.drain(lambda: BEGIN)
    line.weather = Weather.FINE
    Message.objects.update(state=MessageState.QUEUED, rank=0)
    pump.drain(lambda: BEGIN + timedelta(minutes=1))

    assert len(twilio.taken) == 2


def test_a_line_that_is_down_loses_nothing_and_is_told(
    queue: QueueSms, twilio: TwilioServer, line: TcpProxy
) -> None:
    for _ in range(5):
        queue(at=BEGIN, expires_at=BEGIN + timedelta(hours=6))
    line.go_down()
    for minute in range(3):
        tick(BEGIN + timedelta(minutes=minute))
    told = [
        notice.code
        for notice in notices(
            Message.objects.all()[0].municipality_id, BEGIN + timedelta(minutes=3)
        )
    ]
    line.come_back()
    for minute in range(3, 12):
        tick(BEGIN + timedelta(minutes=minute))

    assert told == ["slow"]
    assert len(twilio.taken) == 5
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.ACCEPTED}


def test_a_name_that_is_not_found_is_tried_later(queue: QueueSms, settings: Settings) -> None:
    settings.SMS_PROVIDER = "twilio"
    settings.TWILIO = {
        "account_sid": "AC1",
        "auth_tokens": ["x"],
        "region": "",
        "edge": "",
        "base_url": "http://no-such-host.invalid",
        "timeout_seconds": 1,
    }
    message = queue(at=BEGIN, expires_at=BEGIN + timedelta(hours=6))

    pump.drain(lambda: BEGIN)

    message.refresh_from_db()
    assert (message.state, message.error_code) == (MessageState.QUEUED, "unreachable")


def test_a_storm_of_slow_down_ends_with_each_message_once(
    queue: QueueSms, twilio: TwilioServer
) -> None:
    for _ in range(10):
        queue(at=BEGIN, expires_at=BEGIN + timedelta(hours=6))
    twilio.faults.extend(["20429"] * 12)

    for minute in range(40):
        tick(BEGIN + timedelta(minutes=minute))

    assert len(twilio.taken) == 10
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.ACCEPTED}


@pytest.mark.parametrize("code", ["20003", "21408", "63038"])
def test_a_channel_that_is_refused_rests_and_goes_on(
    queue: QueueSms, twilio: TwilioServer, code: str
) -> None:
    message = queue(at=BEGIN, expires_at=BEGIN + timedelta(hours=6))
    twilio.faults.append(code)
    pump.drain(lambda: BEGIN)

    assert ChannelPause.objects.get().channel == Channel.SMS
    tick(BEGIN + timedelta(minutes=11))
    message.refresh_from_db()
    assert (message.state, len(twilio.taken)) == (MessageState.ACCEPTED, 1)


def test_the_clock_jumps_and_nothing_is_sent_twice(queue: QueueSms, twilio: TwilioServer) -> None:
    message = queue(at=BEGIN, expires_at=BEGIN + timedelta(days=3))
    twilio.faults.append(Fault.RESET_AFTER)
    pump.drain(lambda: BEGIN)

    for hours in (5, -5, 0, 24):
        tick(BEGIN + timedelta(hours=hours))
        tick(BEGIN + timedelta(hours=hours, minutes=1))

    message.refresh_from_db()
    assert (message.state, len(twilio.taken)) == (MessageState.ACCEPTED, 1)

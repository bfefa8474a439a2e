"""The real twilio client against a server of our own, over HTTP, with every fault it can have."""

from datetime import timedelta

import pytest

from backend.messaging import pump, reconcile
from backend.messaging.models import Message, MessageState
from tests.messaging.conftest import NOON, QueueSms
from tests.servers.closed_door import ClosedDoor
from tests.servers.twilio_server import Fault, TwilioServer

pytestmark = pytest.mark.django_db


def pump_at(at=NOON) -> int:
    return pump.drain(lambda: at)


def states() -> list[str]:
    return list(Message.objects.order_by("id").values_list("state", flat=True))


@pytest.fixture
def now_queue(queue: QueueSms) -> QueueSms:
    """Rows made at the server's own time, since the server dates what it takes by its clock."""
    from backend.web.clock import now

    def _queue(**changes: object) -> Message:
        at = now()
        return queue(**{"at": at, "expires_at": at + timedelta(hours=2), **changes})

    return _queue


def test_a_text_is_handed_over_with_sender_text_and_our_own_callback(
    queue: QueueSms, twilio: TwilioServer
) -> None:
    message = queue(expires_at=NOON + timedelta(hours=2))

    pump_at()

    (taken,) = twilio.taken
    assert {key: taken[key] for key in ("to", "from", "body", "validity_period")} == {
        "to": message.to,
        "from": "Fjordby",
        "body": message.body,
        "validity_period": "7200",
    }
    assert taken["status_callback"] == (
        f"https://frivillig.fjordby.test/twilio/status/{message.uuid}/"
    )
    message.refresh_from_db()
    assert (message.state, message.rank, message.provider_id) == (
        MessageState.ACCEPTED,
        20,
        taken["sid"],
    )


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        ("21211", MessageState.FAILED),
        ("21610", MessageState.OPTED_OUT),
        ("20429", MessageState.QUEUED),
        ("20003", MessageState.QUEUED),
        ("21408", MessageState.QUEUED),
        (Fault.ERROR_BEFORE, MessageState.UNKNOWN),
        (Fault.HTML_503, MessageState.UNKNOWN),
        (Fault.RESET_BEFORE, MessageState.UNKNOWN),
        (Fault.RESET_AFTER, MessageState.UNKNOWN),
        (Fault.ERROR_AFTER, MessageState.UNKNOWN),
        (Fault.EMPTY_201, MessageState.UNKNOWN),
        (Fault.BAD_JSON_201, MessageState.UNKNOWN),
        (Fault.HOLD_AFTER, MessageState.UNKNOWN),
    ],
)
def test_what_becomes_of_each_fault(
    queue: QueueSms, twilio: TwilioServer, fault: str, state: MessageState
) -> None:
    queue()
    twilio.faults.append(fault)

    pump_at()

    assert states() == [state]


def test_wrong_credentials_pause_the_channel(queue: QueueSms, twilio, settings) -> None:
    settings.TWILIO = twilio.settings(auth_tokens=["wrong"])
    queue()
    queue()

    assert pump_at() == 1

    assert states() == [MessageState.QUEUED, MessageState.QUEUED]


def test_nobody_listens_and_nothing_is_in_doubt(queue: QueueSms, twilio, settings) -> None:
    settings.TWILIO = twilio.settings(base_url="http://127.0.0.1:9")
    message = queue()

    pump_at()

    message.refresh_from_db()
    assert (message.state, message.error_code) == (MessageState.QUEUED, "unreachable")


@pytest.mark.parametrize(
    "fault", [Fault.RESET_AFTER, Fault.ERROR_AFTER, Fault.EMPTY_201, Fault.BAD_JSON_201]
)
def test_taken_but_never_heard_of_is_found_and_not_repeated(
    now_queue: QueueSms, twilio: TwilioServer, fault: str
) -> None:
    message = now_queue()
    twilio.faults.append(fault)
    pump_at(message.created_at)

    reconcile.reconcile(message.created_at + timedelta(minutes=1))
    assert states() == [MessageState.UNKNOWN]
    reconcile.reconcile(message.created_at + timedelta(minutes=6))
    pump_at(message.created_at + timedelta(minutes=6))

    message.refresh_from_db()
    assert (message.state, message.provider_id) == (MessageState.ACCEPTED, twilio.taken[0]["sid"])
    assert len(twilio.taken) == 1


@pytest.mark.parametrize("fault", [Fault.RESET_BEFORE, Fault.ERROR_BEFORE, Fault.HTML_503])
def test_never_taken_is_sent_again_after_two_looks(
    now_queue: QueueSms, twilio: TwilioServer, fault: str
) -> None:
    message = now_queue()
    twilio.faults.append(fault)
    seen = []
    for minute in (0, 6, 7):
        at = message.created_at + timedelta(minutes=minute)
        reconcile.reconcile(at)
        pump_at(at)
        seen.append(len(twilio.taken))

    assert seen == [0, 0, 1]
    assert states() == [MessageState.ACCEPTED]


def test_the_same_text_to_the_same_number_twice_is_two_texts(
    now_queue: QueueSms, twilio: TwilioServer
) -> None:
    first = now_queue(to="+4511223344", body="Samme tekst")
    pump_at(first.created_at)
    second = now_queue(to="+4511223344", body="Samme tekst")
    twilio.faults.append(Fault.RESET_BEFORE)
    for minute in (0, 6, 7):
        at = second.created_at + timedelta(minutes=minute)
        reconcile.reconcile(at)
        pump_at(at)

    assert len(twilio.taken) == 2
    assert states() == [MessageState.ACCEPTED, MessageState.ACCEPTED]


def test_when_the_provider_cannot_be_asked_the_kind_decides(
    now_queue: QueueSms, twilio: TwilioServer, settings
) -> None:
    cancellation, reminder = now_queue(kind="aflysning"), now_queue(kind="paamindelse")
    twilio.faults.extend([Fault.RESET_BEFORE, Fault.RESET_BEFORE])
    start = reminder.created_at
    pump_at(start)
    settings.TWILIO = twilio.settings(base_url="http://127.0.0.1:9")

    reconcile.reconcile(start + timedelta(minutes=6))
    assert states() == [MessageState.UNKNOWN, MessageState.UNKNOWN]
    reconcile.reconcile(start + timedelta(minutes=11))

    assert states() == [MessageState.QUEUED, MessageState.UNKNOWN]
    assert cancellation.dedupe_key != reminder.dedupe_key


def test_what_is_no_longer_useful_is_not_sent_again(
    now_queue: QueueSms, twilio: TwilioServer
) -> None:
    message = now_queue()
    Message.objects.update(expires_at=message.created_at + timedelta(minutes=5))
    twilio.faults.append(Fault.RESET_BEFORE)
    for minute in (0, 6, 7):
        at = message.created_at + timedelta(minutes=minute)
        reconcile.reconcile(at)
        pump_at(at)

    assert (states(), twilio.taken) == ([MessageState.EXPIRED], [])


def test_a_receipt_that_never_came_is_fetched(queue: QueueSms, twilio: TwilioServer) -> None:
    message = queue()
    pump_at()
    twilio.taken[0]["status"] = "sent"

    assert reconcile.chase(NOON + timedelta(minutes=14)) == 0
    assert reconcile.chase(NOON + timedelta(minutes=15)) == 1
    twilio.taken[0]["status"] = "delivered"
    assert reconcile.chase(NOON + timedelta(minutes=20)) == 0
    assert reconcile.chase(NOON + timedelta(hours=1)) == 1

    message.refresh_from_db()
    assert (message.state, message.fetch_at) == (MessageState.DELIVERED, None)


def test_no_number_reaches_the_log(queue: QueueSms, twilio: TwilioServer, caplog) -> None:
    caplog.set_level("INFO")
    message = queue()
    twilio.faults.append(Fault.RESET_BEFORE)

    pump_at()

    assert message.to.removeprefix("+") not in caplog.text
    assert message.body not in caplog.text


def test_a_proxy_that_gives_up_on_the_way_to_the_eu_leaves_nothing_in_doubt(
    queue: QueueSms, twilio: TwilioServer, settings, monkeypatch
) -> None:
    with ClosedDoor(b"HTTP/1.1 503 Away\r\n\r\n") as door:
        monkeypatch.setenv("HTTPS_PROXY", door.url)
        settings.TWILIO = twilio.settings(base_url="", region="ie1", edge="dublin")
        message = queue()
        pump_at()

    message.refresh_from_db()
    assert (message.state, message.error_code) == (MessageState.QUEUED, "unreachable")
    assert door.asked == ["CONNECT api.dublin.ie1.twilio.com:443 HTTP/1.0"]

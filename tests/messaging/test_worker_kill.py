"""A worker killed with -9 between the provider call and the commit: nothing lost or repeated."""

from datetime import datetime, timedelta

import pytest

from backend.messaging import pump, reconcile
from backend.messaging.models import Message, MessageState
from backend.web.clock import now
from tests.messaging.conftest import QueueSms
from tests.servers.pump_process import PumpProcesses, kill
from tests.servers.twilio_server import Fault, TwilioServer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def orphan(queue: QueueSms, twilio: TwilioServer):
    """Kills a real worker while the provider holds its request; gives the row it left behind."""

    def _orphan(fault: Fault) -> Message:
        at = now()
        message = queue(at=at, expires_at=at + timedelta(hours=2))
        twilio.faults.append(fault)
        with PumpProcesses(twilio) as pumps:
            worker = pumps.start()
            assert twilio.held.wait(60)
            assert kill(worker)
        message.refresh_from_db()
        assert message.state == MessageState.SENDING
        return message

    return _orphan


def let_minutes_pass(start: datetime, minutes: range) -> None:
    """What the worker does each minute."""
    for minute in minutes:
        at = start + timedelta(minutes=minute)
        reconcile.reconcile(at)
        pump.drain(lambda at=at: at)


def test_killed_after_the_provider_took_it(orphan, twilio: TwilioServer) -> None:
    message = orphan(Fault.HOLD_AFTER)

    let_minutes_pass(message.created_at, range(8))

    message.refresh_from_db()
    assert [row["to"] for row in twilio.taken] == [message.to]
    assert (message.state, message.provider_id) == (MessageState.ACCEPTED, twilio.taken[0]["sid"])


def test_killed_before_the_provider_took_it(orphan, twilio: TwilioServer) -> None:
    message = orphan(Fault.HOLD_BEFORE)

    # Resolved within seven minutes of the kill.
    let_minutes_pass(message.created_at, range(8))

    message.refresh_from_db()
    assert [row["to"] for row in twilio.taken] == [message.to]
    assert (message.state, message.attempts) == (MessageState.ACCEPTED, 2)


def test_a_receipt_repairs_the_lost_commit_at_once(
    orphan, twilio: TwilioServer, live_server
) -> None:
    message = orphan(Fault.HOLD_AFTER)
    (taken,) = twilio.taken

    status = twilio.callback(taken["sid"], "delivered", to_host=live_server.url)

    message.refresh_from_db()
    assert status == 204
    assert (message.state, message.provider_id) == (MessageState.DELIVERED, taken["sid"])


def test_control_a_pump_that_queues_each_expired_lease_again_repeats(
    orphan, twilio: TwilioServer
) -> None:
    message = orphan(Fault.HOLD_AFTER)
    later = message.created_at + timedelta(minutes=6)

    Message.objects.filter(state="sending", lease_until__lte=later).update(state="queued", rank=0)
    pump.drain(lambda: later)

    assert [row["to"] for row in twilio.taken] == [message.to, message.to]


def test_control_a_pump_that_forgets_expired_leases_loses(orphan, twilio: TwilioServer) -> None:
    message = orphan(Fault.HOLD_BEFORE)

    for minute in range(60):
        pump.drain(lambda m=minute: message.created_at + timedelta(minutes=m))

    assert twilio.taken == []

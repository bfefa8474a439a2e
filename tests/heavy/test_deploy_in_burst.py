"""A deployment in the middle of a burst: the worker is asked to end, and nothing is broken off."""

import time

import pytest
from django.db import transaction
from pytest_django import Settings

from backend.accounts.models import Municipality
from backend.messaging import pump
from backend.messaging.models import Message
from backend.messaging.outbox import queue_sms
from backend.web.clock import now
from tests.servers import worker_process
from tests.servers.twilio_server import TwilioServer

pytestmark = [pytest.mark.heavy, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
BURST = 400


def queue_all() -> None:
    place = Municipality.objects.create(
        slug="fjordby", name="Fjordby Kommune", sms_sender="Fjordby", link_host="fjordby.test"
    )
    with transaction.atomic():
        for number in range(BURST):
            queue_sms(
                municipality=place,
                kind="bekraeftelse",
                to=f"+4511{number:06}",
                body=f"Tak. Nr. {number}.",
                dedupe_key=f"deploy:{number}",
                at=now(),
            )


def wait_for(server: TwilioServer, count: int) -> None:
    deadline = time.monotonic() + 60
    while len(server.taken) < count and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(server.taken) >= count


def test_the_worker_finishes_what_it_has_in_hand_and_leaves_the_rest(settings: Settings) -> None:
    settings.MESSAGING_WAKES_PUMP = True
    with TwilioServer(delay=0.25) as server:
        settings.SMS_PROVIDER = "twilio"
        settings.TWILIO = server.settings(timeout_seconds=10)
        worker = worker_process.start(server)
        queue_all()
        wait_for(server, 50)
        begun = time.monotonic()
        code, _ = worker_process.end(worker)
        seconds = time.monotonic() - begun
        left = set(Message.objects.values_list("state", flat=True))
        taken = len(server.taken)
        pump.drain(now, lanes=16)

        assert (code, left) == (0, {"accepted", "queued"})
        assert seconds < 15
        assert taken < BURST
        assert len({row["to"] for row in server.taken}) == len(server.taken) == BURST


def test_control_a_killed_worker_leaves_messages_in_doubt(settings: Settings) -> None:
    settings.MESSAGING_WAKES_PUMP = True
    with TwilioServer(delay=0.25) as server:
        worker = worker_process.start(server)
        queue_all()
        wait_for(server, 50)
        worker_process.kill(worker)

        assert Message.objects.filter(state="sending").count() > 0

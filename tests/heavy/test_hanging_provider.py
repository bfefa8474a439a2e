"""A provider that hangs for thirty seconds: the others leave, and no text leaves twice."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from pytest_django import Settings

from backend.accounts.models import Municipality
from backend.messaging import pump, reconcile
from backend.messaging.models import Message
from backend.messaging.outbox import queue_sms
from backend.web.clock import now
from tests.servers.twilio_server import Fault, TwilioServer

pytestmark = [pytest.mark.heavy, pytest.mark.django_db(transaction=True), pytest.mark.timeout(200)]
TEXTS, HANGING = 40, 4


def test_some_hang_and_the_rest_leave(settings: Settings) -> None:
    place = Municipality.objects.create(
        slug="fjordby", name="Fjordby Kommune", sms_sender="Fjordby", link_host="fjordby.test"
    )
    for number in range(TEXTS):
        queue_sms(
            municipality=place,
            kind="bekraeftelse",
            to=f"+4511{number:06}",
            body=f"Tak. Nr. {number}.",
            dedupe_key=f"hang:{number}",
            at=now(),
        )
    with TwilioServer() as server:
        settings.SMS_PROVIDER = "twilio"
        # The product's own timeout; the server holds its answer for thirty seconds.
        settings.TWILIO = server.settings(timeout_seconds=10)
        server.faults.extend([Fault.HOLD_BEFORE, Fault.HOLD_AFTER] * (HANGING // 2))
        begun = time.monotonic()
        drained = threading.Thread(target=_drain)
        drained.start()
        while len(server.taken) < TEXTS - HANGING // 2 and time.monotonic() < begun + 9:
            time.sleep(0.02)
        left_in = time.monotonic() - begun
        drained.join()
        took = time.monotonic() - begun
        in_doubt = Message.objects.filter(state="unknown").count()
        server.release.set()
        for minutes in (6, 7, 8):
            at = now() + timedelta(minutes=minutes)
            reconcile.reconcile(at)
            pump.drain(lambda at=at: at)

        assert left_in < 9
        assert 10 <= took < 30
        assert in_doubt == HANGING
        assert len({row["to"] for row in server.taken}) == len(server.taken) == TEXTS


def _drain() -> None:
    try:
        pump.drain(now, lanes=8)
    finally:
        connection.close()

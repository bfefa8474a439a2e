"""One municipality, one moment, and rows for the pump to work on."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from backend.accounts.models import Municipality
from backend.messaging.models import Message
from backend.messaging.outbox import queue_sms
from backend.messaging.providers import memory
from backend.messaging.providers.memory import MemoryProvider
from tests.servers.twilio_server import TwilioServer

# Twelve o'clock on a Danish November day.
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)

QueueSms = Callable[..., Message]


@pytest.fixture
def municipality() -> Municipality:
    """An invented municipality."""
    return Municipality.objects.create(
        slug="fjordby",
        name="Fjordby Kommune",
        short_name="Fjordby",
        sms_sender="Fjordby",
        link_host="hjaelp.fjordby.test",
        phone="+4512345678",
        email="frivillig@fjordby.test",
    )


@pytest.fixture
def queue(municipality: Municipality) -> QueueSms:
    """Queues a text; every call has its own key unless one is given."""
    number = 0

    def _queue(**changes: object) -> Message:
        nonlocal number
        number += 1
        given = {
            "municipality": municipality,
            "kind": "bekraeftelse",
            "to": f"+45112233{number:02}",
            "body": f"Tak, Birgitte. Nr. {number}. Se mere: https://hjaelp.fjordby.test/s/abc",
            "dedupe_key": f"bekraeftelse:{number}",
            "at": NOON,
            "expires_at": NOON + timedelta(hours=6),
            **changes,
        }
        return queue_sms(**given)

    return _queue


@pytest.fixture
def provider(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> MemoryProvider:
    """An empty provider in memory behind the SMS channel."""
    fresh = MemoryProvider()
    monkeypatch.setattr(memory.shared, "sent", fresh.sent)
    monkeypatch.setattr(memory.shared, "answers", fresh.answers)
    settings.SMS_PROVIDER = "memory"
    return memory.shared


@pytest.fixture
def twilio(settings: Settings):
    """Our Twilio on loopback, and the settings that lead the real client to it."""
    with TwilioServer() as server:
        settings.SMS_PROVIDER = "twilio"
        settings.TWILIO = server.settings()
        settings.PUBLIC_URL = "https://frivillig.fjordby.test"
        yield server

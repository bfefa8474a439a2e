"""An address of another system, and a clock that a test can turn."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from backend.accounts.secrets import seal
from backend.webhooks import sender
from backend.webhooks.models import Delivery, Endpoint, Event
from backend.webhooks.signatures import new_secret
from tests.cast import NOW, Cast
from tests.servers.webhook_server import WebhookServer


@dataclass
class Clock:
    """Stands until it is turned."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def turn(self, by: timedelta) -> None:
        self.at += by


@pytest.fixture
def clock() -> Clock:
    """Stands at NOW."""
    return Clock()


@pytest.fixture
def other(settings: Settings) -> Iterator[WebhookServer]:
    """Another system on loopback, which is allowed here and nowhere else."""
    settings.WEBHOOKS_TO_LOOPBACK = True
    with WebhookServer() as server:
        yield server


def endpoint_at(cast: Cast, url: str, *events: Event) -> Endpoint:
    """An address that wants the events, all of them by default; straight into the table."""
    return Endpoint.objects.create(
        municipality=cast.municipality,
        name="Prøvesystemet",
        url=url,
        events=[one.value for one in events or Event],
        secret=seal(new_secret()),
        created_at=NOW,
    )


@pytest.fixture
def send(clock: Clock) -> Callable[[], int]:
    """Lets the sender work once, at the clock's moment."""
    return lambda: sender.send_due(clock)


def outcomes() -> list[tuple[str, str, int]]:
    """State, outcome and attempts of every call, the oldest first."""
    return list(Delivery.objects.values_list("state", "outcome", "attempts"))

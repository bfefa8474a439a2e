"""A body that is only history holds no key: neither a personal link's nor a password link's."""

from datetime import timedelta

import pytest

from backend.messaging.models import RANKS, Message, MessageState
from backend.messaging.scrubbing import scrub
from tests.messaging.conftest import NOON, QueueSms

pytestmark = pytest.mark.django_db
PERSONAL = "https://hjaelp.fjordby.test/s/7Kq2mX4tVb9sLw3RzYp8Ha"
PASSWORD = "https://hjaelp.fjordby.test/konto/ny/2b-d1xk-9a8b7c6d5e4f"


def _settled(queue: QueueSms, body: str) -> Message:
    message = queue(body=body)
    Message.objects.filter(pk=message.pk).update(
        state=MessageState.DELIVERED, rank=RANKS[MessageState.DELIVERED]
    )
    return message


@pytest.mark.parametrize(
    ("body", "left"),
    [
        (f"Svar: {PERSONAL}", "Svar: https://hjaelp.fjordby.test/s/***"),
        (f"Vælg: {PASSWORD} i dag", "Vælg: https://hjaelp.fjordby.test/konto/ny/*** i dag"),
        ("Vi ses på torsdag.", "Vi ses på torsdag."),
    ],
)
def test_keys_are_masked_after_two_days_and_nothing_else_is(
    queue: QueueSms, body: str, left: str
) -> None:
    message = _settled(queue, body)

    early = scrub(NOON + timedelta(days=1))
    scrub(NOON + timedelta(days=3))
    again = scrub(NOON + timedelta(days=3))

    message.refresh_from_db()
    assert (message.body, early, again) == (left, 0, 0)

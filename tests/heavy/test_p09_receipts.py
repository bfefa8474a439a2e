"""P9: delivery receipts in every order and repetition, forged ones refused."""

from datetime import timedelta
from itertools import product

import pytest
from django.test import Client
from pytest_django import Settings

from backend.accounts.models import Municipality
from backend.messaging.models import Message
from backend.messaging.outbox import queue_sms
from backend.messaging.receipts import STATUSES
from backend.web.clock import now
from tests.heavy.figures import keep_figure
from tests.servers.twilio_server import TOKEN, receipt_form, sign

pytestmark = [pytest.mark.heavy, pytest.mark.django_db]
WORDS = ("queued", "sent", "undelivered", "delivered")
PUBLIC = "https://frivillig.test"


@pytest.fixture
def place(settings: Settings) -> Municipality:
    settings.PUBLIC_URL = PUBLIC
    settings.TWILIO = {"auth_tokens": ["next-token", TOKEN]}
    return Municipality.objects.create(
        slug="fjordby", name="Fjordby Kommune", sms_sender="Fjordby", link_host="fjordby.test"
    )


def sent_message(place: Municipality, number: int) -> Message:
    message = queue_sms(
        municipality=place,
        kind="paamindelse",
        to="+4511223344",
        body="Vi ses.",
        dedupe_key=f"receipt:{number}",
        at=now(),
        expires_at=now() + timedelta(hours=1),
    )
    Message.objects.filter(pk=message.pk).update(state="sending", rank=1, lease_until=now())
    return message


def tell(client: Client, message: Message, sid: str, word: str, **odd: str) -> int:
    """One signed receipt through the door; ``odd`` alters it afterwards."""
    path = f"/twilio/status/{message.uuid}/"
    form = receipt_form({"sid": sid, "to": message.to, "from": "Fjordby"}, word)
    headers = {"X-Twilio-Signature": sign(PUBLIC + path, form)}
    return client.post(path, form | odd, headers=headers).status_code


def test_every_order_and_repetition_ends_right(place: Municipality, client: Client) -> None:
    wrong = naive_wrong = 0
    orders = list(product(WORDS, repeat=4))
    for number, order in enumerate(orders):
        message = sent_message(place, number)
        for word in order:
            assert tell(client, message, f"SM{number:032x}", word) == 204
        message.refresh_from_db()
        best = max(order, key=lambda word: STATUSES[word][0])
        wrong += message.state != STATUSES[best][1]
        naive_wrong += STATUSES[order[-1]][1] != STATUSES[best][1]
    taken_in = forged(place, client)

    keep_figure(
        "P9",
        figure=wrong + taken_in,
        unit=f"wrong states after {len(orders)} orders of receipts, or forged receipts taken",
        held=wrong == 0 and taken_in == 0,
        control_failed=naive_wrong > 0,
    )


def forged(place: Municipality, client: Client) -> int:
    """Receipts that must be refused with 403; how many were not."""
    message = sent_message(place, 10_000)
    path = f"/twilio/status/{message.uuid}/"
    form = receipt_form({"sid": "SM1", "to": message.to, "from": "Fjordby"}, "delivered")
    other = sent_message(place, 10_001)
    signatures = [
        {},
        {"X-Twilio-Signature": "AAAA"},
        {"X-Twilio-Signature": sign(PUBLIC + path, form, "guessed")},
        {"X-Twilio-Signature": sign(f"{PUBLIC}/twilio/status/{other.uuid}/", form)},
        {"X-Twilio-Signature": sign(f"http://evil.test{path}", form), "X-Forwarded-Host": "evil"},
    ]
    statuses = [client.post(path, form, headers=one).status_code for one in signatures]
    statuses.append(tell(client, message, "SM1", "sent", MessageStatus="delivered"))
    message.refresh_from_db()
    return sum(status != 403 for status in statuses) + (message.state != "sending")

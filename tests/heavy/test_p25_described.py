"""P25: the real twilio client, and our own Twilio, against Twilio's published description."""

import urllib.parse
import urllib.request
from datetime import timedelta

import pytest
from pytest_django import Settings

from backend.accounts.models import Municipality
from backend.messaging import pump, reconcile
from backend.messaging.models import Message
from backend.messaging.outbox import queue_sms
from backend.messaging.providers.twilio_sms import TwilioProvider
from backend.web.clock import now
from tests.heavy.figures import keep_figure
from tests.servers.twilio_description import DescribedProxy, description
from tests.servers.twilio_server import ACCOUNT, Fault, TwilioServer

pytestmark = [pytest.mark.heavy, pytest.mark.django_db, pytest.mark.timeout(300)]
NUMBER = "+4570707070"
TEXTS = ("Tak, Zoë. Læs mere: https://fjordby.test/s/x", "Æ" * 160, "Vi ses & hører + 100 % = ja?")


def talk(server: TwilioServer, place: Municipality) -> None:
    """All that the product says to Twilio: send, look for, fetch, and ask for what was missed."""
    begin = now()
    for number, body in enumerate(TEXTS * 4):
        queue_sms(
            municipality=place,
            kind="bekraeftelse",
            to=f"+4511{number:06}",
            body=body,
            dedupe_key=f"described:{number}",
            at=begin,
            expires_at=begin + timedelta(minutes=30 * (1 + number)),
        )
    server.faults.extend([Fault.EMPTY_201, "21211", "20429"])
    server.write("+4520000001", NUMBER, "STOP")
    pump.drain(lambda: begin)
    for minutes in (6, 16):
        at = begin + timedelta(minutes=minutes)
        reconcile.reconcile(at)
        pump.drain(lambda at=at: at)
        reconcile.chase(at)
    assert len(TwilioProvider().received(NUMBER, begin - timedelta(days=1))) == 1


def test_every_call_and_answer_is_as_described(settings: Settings) -> None:
    described = description()
    place = Municipality.objects.create(
        slug="fjordby", name="Fjordby Kommune", sms_sender=NUMBER, link_host="fjordby.test"
    )
    with TwilioServer() as server, DescribedProxy(server.url, described) as proxy:
        settings.SMS_PROVIDER = "twilio"
        settings.TWILIO = server.settings(base_url=proxy.url, timeout_seconds=10)
        settings.PUBLIC_URL = "https://frivillig.test"
        talk(server, place)
        violations, calls = list(proxy.violations), proxy.calls
        # A client that was written from memory.
        form = {"to": NUMBER, "Body": "Hej", "ValidityPeriod": "en time"}
        address = f"{proxy.url}/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
        naive = urllib.request.Request(address, data=urllib.parse.urlencode(form).encode())
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(naive, timeout=10)
        seen = len(proxy.violations) - len(violations)

    # 201 with {} is a fault that we planted.
    assert Message.objects.exclude(state="accepted").exclude(state="failed").count() == 0
    keep_figure(
        "P25",
        figure=len(violations),
        unit=f"violations of Twilio's published description in {calls} calls and their answers"
        + "".join(f"; {one}" for one in violations[:3]),
        held=not violations and calls > len(TEXTS) * 4,
        control_failed=seen > 0,
    )

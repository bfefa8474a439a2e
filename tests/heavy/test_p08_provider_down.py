"""P8: the provider is away for an hour. Nothing is lost, nobody is reminded too late."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from backend.accounts.models import Municipality
from backend.messaging import pump, reconcile
from backend.messaging.models import Message
from backend.messaging.outbox import queue_sms
from backend.messaging.trouble import notices
from backend.web.clock import now
from tests.heavy.figures import keep_figure
from tests.servers.tcp_proxy import TcpProxy
from tests.servers.twilio_server import TwilioServer

pytestmark = [pytest.mark.heavy, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]
MESSAGES, REMINDERS, LANES = 400, 30, 8
MINUTE = timedelta(minutes=1)


def queue_all(place: Municipality, begin, *, expiry: bool) -> None:
    """Confirmations, and reminders of times that begin 10 to 39 minutes from now."""
    for number in range(MESSAGES):
        queue_sms(
            municipality=place,
            kind="bekraeftelse",
            to=f"+4511{number:06}",
            body=f"Tak. Nr. {number}.",
            dedupe_key=f"down:{begin}:{number}",
            at=begin,
        )
    for number in range(REMINDERS):
        starts_at = begin + (10 + number) * MINUTE
        queue_sms(
            municipality=place,
            kind="paamindelse",
            to=f"+4512{number:06}",
            body=f"Vi ses. Nr. {number}.",
            dedupe_key=f"remind:{begin}:{number}",
            at=begin,
            expires_at=starts_at if expiry else begin + timedelta(days=2),
        )


def live(begin, minutes: range, until_empty: bool = False) -> int:
    """The worker's minute, over and over; the number of the last one."""
    for minute in minutes:
        at = begin + minute * MINUTE
        reconcile.reconcile(at)
        pump.drain(lambda at=at: at, lanes=LANES)
        waiting = Message.objects.filter(state__in=["queued", "sending", "unknown"])
        if until_empty and not waiting.exists():
            return minute
    return minutes.stop


def an_hour_away(place: Municipality, settings: Settings, *, expiry: bool) -> dict[str, int]:
    """Runs the hour and what follows; counts what became of the messages."""
    Message.objects.all().delete()
    with TwilioServer() as server, TcpProxy(server.url) as line:
        settings.SMS_PROVIDER = "twilio"
        settings.TWILIO = server.settings(base_url=line.url)
        begin = now()
        queue_all(place, begin, expiry=expiry)
        line.go_down()
        live(begin, range(3))
        told = [notice.code for notice in notices(place.pk, begin + 2 * MINUTE)]
        live(begin, range(3, 60))
        line.come_back()
        drained = live(begin, range(60, 90), until_empty=True) - 59
        got = [row["to"] for row in server.taken]
    return {
        "lost": MESSAGES - len({to for to in got if to.startswith("+4511")}),
        "twice": len(got) - len(set(got)),
        "late reminders": len([to for to in got if to.startswith("+4512")]),
        "minutes": drained,
        "told": told.count("slow"),
    }


def test_an_hour_without_the_provider(settings: Settings) -> None:
    place = Municipality.objects.create(
        slug="fjordby", name="Fjordby Kommune", sms_sender="Fjordby", link_host="fjordby.test"
    )

    found = an_hour_away(place, settings, expiry=True)
    naive = an_hour_away(place, settings, expiry=False)

    keep_figure(
        "P8",
        figure=found["minutes"],
        unit=f"minutes to drain {MESSAGES} SMS after an hour away; {found['lost']} lost, "
        f"{found['twice']} twice, {found['late reminders']} reminders too late, "
        "coordinator warned within 2 minutes",
        held=found["minutes"] <= 10
        and found["lost"] == found["twice"] == found["late reminders"] == 0
        and found["told"] == 1,
        control_failed=naive["late reminders"] > 0,
    )

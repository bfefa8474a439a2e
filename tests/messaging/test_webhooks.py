"""Our door to the provider: too early, again, and closed for ten minutes."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from backend.messaging import pump, reconcile
from backend.messaging.models import InboundText, Message, MessageState, OptOut
from backend.web.clock import now
from tests.cast import Cast, make_volunteers
from tests.messaging.conftest import QueueSms
from tests.servers.twilio_server import TwilioServer, receipt_form, sign
from volunteers.actions.inbound import fetch_missed

NUMBER = "+4570707070"


@pytest.mark.django_db(transaction=True)
def test_a_receipt_before_our_commit_is_not_undone_by_it(
    queue: QueueSms, twilio: TwilioServer, live_server: LiveServer
) -> None:
    twilio.tells_first = live_server.url
    message = queue(at=now(), expires_at=now() + timedelta(hours=1))

    pump.drain(now)

    message.refresh_from_db()
    assert (message.state, message.callbacks.count()) == (MessageState.DELIVERED, 1)
    assert message.provider_id == twilio.taken[0]["sid"]


@pytest.mark.django_db
def test_a_receipt_that_is_replayed_changes_nothing_and_opens_no_other_message(
    queue: QueueSms, twilio: TwilioServer, client: Client, settings: Settings
) -> None:
    message, other = (queue(at=now(), expires_at=now() + timedelta(hours=1)) for _ in range(2))
    pump.drain(now)
    message.refresh_from_db()
    form = receipt_form({"sid": message.provider_id, "to": message.to, "from": "x"}, "failed")
    path = f"/twilio/status/{message.uuid}/"
    headers = {"X-Twilio-Signature": sign(settings.PUBLIC_URL + path, form)}

    statuses = [client.post(path, form, headers=headers).status_code for _ in range(3)]
    elsewhere = client.post(path.replace(str(message.uuid), str(other.uuid)), form, headers=headers)

    message.refresh_from_db()
    other.refresh_from_db()
    assert (statuses, elsewhere.status_code) == ([204] * 3, 403)
    assert (message.state, other.state) == (MessageState.FAILED, MessageState.ACCEPTED)


def let_pass(begin: datetime, minutes: range) -> None:
    """What the worker does; every fifth minute it asks for texts that were missed."""
    for minute in minutes:
        at = begin + timedelta(minutes=minute)
        reconcile.chase(at)
        if minute % 5 == 0:
            fetch_missed(at)


@pytest.fixture
def place(cast: Cast) -> Cast:
    cast.municipality.sms_sender = NUMBER
    cast.municipality.save()
    return cast


@pytest.mark.django_db
def test_what_came_while_our_door_was_down_for_ten_minutes_is_fetched(
    place: Cast, queue: QueueSms, twilio: TwilioServer
) -> None:
    (person,) = make_volunteers(place, 1, phone="+4520000077")
    begin = now()
    message = queue(municipality=place.municipality, at=begin, to=person.phone)
    pump.drain(lambda: begin)
    twilio.taken[0]["status"] = "delivered"
    twilio.write(person.phone, NUMBER, "STOP")

    let_pass(begin, range(1, 17))

    message.refresh_from_db()
    assert message.state == MessageState.DELIVERED
    assert OptOut.objects.filter(phone=person.phone).count() == 1
    assert InboundText.objects.count() == 1
    # The receipt for the stop is not taken for a text from a person, and nothing is read twice.
    pump.drain(lambda: begin + timedelta(minutes=17))
    let_pass(begin, range(17, 26))
    assert InboundText.objects.count() == 1


@pytest.mark.django_db
def test_control_without_asking_the_stop_is_never_heard(
    place: Cast, queue: QueueSms, twilio: TwilioServer
) -> None:
    twilio.write("+4520000077", NUMBER, "STOP")
    reconcile.chase(now() + timedelta(minutes=16))

    assert InboundText.objects.count() == 0


@pytest.mark.django_db
def test_a_provider_that_cannot_be_asked_is_asked_again(
    place: Cast, twilio: TwilioServer, settings: Settings
) -> None:
    twilio.write("+4520000077", NUMBER, "STOP")
    settings.TWILIO = twilio.settings(base_url="http://127.0.0.1:9")
    unheard = fetch_missed(now())
    settings.TWILIO = twilio.settings()

    assert (unheard, fetch_missed(now()), fetch_missed(now())) == (0, 1, 0)


@pytest.mark.django_db
def test_messages_do_not_need_the_cache(queue: QueueSms, twilio: TwilioServer) -> None:
    message = queue(at=now(), expires_at=now() + timedelta(hours=1))
    cache.clear()

    pump.drain(now)
    cache.clear()
    again = queue(dedupe_key=message.dedupe_key)

    assert again.pk == message.pk
    assert (Message.objects.count(), len(twilio.taken)) == (1, 1)

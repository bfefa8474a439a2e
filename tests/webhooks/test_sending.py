"""What is told reaches the other system, signed, again and again until it is heard or given up."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from backend.accounts.secrets import seal, unseal
from backend.webhooks.announcements import announce, forget_deliveries, replay
from backend.webhooks.models import Delivery, Endpoint, Event
from backend.webhooks.sender import LEASE, WAITS, claim
from backend.webhooks.signatures import new_secret
from tests.cast import NOW, Cast, make_cast, open_slot
from tests.servers.webhook_server import WebhookServer
from tests.webhooks.conftest import Clock, endpoint_at, outcomes

Send = Callable[[], int]


@pytest.fixture
def told(cast: Cast, other: WebhookServer) -> Endpoint:
    """One call that is owed."""
    slot = open_slot(cast)
    endpoint = endpoint_at(cast, other.url)
    announce(Event.SLOT_FILLED, slot, at=NOW)
    return endpoint


def test_the_library_of_the_convention_can_verify_it(
    told: Endpoint, other: WebhookServer, send: Send
) -> None:
    send()

    [call] = other.calls
    with time_machine.travel(NOW):
        body = Webhook(unseal(told.secret)).verify(call.body, call.headers)
        # Controls: a word changed, another secret, another time.
        for changed, secret in ((call.body + " ", unseal(told.secret)), (call.body, new_secret())):
            with pytest.raises(WebhookVerificationError):
                Webhook(secret).verify(changed, call.headers)
    with pytest.raises(WebhookVerificationError), time_machine.travel(NOW + timedelta(hours=1)):
        Webhook(unseal(told.secret)).verify(call.body, call.headers)
    assert body["type"] == "slot.filled"
    assert outcomes() == [("delivered", "204", 1)]


def test_it_says_an_id_and_no_more(
    cast: Cast, told: Endpoint, other: WebhookServer, send: Send
) -> None:
    send()

    sent = json.loads(other.calls[0].body)
    slot = cast.municipality.slots.get()
    assert sent == {
        "type": "slot.filled",
        "timestamp": NOW.isoformat(),
        "data": {"id": str(slot.uuid)},
    }
    assert other.calls[0].headers["webhook-id"] == str(Delivery.objects.get().uuid)


def test_only_those_who_want_the_event_hear_of_it(cast: Cast, other: WebhookServer) -> None:
    slot, elsewhere = open_slot(cast), make_cast("Åby", 2)
    endpoint_at(elsewhere, other.url)
    endpoint_at(cast, other.url, Event.TASK_OPENED)
    off = endpoint_at(cast, other.url)
    Endpoint.objects.filter(pk=off.pk).update(off_at=NOW)

    assert announce(Event.SLOT_FILLED, slot, at=NOW) == 0
    # Control: the event that one of them wants.
    assert announce(Event.TASK_OPENED, slot.task, at=NOW) == 1


def test_a_change_that_is_rolled_back_is_never_told(cast: Cast, other: WebhookServer) -> None:
    slot = open_slot(cast)
    endpoint_at(cast, other.url)

    with transaction.atomic():
        announce(Event.SLOT_FILLED, slot, at=NOW)
        transaction.set_rollback(True)

    assert Delivery.objects.count() == 0


def test_failures_are_tried_again_with_longer_waits_and_then_given_up(
    told: Endpoint, other: WebhookServer, send: Send, clock: Clock
) -> None:
    other.statuses = [500] * 20

    for wait in WAITS:
        assert (send(), send()) == (1, 0)
        clock.turn(wait - timedelta(seconds=1))
        assert send() == 0
        clock.turn(timedelta(seconds=1))
    send()

    assert outcomes() == [("dead", "500", len(WAITS) + 1)]
    assert len({call.headers["webhook-id"] for call in other.calls}) == 1
    clock.turn(timedelta(days=9))
    assert send() == 0
    other.statuses = []
    assert replay(list(Delivery.objects.all()), clock()) == 1
    send()
    assert outcomes() == [("delivered", "204", 1)]


def test_a_failing_address_is_asked_once_and_the_others_do_not_wait(
    cast: Cast, told: Endpoint, other: WebhookServer, send: Send, clock: Clock
) -> None:
    slot = cast.municipality.slots.get()
    other.statuses = [503]
    send()
    announce(Event.OFFER_ANSWERED, *[slot] * 3, at=NOW)
    with WebhookServer() as fine:
        endpoint_at(cast, fine.url)
        announce(Event.TASK_OPENED, slot.task, at=NOW)
        send()

        assert (len(other.calls), len(fine.calls)) == (1, 1)
    clock.turn(WAITS[0])
    send()
    assert Delivery.objects.exclude(state="delivered").count() == 0


@pytest.mark.parametrize(("status", "off"), [(410, True), (404, False)])
def test_gone_switches_off_and_other_refusals_do_not(
    told: Endpoint, other: WebhookServer, send: Send, status: int, off: bool
) -> None:
    other.statuses = [status]

    send()

    told.refresh_from_db()
    assert (told.off_at is not None, outcomes()[0][0]) == (off, "dead" if off else "queued")


@pytest.mark.parametrize(("wish", "minutes"), [("600", 10), ("nonsense", 1), ("9" * 30, 24 * 60)])
def test_a_wished_wait_is_kept_within_a_day(
    told: Endpoint, other: WebhookServer, send: Send, clock: Clock, wish: str, minutes: int
) -> None:
    other.statuses, other.headers = [429], {"Retry-After": wish}

    send()

    assert Delivery.objects.get().due_at == NOW + timedelta(minutes=minutes)


def test_while_the_old_secret_counts_both_verify(
    told: Endpoint, other: WebhookServer, send: Send, clock: Clock
) -> None:
    old, new = unseal(told.secret), new_secret()
    Endpoint.objects.update(secret=seal(new), old_secret=told.secret, old_until=NOW + LEASE)

    def verified() -> list[bool]:
        send()
        found = []
        for secret in (old, new):
            with time_machine.travel(clock()):
                try:
                    Webhook(secret).verify(other.calls[-1].body, other.calls[-1].headers)
                    found.append(True)
                except WebhookVerificationError:
                    found.append(False)
        return found

    assert verified() == [True, True]
    clock.turn(LEASE)
    replay(list(Delivery.objects.all()), clock())
    assert verified() == [False, True]


def test_a_sender_that_died_is_followed_by_another(
    told: Endpoint, other: WebhookServer, send: Send, clock: Clock
) -> None:
    assert [one.attempts for one in claim(NOW)] == [1]

    assert (send(), claim(NOW)) == (0, [])
    clock.turn(LEASE)
    assert send() == 1

    assert outcomes() == [("delivered", "204", 2)]


def test_what_is_over_is_forgotten(told: Endpoint, send: Send, clock: Clock) -> None:
    send()

    assert forget_deliveries(NOW) == 0
    assert forget_deliveries(NOW + timedelta(seconds=1)) == 1

"""Locks, deadlocks and a migration in the middle of it all: each text leaves once."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from django.db import OperationalError, connection

from backend.messaging import ceilings, pump
from backend.messaging.models import Message, MessageState
from backend.messaging.providers.base import Accepted
from backend.messaging.providers.memory import MemoryProvider
from backend.messaging.receipts import take_receipt
from backend.web.clock import now
from tests.messaging.conftest import NOON, QueueSms
from tests.servers.pump_process import database_url

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def another_session() -> Iterator[psycopg.Connection]:
    """A second connection to this test's database, in a transaction of its own."""
    with psycopg.connect(database_url()) as line:
        yield line
        line.rollback()


def in_thread(deed: Callable[[], object]) -> tuple[threading.Thread, list[BaseException]]:
    """Starts the deed beside us; the list holds what it raised."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            deed()
        except BaseException as error:  # noqa: BLE001 - handed to the test.
            raised.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, raised


def test_a_row_that_somebody_holds_keeps_nobody_waiting(
    queue: QueueSms, provider: MemoryProvider
) -> None:
    held, *others = [queue() for _ in range(4)]
    with another_session() as line:
        line.execute("SELECT 1 FROM messaging_message WHERE id = %s FOR UPDATE", [held.pk])

        pump.drain(lambda: NOON)

        assert {to for _, to, _ in provider.sent} == {other.to for other in others}
    pump.drain(lambda: NOON)
    assert [to for _, to, _ in provider.sent][3:] == [held.to]


def test_a_migration_while_serving_makes_everybody_wait_and_nobody_fail(
    queue: QueueSms, provider: MemoryProvider
) -> None:
    for _ in range(20):
        queue(at=now(), expires_at=now() + timedelta(hours=1))
    pump.claim(now())
    with another_session() as line:
        line.execute("ALTER TABLE messaging_message ADD COLUMN later integer NOT NULL DEFAULT 0")
        thread, raised = in_thread(lambda: pump.drain(now, lanes=3))
        thread.join(1)
        waited = thread.is_alive()
        line.commit()
        thread.join(30)
    queue(at=now(), expires_at=now() + timedelta(hours=1))
    pump.drain(now)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE messaging_message DROP COLUMN later")

    assert (waited, raised) == (True, [])
    assert len({to for _, to, _ in provider.sent}) == len(provider.sent) == 20


def tell_twice_at_once(message: Message, take: Callable[[str], object]) -> list[BaseException]:
    """Two receipts for a text whose id we do not know yet, at the same moment."""
    started = [in_thread(lambda word=word: take(word)) for word in ("sent", "delivered")]
    for thread, _ in started:
        thread.join(30)
    message.refresh_from_db()
    return [error for _, raised in started for error in raised]


def test_two_receipts_at_once_stand_in_line(queue: QueueSms) -> None:
    for _ in range(10):
        message = queue()

        raised = tell_twice_at_once(
            message,
            lambda word, uuid=message.uuid: take_receipt(uuid, Accepted(f"SM{uuid}", word), NOON),
        )

        assert (raised, message.state) == ([], MessageState.DELIVERED)


def test_a_deadlock_hands_nothing_over_and_loses_nothing(
    queue: QueueSms, provider: MemoryProvider
) -> None:
    message = queue(kind="tilbud")
    with another_session() as line:
        # Ours waits longer, so that the pump's claim is the one that is given up.
        line.execute("SET deadlock_timeout = '30s'")
        line.execute(
            "SELECT pg_advisory_xact_lock(%s, %s)", [ceilings.CLAIM_LOCK, message.municipality_id]
        )
        thread, raised = in_thread(lambda: pump.drain(lambda: NOON))
        wait_until_somebody_waits()
        line.execute("SELECT 1 FROM messaging_message WHERE id = %s FOR UPDATE", [message.pk])
        thread.join(30)
    sent_by_then = list(provider.sent)
    pump.drain(lambda: NOON)

    message.refresh_from_db()
    assert [type(error) for error in raised] == [OperationalError]
    assert "deadlock" in str(raised[0])
    assert (sent_by_then, message.state) == ([], MessageState.ACCEPTED)
    assert len(provider.sent) == 1


def wait_until_somebody_waits() -> None:
    """Until the pump stands at the lock that the other session holds."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone() != (0,):
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits")

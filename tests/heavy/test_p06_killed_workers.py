"""A thousand messages and a hundred workers killed at random moments: 0 lost, 0 twice, 0 stuck."""

import random
import time
from collections import Counter
from datetime import timedelta

import pytest

from backend.accounts.models import Municipality
from backend.messaging import pump, reconcile
from backend.messaging.models import Message
from backend.messaging.outbox import queue_sms
from backend.web.clock import now
from tests.heavy.figures import keep_figure
from tests.servers.pump_process import PumpProcesses, kill
from tests.servers.twilio_server import TwilioServer

pytestmark = [pytest.mark.heavy, pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]

MESSAGES = 1000
ROUNDS = 13
WORKERS_A_ROUND = 8
LANES = 16


@pytest.fixture
def twilio(settings):
    with TwilioServer(delay=0.1) as server:
        settings.SMS_PROVIDER = "twilio"
        settings.TWILIO = server.settings(timeout_seconds=10)
        yield server


def queue_all() -> None:
    place, _ = Municipality.objects.get_or_create(
        slug="fjordby", name="Fjordby Kommune", sms_sender="Fjordby", link_host="fjordby.test"
    )
    at = now()
    for number in range(MESSAGES):
        queue_sms(
            municipality=place,
            kind="bekraeftelse",
            to=f"+4511{number:06}",
            body=f"Tak. Nr. {number}.",
            dedupe_key=f"kill:{number}",
            at=at,
            expires_at=at + timedelta(days=2),
        )


def kill_a_round_of_workers(
    pumps: PumpProcesses, twilio: TwilioServer, ahead: timedelta, chance: random.Random
) -> int:
    """Starts workers and kills each after it has begun to hand over; returns how many died."""
    before = twilio.posts
    workers = [pumps.start(ahead) for _ in range(WORKERS_A_ROUND)]
    deadline = time.monotonic() + 30
    while twilio.posts == before and time.monotonic() < deadline:
        time.sleep(0.005)
    killed = 0
    for worker in workers:
        time.sleep(chance.uniform(0.0, 0.15))
        killed += kill(worker)
    # What the dead had in hand arrives all the same.
    time.sleep(2 * twilio.delay)
    return killed


def kill_many(pumps: PumpProcesses, twilio: TwilioServer) -> tuple[int, int]:
    """All the rounds; how many workers were killed and how many messages they orphaned."""
    chance, killed, orphans = random.Random(20261124), 0, 0
    for turn in range(ROUNDS):
        ahead = timedelta(minutes=10 * turn)
        killed += kill_a_round_of_workers(pumps, twilio, ahead, chance)
        orphans += Message.objects.filter(state="sending").count()
        # All of this round's workers are dead: six and seven minutes later we look twice.
        for minutes in (6, 7):
            reconcile.reconcile(now() + ahead + timedelta(minutes=minutes))
    return killed, orphans


def naive_repeats(pumps: PumpProcesses, twilio: TwilioServer) -> int:
    """Blind requeueing of what a dead worker left behind; returns how many went out too often."""
    chance = random.Random(20261124)
    for _ in range(2):
        kill_a_round_of_workers(pumps, twilio, timedelta(0), chance)
        Message.objects.filter(state="sending").update(state="queued", rank=0)
    pump.drain(now, lanes=LANES)
    return len(twilio.taken) - MESSAGES


def test_workers_killed_at_random_lose_and_repeat_nothing(twilio: TwilioServer) -> None:
    with PumpProcesses(twilio) as pumps:
        queue_all()
        killed, orphans = kill_many(pumps, twilio)
        end = timedelta(minutes=10 * ROUNDS)
        pump.drain(lambda: now() + end, lanes=LANES)

        handed_over = Counter(row["to"] for row in twilio.taken)
        stuck = Message.objects.exclude(state="accepted").count()
        twilio.taken.clear()
        Message.objects.all().delete()
        queue_all()
        naive = naive_repeats(pumps, twilio)
    lost = MESSAGES - len(handed_over)
    twice = sum(count - 1 for count in handed_over.values())
    keep_figure(
        "P6",
        figure=lost + twice + stuck,
        unit=f"of {MESSAGES} messages lost, repeated or stuck; {killed} workers killed, "
        f"{orphans} messages orphaned",
        held=lost == twice == stuck == 0 and killed >= 100 and orphans > 0,
        control_failed=naive > 0,
    )

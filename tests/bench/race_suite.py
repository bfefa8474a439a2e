"""Suite race: the last place, wanted by all at the same moment, again and again.

64 clients POST the yes of 56 people over HTTP to the server the demo runs, eight of them a second
time (a finger that taps twice). One seat is there. Now and then every worker is killed (kill -9)
while it has written a seat and not yet committed it. Any overbooking fails the suite. The control
is a door that looks before it writes, without a lock: it must overbook.
"""

import time
from concurrent.futures import ThreadPoolExecutor

import time_machine
from django.db import connection, transaction

from institutions.models import Slot
from tests.bench import race_stage as stage
from tests.bench.race_server import Server, granian
from tests.cast import NOW
from tests.servers.crowd import post_all, serving
from tests.volunteers.test_links_race import YES, naive_seats
from volunteers.models import Assignment

CLIENTS, TWICE = 64, 8
KILL_EVERY, CONTROL_ROUNDS = 50, 5


def run(rounds: int) -> dict[str, object]:
    """Plays the rounds; ``held`` says whether every round gave exactly one seat."""
    with stage.own_database(), time_machine.travel(NOW, tick=True):
        slot, paths = stage.last_place(CLIENTS - TWICE)
        taps = paths + paths[:TWICE]
        begin = time.perf_counter()
        with granian() as server:
            faults, killed = _rounds(server, slot, taps, rounds)
        seconds = time.perf_counter() - begin
        naive = _control(slot, taps)
    return {
        "clients": CLIENTS, "tapped twice": TWICE, "rounds": rounds, "posts": rounds * len(taps),
        "workers killed in a transaction": killed, "faults": faults,
        "rounds overbooked by the control": naive, "control rounds": CONTROL_ROUNDS,
        "seconds": seconds,
    }  # fmt: skip


def _rounds(server: Server, slot: Slot, taps: list[str], rounds: int) -> tuple[list[str], int]:
    faults, killed = [], 0
    for turn in range(rounds):
        stage.wipe(slot)
        if turn % KILL_EVERY == 0:
            killed += _killed_while_writing(server, taps)
            if stage.overbooked():
                faults.append(f"round {turn}: a killed worker left half a yes")
        answers = post_all(server.port, taps, YES)
        seats = Assignment.objects.filter(slot=slot, state="confirmed").count()
        if (seats, stage.told(), stage.overbooked()) != (1, 1, 0):
            faults.append(f"round {turn}: {seats} seats, {stage.told()} confirmations")
        if {answer.status for answer in answers} != {302}:
            faults.append(f"round {turn}: answers {sorted({a.status for a in answers})}")
    return faults, killed


def _killed_while_writing(server: Server, taps: list[str]) -> int:
    """Everybody taps, no confirmation can be written, and the workers die in that moment.

    A lock on the table of messages holds the one who won after the seat was written; the others
    stand in line for the slot's row. How many workers died.
    """
    with ThreadPoolExecutor(1) as aside:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE messaging_message IN SHARE MODE")
            lost = aside.submit(post_all, server.port, taps, YES, may_hang_up=True)
            _wait_for_the_winner()
            killed = server.kill_workers()
        lost.result()
    return killed


def _wait_for_the_winner() -> None:
    """Until somebody waits for our lock, which comes after the seat is written."""
    waiting = (
        "SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation "
        "WHERE c.relname = 'messaging_message' AND NOT l.granted"
    )
    end = time.perf_counter() + 30
    while time.perf_counter() < end:
        with connection.cursor() as cursor:
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise TimeoutError("Nobody came as far as the confirmation.")


def _control(slot: Slot, taps: list[str]) -> int:
    """In how many rounds the careless door gave the seat away more than once."""
    overbooked = 0
    with serving(naive_seats) as port:
        for _ in range(CONTROL_ROUNDS):
            stage.wipe(slot)
            post_all(port, taps, YES, may_hang_up=True)
            overbooked += Assignment.objects.filter(slot=slot, state="confirmed").count() > 1
    return overbooked

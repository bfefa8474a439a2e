"""P4: fifty people say yes to ten overlapping times each, all at once: one seat each, no deadlock.

PostgreSQL itself counts the deadlocks. The controls: a door that looks and then writes books
people twice, and two sessions that lock crosswise are counted.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from threading import Barrier, Thread

import psycopg
import pytest
import time_machine
from django.db import connection

from institutions.models import Slot
from tests.cast import NOW, Cast, make_volunteers
from tests.heavy.figures import keep_figure, sized
from tests.servers.crowd import post_all, serving
from tests.servers.granian import granian, wait
from tests.servers.pump_process import database_url
from tests.volunteers.test_links_race import YES, links_to, naive_overlap, slot_with
from volunteers.models import Assignment

pytestmark = [pytest.mark.heavy, pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]
PEOPLE, TIMES = sized(50), 10


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """The cast's day, with a clock that runs."""
    with time_machine.travel(NOW, tick=True):
        yield


def times(cast: Cast) -> list[Slot]:
    """Two hours each, ten minutes apart: each overlaps all the others."""
    slots = [slot_with(cast, PEOPLE) for _ in range(TIMES)]
    for place, slot in enumerate(slots):
        slot.starts_at += timedelta(minutes=10 * place)
        slot.ends_at += timedelta(minutes=10 * place)
        slot.save(update_fields=["starts_at", "ends_at"])
    return slots


def deadlocks() -> int:
    """How many PostgreSQL has broken in this database; sessions report theirs as they end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def test_fifty_people_and_ten_overlapping_times(cast: Cast) -> None:
    crowd = make_volunteers(cast, PEOPLE)
    slots = times(cast)
    # All ten of a person stand side by side, so that they meet.
    by_slot = [links_to(slot, crowd) for slot in slots]
    paths = [path for person in zip(*by_slot, strict=True) for path in person]
    before = deadlocks()
    with granian() as server:
        answers = post_all(server.port, paths, YES)
    broken = deadlocks() - before
    seats = Counter(Assignment.objects.values_list("volunteer_id", flat=True))
    statuses = Counter(answer.status for answer in answers)
    taken = sum(Slot.objects.values_list("seats_taken", flat=True))
    naive_overlaps = _careless(paths)

    keep_figure(
        "P4",
        figure=sum(count - 1 for count in seats.values()),
        unit=f"overlapping seats after {PEOPLE} people said yes to {TIMES} times each at once; "
        f"{broken} deadlocks, statuses {dict(statuses)}",
        held=set(seats.values()) == {1}
        and len(seats) == taken == PEOPLE
        and broken == 0
        and statuses == {302: PEOPLE, 409: PEOPLE * (TIMES - 1)},
        control_failed=naive_overlaps > 0 and _crosswise() > 0,
    )


def _careless(paths: list[str]) -> int:
    """Seats too many that a door without a lock gives."""
    Assignment.objects.all().delete()
    with serving(naive_overlap) as port:
        post_all(port, paths, YES)
    held = Assignment.objects.values_list("volunteer_id", flat=True)
    return len(held) - len(set(held))


def _crosswise() -> int:
    """Deadlocks that are counted when two sessions lock two rows in opposite order."""
    before, both = deadlocks(), Barrier(2)
    rows = list(Slot.objects.order_by("pk").values_list("pk", flat=True)[:2])

    def lock(order: list[int]) -> None:
        with psycopg.connect(database_url()) as line:
            for place, pk in enumerate(order):
                if place:
                    both.wait()
                try:
                    line.execute("SELECT 1 FROM institutions_slot WHERE id = %s FOR UPDATE", (pk,))
                except psycopg.errors.DeadlockDetected:
                    return

    threads = [Thread(target=lock, args=(order,)) for order in (rows, rows[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wait(lambda: deadlocks() > before)
    return deadlocks() - before

"""P22: deployments under 50 calls a second: no call fails.

A deployment sends SIGHUP to the web server: worker by worker a new one is started, and the one it
takes over from finishes what it has. The control stops the server and starts it again.
"""

import http.client
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count, cycle, islice
from threading import Event, Thread

import pytest
import time_machine
from django.urls import reverse

from tests.cast import NOW, Cast, make_volunteers
from tests.heavy.figures import keep_figure, sized
from tests.servers.crowd import Answer, exchange
from tests.servers.granian import ON_THE_DAY, free_port, granian, start, stop
from tests.volunteers.test_links_race import links_to, slot_with

pytestmark = [pytest.mark.heavy, pytest.mark.django_db(transaction=True), pytest.mark.timeout(1800)]
CALLS, EACH_SECOND, CLIENTS = sized(10_000), 50, 32
# The least a new worker has to get ready in, as granian has it unless told otherwise; granian takes
# one that is told to end while it starts for a crash, and ends.
LEAST_SECONDS = 3.5
PUBLIC = ("front", "health", "volunteers:open_needs")
CONTROL_CALLS = 500


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """The cast's day, with a clock that runs."""
    with time_machine.travel(NOW, tick=True):
        yield


def calls(port: int, paths: list[str], total: int) -> list[Answer]:
    """``total`` GETs at an even pace, each over a line of its own; 0 for one that got no answer."""
    begun = time.perf_counter() + 0.5
    turns = zip(count(), islice(cycle(paths), total))

    def call(turn: tuple[int, str]) -> Answer:
        number, path = turn
        time.sleep(max(0.0, begun + number / EACH_SECOND - time.perf_counter()))
        asked = time.perf_counter()
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            answer, _ = exchange(line, "GET", path, "", {})
        except (OSError, http.client.HTTPException) as error:
            answer = Answer(0, type(error).__name__)
        finally:
            line.close()
        fault = "" if answer.status == 200 else answer.body[:200]
        return Answer(answer.status, fault, time.perf_counter() - asked)

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(call, turns))


def meanwhile(deed: Callable[[], None], work: Callable[[], list[Answer]]) -> list[Answer]:
    """Does the deed again and again while the work goes on."""
    over = Event()

    def repeat() -> None:
        while not over.wait(1):
            deed()

    aside = Thread(target=repeat)
    aside.start()
    try:
        return work()
    finally:
        over.set()
        aside.join()


def test_no_call_fails_while_workers_are_replaced(cast: Cast) -> None:
    slot = slot_with(cast, 5)
    paths = [*links_to(slot, make_volunteers(cast, 3)), *map(reverse, PUBLIC)]
    seen: set[int] = set()
    ready_after = _seconds_to_start()
    with granian(respawn=ready_after) as server:
        first = {worker.pid for worker in server.workers()}
        warm = calls(server.port, paths, 50)

        def deploy() -> None:
            server.reload()
            time.sleep(ready_after)
            seen.update(worker.pid for worker in server.workers())

        answers = meanwhile(deploy, lambda: calls(server.port, paths, CALLS))
    failed = [answer for answer in answers if answer.status != 200]
    replaced = len(seen - first)
    print(*Counter(answer.body for answer in failed).items(), sep="\n")

    waited = sorted(answer.seconds for answer in answers)
    keep_figure(
        "P22",
        figure=len(failed),
        unit=f"of {len(answers)} calls failed at {EACH_SECOND} a second while {replaced} workers "
        f"were replaced, each given {ready_after:.1f} s to start; "
        f"p99 {waited[-1 - len(waited) // 100]:.2f} s, "
        f"statuses {dict(Counter(answer.status for answer in answers))}",
        held=not failed and replaced >= 4 and {one.status for one in warm} == {200},
        control_failed=_failed_of_a_plain_restart(paths) > 0,
    )


def _seconds_to_start() -> float:
    """What a deployment gives a new worker: twice what one takes to answer for the first time."""
    begun = time.perf_counter()
    with granian(workers=1) as server:
        assert calls(server.port, [reverse("health")], 1)[0].status == 200
        return max(LEAST_SECONDS, 2 * (time.perf_counter() - begun))


def _failed_of_a_plain_restart(paths: list[str]) -> int:
    """How many fail when the server is stopped and another is started on its port."""
    port = free_port()
    size = {"workers": 2, "threads": 2, "port": port}
    running = [start(ON_THE_DAY, **size)]
    running[0].wait_until_ready()

    def restart() -> None:
        stop(running[0])
        running[0] = start(ON_THE_DAY, **size)
        running[0].wait_until_ready()

    try:
        answers = meanwhile(restart, lambda: calls(port, paths, CONTROL_CALLS))
    finally:
        stop(running[0])
    return sum(answer.status == 0 for answer in answers)

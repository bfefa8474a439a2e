"""P16: PostgreSQL is killed five times while people answer; what they were told stands.

A PostgreSQL of our own is killed with -9, all its processes at once, under load over HTTP. What
the web server has acknowledged must be there afterwards; it serves again by itself. The control
is a database that acknowledges before it has written (synchronous_commit off).
"""

import http.client
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from threading import Event, Lock

import pytest

from backend.database.places import choose_runner
from tests.heavy.figures import keep_figure, sized
from tests.servers.crowd import FORM, exchange
from tests.servers.granian import Server, granian
from tests.servers.own_postgres import OwnPostgres
from tests.servers.stage_process import make_links

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(1800)]
KILLS, CONTROL_KILLS = sized(5), sized(2)
PEOPLE, TIMES, SEATS = sized(150), 12, sized(100)
CLIENTS, DEAD_SECONDS, MOST_SECONDS = 8, 2.0, 10.0
YES, HAS_SEAT = "svar=ja&accepts_rules=on", "Tak, du er på holdet</h1>"
DRIFT = """
SELECT count(*) FROM institutions_slot s
WHERE s.seats_taken <> (SELECT coalesce(sum(1 + a.companions), 0) FROM volunteers_assignment a
                        WHERE a.slot_id = s.id AND a.state = 'confirmed')
   OR s.seats_taken > s.seats
   OR s.seats_taken <> (SELECT count(*) FROM messaging_message m
                        JOIN volunteers_assignment a ON m.subject_id = a.id
                        WHERE m.kind = 'bekraeftelse' AND a.slot_id = s.id)
"""


@dataclass
class Load:
    """Clients that tap yes without end: what was acknowledged, and when a call went well or not."""

    port: int
    links: list[tuple[str, int]]
    answered: set[int] = field(default_factory=set)
    seated: set[int] = field(default_factory=set)
    tries: list[tuple[float, int]] = field(default_factory=list)
    over: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)

    def run(self) -> None:
        """Until it is told to stop."""
        turns = cycle(self.links)
        with ThreadPoolExecutor(CLIENTS) as pool:
            for _ in range(CLIENTS):
                pool.submit(self._client, turns)

    def count(self) -> int:
        """Answers that were acknowledged."""
        return len(self.answered)

    def _client(self, turns: Iterator[tuple[str, int]]) -> None:
        while not self.over.is_set():
            with self.lock:
                path, offer = next(turns)
            begun = time.perf_counter()
            status = self._tap(path, offer)
            self.tries.append((begun, status))
            if status not in (200, 302):
                time.sleep(0.1)

    def _tap(self, path: str, offer: int) -> int:
        """One yes and a look at the page; 0 when nobody answered."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            answer, _ = exchange(line, "POST", path, YES, FORM)
            if answer.status == 302:
                self.answered.add(offer)
                answer, _ = exchange(line, "GET", path, "", {})
                if HAS_SEAT in answer.body:
                    self.seated.add(offer)
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            line.close()
        return answer.status

    def seconds_to_serve(self, back: float) -> float:
        """From the database's return to the first call that went well after the last that failed.

        A call that began before it came back may still fail; that is the outage itself.
        """
        after = sorted((begun, status) for begun, status in self.tries if begun >= back)
        failed = [begun for begun, status in after if status not in (200, 302)]
        good = [begun for begun, status in after if status in (200, 302)]
        last = max(failed, default=back)
        return min((begun for begun in good if begun >= last), default=float("inf")) - back


@dataclass
class Outcome:
    """What was left after the kills."""

    acknowledged: int
    lost: int
    drift: int
    slowest: float
    statuses: dict[int, int]
    restarted: bool


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that PostgreSQL's own user may pass through."""
    with tempfile.TemporaryDirectory(prefix="samspil-p16-", dir="/tmp") as made:
        if choose_runner().switch:
            Path(made).chmod(0o711)
        yield Path(made)


def kills(folder: Path, count: int, *, careless: bool = False) -> Outcome:
    """So many kills under load on a database of its own."""
    with OwnPostgres(folder) as postgres:
        environment = {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": postgres.url}
        size = {"people": PEOPLE, "times": TIMES, "seats": SEATS}
        links = make_links({**os.environ, **environment}, **size)
        if careless:
            postgres.ask("ALTER SYSTEM SET wal_writer_delay = '10s'")
            postgres.ask("ALTER SYSTEM SET synchronous_commit = off")
            postgres.ask("SELECT pg_reload_conf()")
        with granian(workers=3, threads=2, **environment) as server:
            return _under_load(postgres, server, links, count)


def _under_load(
    postgres: OwnPostgres, server: Server, links: list[tuple[str, int]], count: int
) -> Outcome:
    load = Load(server.port, links)
    before = {worker.pid for worker in server.workers()}
    slowest = 0.0
    with ThreadPoolExecutor(1) as aside:
        running = aside.submit(load.run)
        for _ in range(count):
            _wait_for_answers(load, len(links) // (count + 2))
            postgres.kill()
            time.sleep(DEAD_SECONDS)
            postgres.start()
            back = time.perf_counter()
            time.sleep(MOST_SECONDS + 1)
            slowest = max(slowest, load.seconds_to_serve(back))
        load.over.set()
        running.result()
    after = {worker.pid for worker in server.workers()}
    return _outcome(postgres, load, slowest, restarted=before != after)


def _wait_for_answers(load: Load, more: int) -> None:
    """Until so many more people have been answered, or everybody has and some seconds are gone."""
    wanted = min(load.count() + more, len(load.links))
    end = time.perf_counter() + 60
    while load.count() < wanted and time.perf_counter() < end:
        time.sleep(0.02)


def _outcome(postgres: OwnPostgres, load: Load, slowest: float, *, restarted: bool) -> Outcome:
    answered = "SELECT id FROM volunteers_offer WHERE state = 'accepted'"
    seated = "SELECT offer_id FROM volunteers_assignment WHERE state = 'confirmed'"
    kept, seats = ({row[0] for row in postgres.ask(one)} for one in (answered, seated))
    return Outcome(
        acknowledged=load.count(),
        lost=len(load.answered - kept) + len(load.seated - seats),
        drift=int(str(postgres.ask(DRIFT)[0][0])),
        slowest=slowest,
        statuses=dict(Counter(status for _, status in load.tries)),
        restarted=restarted,
    )


def test_what_people_were_told_survives_five_kills(folder: Path) -> None:
    real = kills(folder / "real", KILLS)
    careless = kills(folder / "careless", CONTROL_KILLS, careless=True)

    keep_figure(
        "P16",
        figure=real.lost,
        unit=f"of {real.acknowledged} acknowledged answers lost after {KILLS} kills of PostgreSQL; "
        f"{real.drift} times whose seats drifted; served again {real.slowest:.1f} s after it was "
        f"back, web server not restarted; statuses {real.statuses}",
        held=real.lost == real.drift == 0
        and real.slowest <= MOST_SECONDS
        and not real.restarted
        and real.acknowledged >= PEOPLE,
        control_failed=careless.lost > 0,
    )

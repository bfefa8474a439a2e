"""The database dies, hangs, has no connection left, has no disk left: each text leaves once.

A PostgreSQL of our own, the real worker, and our Twilio. A worker that ends is started again, as
the machine's supervisor does.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from backend.database.places import choose_runner
from tests.servers import worker_process
from tests.servers.clerk_process import Clerk
from tests.servers.own_postgres import OwnPostgres
from tests.servers.twilio_server import TwilioServer

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(400)]
BURST = 120
DISK = 400 * 1024 * 1024


@dataclass
class Town:
    """One installation with everything around it."""

    folder: Path
    postgres: OwnPostgres
    twilio: TwilioServer
    clerk: Clerk
    environment: dict[str, str]
    worker: subprocess.Popen[bytes]

    def taken(self, name: str) -> Counter[str]:
        """What the provider has of one burst, by text."""
        texts = (row["body"] for row in self.twilio.taken)
        return Counter(text for text in texts if text.startswith(f"{name} "))

    def wait_for(self, name: str, count: int, seconds: float = 90) -> None:
        """Until the provider has so many of the burst; the supervisor restarts the worker."""
        deadline = time.monotonic() + seconds
        while len(self.taken(name)) < count and time.monotonic() < deadline:
            if self.worker.poll() is not None:
                words, _ = self.worker.communicate()
                print(words.decode()[-1500:])
                self.worker = worker_process.start_in(self.environment)
            time.sleep(0.05)

    def wait_for_silence(self, still: float, seconds: float = 30) -> None:
        """Until nothing new has come for ``still`` seconds: what was claimed has been sent."""
        deadline, count, since = time.monotonic() + seconds, -1, 0.0
        while time.monotonic() < deadline:
            if count != len(self.twilio.taken):
                count, since = len(self.twilio.taken), time.monotonic()
            elif time.monotonic() - since >= still:
                return
            time.sleep(0.05)

    def end_well(self, name: str) -> tuple[int, int, int]:
        """After the fault: (lost, sent twice, neither handed over nor waiting)."""
        self.wait_for(name, BURST, seconds=20)
        self.clerk.settle()
        self.clerk.settle()
        taken = self.taken(name)
        stuck = self.postgres.ask(
            "SELECT count(*) FROM messaging_message WHERE state <> 'accepted' AND body LIKE "
            f"'{name} %'"
        )
        return BURST - len(taken), taken.total() - len(taken), int(str(stuck[0][0]))


@pytest.fixture(scope="module")
def disk() -> Iterator[Path]:
    """A small disk of our own where we may mount one, else an ordinary folder."""
    folder = Path(tempfile.mkdtemp(prefix="samspil-disk-", dir="/tmp"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "samspil", str(folder)]
    with suppress(OSError):
        subprocess.run(mount, check=False, capture_output=True)
    if choose_runner().switch:
        folder.chmod(0o711)
    yield folder
    if folder.is_mount():
        subprocess.run(["umount", str(folder)], check=True)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def town(disk: Path) -> Iterator[Town]:
    with OwnPostgres(disk / "pg") as postgres, TwilioServer(delay=0.1) as twilio:
        environment = worker_process.environment(twilio, DATABASE_URL=postgres.url)
        with Clerk(environment) as clerk:
            clerk.migrate()
            worker = worker_process.start_in(environment)
            town = Town(disk, postgres, twilio, clerk, environment, worker)
            yield town
            worker_process.kill(town.worker)


def test_the_database_is_killed_in_a_burst_and_comes_back(town: Town) -> None:
    assert town.clerk.queue("killed", BURST)
    town.wait_for("killed", 20)
    town.postgres.kill()
    assert not town.clerk.queue("unheard", 1)
    time.sleep(2)
    town.postgres.start()

    assert town.end_well("killed") == (0, 0, 0)


def test_the_database_hangs_and_goes_on(town: Town) -> None:
    assert town.clerk.queue("hung", BURST)
    town.wait_for("hung", 20)
    town.postgres.freeze()
    town.wait_for_silence(1)
    before = len(town.twilio.taken)
    time.sleep(3)
    during = len(town.twilio.taken) - before
    town.postgres.thaw()

    # What cannot be claimed is not handed over.
    assert during == 0
    assert town.end_well("hung") == (0, 0, 0)


def test_no_connection_is_left(town: Town) -> None:
    held = town.postgres.take_every_connection()
    refused = not town.clerk.queue("starved", 1)
    for line in held:
        line.close()
    assert refused
    assert town.clerk.queue("starved", BURST)
    town.wait_for("starved", 20)
    held = town.postgres.take_every_connection()
    time.sleep(2)
    for line in held:
        line.close()

    assert town.end_well("starved") == (0, 0, 0)


def test_the_disk_is_full_and_is_cleared(town: Town) -> None:
    if not town.folder.is_mount():
        pytest.skip("a small disk could not be mounted: that takes root")
    assert town.clerk.queue("full", BURST)
    town.wait_for("full", 20)
    ballast = _fill(town.folder)
    # More than the space that is left in the files that PostgreSQL has already.
    refused = [not town.clerk.queue(f"much{turn}", 2000) for turn in range(6)]
    ballast.unlink()
    if not town.postgres.is_alive():
        town.postgres.kill()
        town.postgres.start()

    assert any(refused)
    assert town.end_well("full") == (0, 0, 0)
    for turn, was_refused in enumerate(refused):
        (kept,) = town.postgres.ask(
            f"SELECT count(*) FROM messaging_message WHERE body LIKE 'much{turn} %'"
        )
        # All or nothing, and what was refused was refused aloud.
        assert kept == ((0 if was_refused else 2000),)


def _fill(folder: Path) -> Path:
    ballast = folder / "ballast"
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, os.statvfs(folder).f_bavail * 4096 - 65_536)
    return ballast

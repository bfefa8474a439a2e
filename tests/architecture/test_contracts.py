"""Each import contract holds, and each is shown to catch a planted violation."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.packages import PACKAGES, ROOT

CONTRACTS = {
    "Two sides, one spine": ("institutions/queries/planted.py", "import volunteers.models\n"),
    "The pure parts know nothing of Django, the database or the network": (
        "volunteers/rules/planted.py",
        "from django.db import models\n",
    ),
    "Twilio is known in one file": ("backend/web/planted.py", "import twilio\n"),
    "DRF in one package": ("volunteers/web/planted.py", "import rest_framework\n"),
    "No cycles between drawers": (
        "institutions/models/planted.py",
        "import institutions.actions.tasks\n",
    ),
}
# A page that borrows from the API: doors are independent of each other.
SIDEWAYS = ("volunteers/web/sideways.py", "import api\n")


def lint(folder: Path) -> str:
    """What import-linter says of the tree in a folder."""
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.stdout + run.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The product's Python files, to plant in."""
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            tmp_path / package,
            ignore=lambda folder, names: [
                name
                for name in names
                if not (Path(folder, name).is_dir() or name.endswith(".py"))
                or name == "__pycache__"
            ],
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def verdicts(report: str) -> dict[str, str]:
    """Contract name → KEPT or BROKEN."""
    found = {}
    for line in report.splitlines():
        for name in CONTRACTS:
            verdict = line.removeprefix(name).split()
            if line.startswith(name) and verdict and verdict[0] in ("KEPT", "BROKEN"):
                found[name] = verdict[0]
    return found


def test_every_contract_is_kept(copy: Path) -> None:
    assert verdicts(lint(copy)) == dict.fromkeys(CONTRACTS, "KEPT")


def test_control_each_contract_catches_a_planted_violation(copy: Path) -> None:
    for name, text in CONTRACTS.values():
        (copy / name).write_text(f'"""Planted."""\n\n{text}', encoding="utf-8")

    assert verdicts(lint(copy)) == dict.fromkeys(CONTRACTS, "BROKEN")


def test_control_a_page_that_borrows_from_the_api_is_caught(copy: Path) -> None:
    name, text = SIDEWAYS
    (copy / name).write_text(f'"""Planted."""\n\n{text}', encoding="utf-8")

    assert verdicts(lint(copy))["Two sides, one spine"] == "BROKEN"

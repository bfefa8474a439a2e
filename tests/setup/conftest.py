"""Embedded servers in throw-away folders, ended after each test."""

import shutil
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path

import psycopg
import pytest

from backend.database.address import embedded_url
from backend.database.locks import is_held
from backend.database.places import Place, choose_runner, place_in
from backend.database.processes import wait_until
from backend.database.server import release

_ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def roomy_folder() -> Generator[Path, None, None]:
    """A folder the server's user can reach (pytest's own is closed to it when we are root)."""
    folder = Path(tempfile.mkdtemp(prefix="samspil-setup-", dir="/tmp"))
    if choose_runner().switch:
        folder.chmod(0o711)
    yield folder
    locks = list(folder.glob("*/guard.lock"))
    assert wait_until(lambda: not any(map(is_held, locks)), seconds=30)
    shutil.rmtree(folder)


@pytest.fixture
def new_place(roomy_folder: Path) -> Generator[Callable[[str], Place], None, None]:
    """Makes places by name; their servers are released at the end."""
    made: dict[str, Place] = {}

    def make(name: str) -> Place:
        made[name] = place_in(roomy_folder / name, durable=False)
        return made[name]

    yield make
    for place in made.values():
        release(place)


@pytest.fixture
def ask() -> Callable[[Place, str], object]:
    """One value from a place's server, over a connection of its own."""

    def answer(place: Place, question: str) -> object:
        with psycopg.connect(embedded_url(place), autocommit=True) as connection:
            row = connection.execute(question).fetchone()  # type: ignore[call-overload]
        return row[0] if row else None

    return answer

"""Where an embedded server lies, and what it offers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from backend.database.cluster import require_free_disk
from backend.database.places import Place, choose_place
from backend.database.refusal import DatabaseRefusedError
from backend.database.server import ensure_running, release

ROOT = Path(__file__).resolve().parent.parent.parent
NewPlace = Callable[[str], Place]
Ask = Callable[[Place, str], object]


def test_a_long_path_gets_a_short_socket(new_place: NewPlace, ask: Ask) -> None:
    place = new_place("x" * 120)

    ensure_running(place)

    assert ask(place, "SELECT 1") == 1
    assert len(str(place.socket_path)) <= 103
    release(place)
    place.socket_folder.rmdir()


def test_a_full_disk_gets_a_sentence(new_place: NewPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    place = new_place("one")
    monkeypatch.setattr("backend.database.cluster._SMALLEST_FREE_BYTES", 2**62)

    with pytest.raises(DatabaseRefusedError) as refused:
        require_free_disk(place.folder)

    assert str(refused.value).split(";")[1].startswith(" the embedded PostgreSQL needs")


def test_upper_case_knows_danish_letters(ask: Ask) -> None:
    place = choose_place(ROOT, "test")
    ensure_running(place)

    assert ask(place, "SELECT upper('æøåé')") == "ÆØÅÉ"


def test_the_four_extensions_can_be_made(ask: Ask) -> None:
    place = choose_place(ROOT, "test")
    ensure_running(place)

    found = ask(
        place,
        "SELECT string_agg(name, ' ' ORDER BY name) FROM pg_available_extensions "
        "WHERE name IN ('btree_gist', 'citext', 'pg_trgm', 'unaccent')",
    )

    assert found == "btree_gist citext pg_trgm unaccent"

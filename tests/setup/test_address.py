"""DATABASE_URL: what is read from it and what is refused."""

from pathlib import Path

import pytest

from backend.database.address import django_database, parse_url
from backend.database.refusal import DatabaseRefusedError


def test_every_part_of_the_url_is_read() -> None:
    found = parse_url("postgresql://sam%40x:p%2Fw@db.example:5433/samspil?sslmode=require")

    assert found == {
        "NAME": "samspil",
        "USER": "sam@x",
        "PASSWORD": "p/w",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_socket_folder_is_read_as_libpq_reads_it() -> None:
    found = parse_url("postgres://samspil@/samspil?host=/run/postgresql")

    assert (found["HOST"], found["PORT"], found["OPTIONS"]) == ("/run/postgresql", "", {})


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (
            "mysql://a:secret@host/name",
            (
                "DATABASE_URL begins with 'mysql'; Samspil runs on PostgreSQL only: "
                "postgresql://user:password@host/name."
            ),
        ),
        (
            "sqlite:///file",
            (
                "DATABASE_URL begins with 'sqlite'; Samspil runs on PostgreSQL only: "
                "postgresql://user:password@host/name."
            ),
        ),
        (
            "postgresql://a:secret@host",
            "DATABASE_URL names no database: postgresql://user:password@host/name.",
        ),
        ("postgresql://a:secret@host:x/n", "DATABASE_URL has a port that is no number."),
    ],
)
def test_another_url_is_refused_without_repeating_the_password(url: str, sentence: str) -> None:
    with pytest.raises(DatabaseRefusedError) as refused:
        parse_url(url)

    assert str(refused.value) == sentence


@pytest.mark.parametrize("mode", [None, "production"])
def test_production_starts_no_database_of_its_own(
    mode: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("SAMSPIL_MODE")
    if mode:
        monkeypatch.setenv("SAMSPIL_MODE", mode)

    with pytest.raises(DatabaseRefusedError):
        django_database(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_url_is_used_in_every_mode_and_starts_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://a@db.example/samspil")

    hosts = []
    for mode in ("production", "demo", "test"):
        monkeypatch.setenv("SAMSPIL_MODE", mode)
        hosts.append(django_database(tmp_path)["HOST"])

    assert (hosts, list(tmp_path.iterdir())) == (["db.example"] * 3, [])

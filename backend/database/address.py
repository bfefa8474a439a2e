"""The database settings: read from DATABASE_URL, or those of the embedded server."""

import os
import sys
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from backend.database.places import Place, choose_place
from backend.database.refusal import DatabaseRefusedError
from backend.database.server import ensure_running

EMBEDDED_MODES = ("demo", "test")
EMBEDDED_NAME = "samspil"
_SCHEMES = ("postgres", "postgresql")


def django_database(base_dir: Path) -> dict[str, object]:
    """Django's settings for the default database.

    With ``DATABASE_URL`` (or ``DATABASE_URL_FILE``) set, that server, in every mode. Else the
    embedded one of this mode, which is running when this returns; a second call attaches to it.
    Refuses a URL that is not PostgreSQL's, and production without a URL.
    """
    place = embedded_place(base_dir)
    url = _database_url()
    if url:
        server = parse_url(url)
        _require_own_password(server)
    elif place:
        ensure_running(place)
        server = embedded_address(place)
    else:
        raise DatabaseRefusedError(
            "DATABASE_URL is not set, and in production Samspil starts no database of its own. "
            "Set DATABASE_URL=postgresql://user:password@host/name, or try Samspil by 'make demo'."
        )
    options = {
        "application_name": program_name(sys.argv),
        # Queries of figures are long and soon done: to compile them takes longer than to run them.
        "options": "-c jit=off",
        **dict(server.pop("OPTIONS", {})),  # type: ignore[call-overload]
    }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Two test runs at the same time must not share a database.
        "TEST": {"NAME": f"test_{server['NAME']}_{os.getpid()}"},
        **server,
    }


def program_name(arguments: list[str]) -> str:
    """What the database's own lists and the record call this process: ``samspil <command>``."""
    first = Path(arguments[0]).name if arguments else ""
    command = arguments[1] if first == "manage.py" and len(arguments) > 1 else "web"
    return f"samspil {command}"


def _require_own_password(server: dict[str, object]) -> None:
    """Refuses, in production, the passwords everybody tries first; a socket may have none."""
    usual = {"postgres", "password", "samspil", "admin", "root", server["USER"]}
    if os.environ.get("SAMSPIL_MODE", "").strip() in EMBEDDED_MODES:
        return
    if server["PASSWORD"] and server["PASSWORD"] in usual:
        raise DatabaseRefusedError(
            "DATABASE_URL has a password that everybody tries first. Give the login another one."
        )


def embedded_place(base_dir: Path) -> Place | None:
    """Where the embedded server of this mode lives; None when another database is used."""
    mode = os.environ.get("SAMSPIL_MODE", "").strip()
    if _database_url() or mode not in EMBEDDED_MODES:
        return None
    return choose_place(base_dir, mode)


def embedded_address(place: Place) -> dict[str, object]:
    """How Django reaches the embedded server of this place: by its socket, never by TCP."""
    return {"NAME": EMBEDDED_NAME, "USER": EMBEDDED_NAME, "HOST": str(place.socket_folder)}


def embedded_url(place: Place) -> str:
    """The same address as a DATABASE_URL, for child processes."""
    return f"postgresql://{EMBEDDED_NAME}@/{EMBEDDED_NAME}?host={place.socket_folder}"


def parse_url(url: str) -> dict[str, object]:
    """Django's NAME, USER, PASSWORD, HOST, PORT and OPTIONS from a PostgreSQL URL.

    ``?host=/folder`` names a socket folder, as libpq has it. Refuses another scheme, a URL
    without a database name and a port that is no number; the refusal never repeats the password.
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in _SCHEMES:
        raise DatabaseRefusedError(
            f"DATABASE_URL begins with {parts.scheme or 'no scheme'!r}; Samspil runs on PostgreSQL "
            "only: postgresql://user:password@host/name."
        )
    name = unquote(parts.path.removeprefix("/"))
    if not name:
        raise DatabaseRefusedError(
            "DATABASE_URL names no database: postgresql://user:password@host/name."
        )
    try:
        port = parts.port
    except ValueError as error:
        raise DatabaseRefusedError("DATABASE_URL has a port that is no number.") from error
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": options.pop("port", str(port or "")),
        "OPTIONS": options,
    }


def _database_url() -> str:
    """The variable's text, or that of the file ``DATABASE_URL_FILE`` names; empty when unset."""
    file_name = os.environ.get("DATABASE_URL_FILE", "")
    if file_name:
        return Path(file_name).read_text(encoding="utf-8").strip()
    return os.environ.get("DATABASE_URL", "").strip()

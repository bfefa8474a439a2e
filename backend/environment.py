"""Read settings from the environment and refuse odd values with a sentence."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_MIN_SECRET_LENGTH = 50
# Sixty-four random hexadecimal digits have fewer than ten different ones once in a million.
_MIN_DIFFERENT = 10


def read_text(name: str, *, default: str) -> str:
    """The variable's text, stripped; ``NAME_FILE`` may name a file that holds it instead."""
    file_name = os.environ.get(f"{name}_FILE", "")
    if file_name:
        return Path(file_name).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default).strip()


def read_list(name: str, *, default: list[str]) -> list[str]:
    """A comma-separated list without empty parts."""
    text = read_text(name, default="")
    return [part.strip() for part in text.split(",") if part.strip()] or default


def read_choice(name: str, choices: tuple[str, ...], *, default: str) -> str:
    """One of the choices; anything else stops the start."""
    value = read_text(name, default=default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name}={value!r} is not one of {', '.join(choices)}.")
    return value


def flag(name: str) -> bool:
    """``1`` or ``0``; unset is 0."""
    return read_choice(name, ("0", "1"), default="0") == "1"


def read_secret(name: str, *, required: bool) -> str:
    """A secret of at least 50 characters. Where none is required a new one is made per start.

    Refuses one that is short or made of a few characters repeated.
    """
    value = read_text(name, default="")
    if not value and not required:
        return secrets.token_urlsafe(64)
    if len(value) < _MIN_SECRET_LENGTH or len(set(value)) < _MIN_DIFFERENT:
        raise ImproperlyConfigured(
            f"{name} must hold at least {_MIN_SECRET_LENGTH} random characters "
            f"(or {name}_FILE must name a file that does)."
        )
    return value

"""Production as it starts: what it refuses, and how its cookies and its doors are set."""

import json
import os
import subprocess
import sys
from functools import cache

import pytest
from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured, ValidationError

from backend.accounts.models import Municipality, User
from backend.accounts.passwords import OwnWordsValidator
from backend.environment import read_secret
from tests.architecture.packages import ROOT

GOOD = {
    "SAMSPIL_MODE": "production",
    "SAMSPIL_SECRET_KEY": "q7Wz-3kLpX9vN_rT2mYcB8sHdF5gJ1aE6uQwZ0xRnKiOtVbMyCsD4fG",
    "SAMSPIL_HOSTS": "samspil.example",
    "SAMSPIL_PUBLIC_URL": "https://samspil.example",
    "DATABASE_URL": "postgresql://app:k2p9-long-and-own@127.0.0.1/samspil",
}
SHOWN = [
    "DEBUG",
    "SESSION_COOKIE_NAME",
    "SESSION_COOKIE_SECURE",
    "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE",
    "CSRF_COOKIE_NAME",
    "CSRF_COOKIE_SECURE",
    "CSRF_COOKIE_HTTPONLY",
    "CSRF_COOKIE_SAMESITE",
    "LANGUAGE_COOKIE_NAME",
    "LANGUAGE_COOKIE_SECURE",
    "LANGUAGE_COOKIE_HTTPONLY",
    "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_SSL_REDIRECT",
    "SECURE_CONTENT_TYPE_NOSNIFF",
    "SECOND_FACTOR_REQUIRED",
    "SMS_PROVIDER",
    "PASSWORD_HASHERS",
]


def start(**changed: str) -> subprocess.CompletedProcess[str]:
    """Reads the settings in a process of their own, as a start does."""
    code = (
        "import json\nfrom django.conf import settings\n"
        f"print(json.dumps({{name: getattr(settings, name) for name in {SHOWN!r}}}))"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAMSPIL_")}
    env = {**kept, "DJANGO_SETTINGS_MODULE": "backend.settings", **GOOD, **changed}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )


@cache
def production() -> dict[str, object]:
    """The settings of a good start."""
    told: dict[str, object] = json.loads(start().stdout)
    return told


def test_cookies_are_held_to_the_host_to_tls_and_away_from_scripts() -> None:
    told = production()

    for cookie in ("SESSION", "CSRF", "LANGUAGE"):
        assert str(told[f"{cookie}_COOKIE_NAME"]).startswith("__Host-")
        assert told[f"{cookie}_COOKIE_SECURE"] is True
        assert told[f"{cookie}_COOKIE_HTTPONLY"] is True
    assert (told["SESSION_COOKIE_SAMESITE"], told["CSRF_COOKIE_SAMESITE"]) == ("Lax", "Lax")


def test_transport_and_second_factor_are_on_and_debugging_is_off() -> None:
    told = production()

    assert told["SECURE_HSTS_SECONDS"] == 31_536_000
    assert told["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True
    assert told["SECURE_SSL_REDIRECT"] is True
    assert told["SECURE_CONTENT_TYPE_NOSNIFF"] is True
    assert (told["DEBUG"], told["SECOND_FACTOR_REQUIRED"]) == (False, True)


def test_the_demos_telephone_is_not_there() -> None:
    assert production()["SMS_PROVIDER"] == "off"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"SAMSPIL_SECRET_KEY": "short"}, "SAMSPIL_SECRET_KEY must hold"),
        ({"SAMSPIL_HOSTS": "*"}, "must name the hosts"),
        ({"SAMSPIL_PUBLIC_URL": "http://samspil.example"}, "must begin with https://"),
        (
            {"DATABASE_URL": "postgresql://samspil:samspil@127.0.0.1/samspil"},
            "a password that everybody tries first",
        ),
    ],
)
def test_a_weak_start_is_refused_with_a_sentence(changed: dict[str, str], told: str) -> None:
    run = start(**changed)

    assert (run.returncode, run.stderr.splitlines()[-1].count(told)) == (1, 1)


@pytest.mark.parametrize("weak", ["", "x" * 49, "ab" * 40, "0123456789" * 4])
def test_a_weak_secret_is_refused(weak: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET", weak)

    with pytest.raises(ImproperlyConfigured):
        read_secret("A_SECRET", required=True)


def test_control_a_good_secret_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET", GOOD["SAMSPIL_SECRET_KEY"])

    assert read_secret("A_SECRET", required=True) == GOOD["SAMSPIL_SECRET_KEY"]


def test_the_owners_admin_shows_the_queue_and_nothing_else() -> None:
    shown = {model._meta.label: one for model, one in admin.site._registry.items()}

    assert set(shown) == {"procrastinate.ProcrastinateJob"}
    (jobs,) = shown.values()
    request = object()
    assert not jobs.has_change_permission(request)  # type: ignore[arg-type]
    assert not jobs.has_delete_permission(request)  # type: ignore[arg-type]
    assert not jobs.has_add_permission(request)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "weak", ["samspil-samspil-1", "Frivillig2026!!", "Bodil.Bramsen99", "Søby-Kommune-2026"]
)
def test_a_password_of_words_everybody_would_try_is_refused(weak: str) -> None:
    place = Municipality(name="Søby Kommune", slug="soeby")
    user = User(name="Bodil Bramsen", email="bodil@soeby.example", municipality=place)

    with pytest.raises(ValidationError):
        OwnWordsValidator().validate(weak, user)


def test_control_other_words_are_taken_whatever_their_signs() -> None:
    user = User(name="Bodil Bramsen", email="bodil@soeby.example")

    for good in (
        "korrekt hest batteri klamme",
        "æ" * 64,
        "1234567890987",
        "samspil tordensky blik",
    ):
        OwnWordsValidator().validate(good, user)

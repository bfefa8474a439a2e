"""PostgreSQL cannot be reached: a plain 503 that says what became of the answer."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.views import defaults

from backend.web.faults import RETRY_SECONDS, server_error
from tests.servers.granian import free_port

LINK = "/s/" + "a" * 22
SESSION = {"Cookie": f"{settings.SESSION_COOKIE_NAME}=somebody"}
KEY = {"Authorization": "Bearer samspil_nobody"}


@pytest.fixture
def away(django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Django's own connection, led to a port where nobody listens."""
    with django_db_blocker.unblock():
        connection.close()
        monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        monkeypatch.setitem(connection.settings_dict, "PORT", str(free_port()))
        yield
        connection.close()


def answer(method: str, path: str, headers: dict[str, str]) -> Any:
    """What a client reads; nothing is raised past the server."""
    return Client(raise_request_exception=False).generic(method, path, headers=headers)


@pytest.mark.parametrize(
    ("method", "path", "headers", "sentence"),
    [
        ("GET", "/", {}, "Prøv igen om lidt. Det er ikke din fejl."),
        ("GET", LINK, {}, "Prøv igen om lidt. Det er ikke din fejl."),
        ("POST", LINK, {}, "Prøv igen om lidt. Dit svar er ikke gemt."),
        ("POST", "/mit-link/", {}, "Prøv igen om lidt. Det, du sendte, er ikke gemt."),
        ("GET", "/hjem", SESSION, "Prøv igen om lidt. Det er ikke din fejl."),
    ],
)
@pytest.mark.usefixtures("away")
def test_a_page_says_so_in_plain_danish(
    method: str, path: str, headers: dict[str, str], sentence: str
) -> None:
    response = answer(method, path, headers)

    body = response.content.decode()
    assert (response.status_code, body.count(f"<p>{sentence}</p>")) == (503, 1)
    assert response.headers["Retry-After"] == str(RETRY_SECONDS)


@pytest.mark.parametrize("headers", [SESSION, KEY])
@pytest.mark.usefixtures("away")
def test_the_api_says_so_as_a_problem(headers: dict[str, str]) -> None:
    response = answer("GET", "/api/v1/slots", headers)

    told = json.loads(response.content)
    assert (response.status_code, told["code"]) == (503, "database_away")
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Retry-After"] == str(RETRY_SECONDS)


@pytest.mark.usefixtures("away")
def test_control_without_our_page_it_is_a_500(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.urls.handler500", defaults.server_error)

    assert answer("GET", LINK, {}).status_code == 500


def test_a_bug_stays_a_500() -> None:
    try:
        int("a bug")
    except ValueError:
        response = server_error(HttpRequest())

    assert response.status_code == 500

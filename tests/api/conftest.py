"""Callers of the API: by token, each with the roles of one of the cast, at a frozen moment."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from backend.accounts.models import Scope, User
from institutions.actions.tokens import issue_token
from tests.cast import NOW, Cast

BASE = "/api/v1"
BOTH = (Scope.READ, Scope.WRITE)


class Caller:
    """Another system with a key: ``get`` and ``post`` give the answer, ``ok`` its JSON."""

    def __init__(self, key: str, **headers: str) -> None:
        self.client = Client(headers={"authorization": f"Bearer {key}", **headers})

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"{BASE}/{path}", query)

    def get_if_none(self, path: str, match: str) -> Any:
        return self.client.get(f"{BASE}/{path}", headers={"if-none-match": match})

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.client.post(
            f"{BASE}/{path}",
            {} if body is None else body,
            content_type="application/json",
            headers=_named(headers),
        )

    def put(self, path: str, body: Any, **headers: str) -> Any:
        return self.client.put(
            f"{BASE}/{path}", body, content_type="application/json", headers=_named(headers)
        )

    def ok(self, path: str, body: Any = None, **headers: str) -> Any:
        answer = self.post(path, body, **headers)
        assert answer.status_code in (200, 201), answer.content.decode()
        return answer.json()

    def rows(self, path: str, **query: Any) -> list[dict[str, Any]]:
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()["results"]


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def key_for(cast: Cast, user: User, scopes: tuple[Scope, ...] = BOTH) -> str:
    """A key that lives through every test."""
    by = cast.actor(cast.coordinator)
    _, key = issue_token(
        user=user,
        name="Prøvesystemet",
        scopes=scopes,
        expires_at=NOW + timedelta(days=90),
        by=by,
        at=NOW,
    )
    return key


@pytest.fixture
def moment() -> Iterator[time_machine.Traveller]:
    """The clock stands at NOW; ``move_to`` turns it on."""
    with time_machine.travel(NOW, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def calling(cast: Cast, moment: time_machine.Traveller) -> Callable[..., Caller]:
    """``calling(user)``: a system that acts with the user's roles."""

    def by(user: User, **headers: str) -> Caller:
        return Caller(key_for(cast, user), **headers)

    return by


@pytest.fixture
def leader(cast: Cast, calling: Callable[..., Caller]) -> Caller:
    """A system that acts as the leader here."""
    return calling(cast.leader)


@pytest.fixture
def coordinator(cast: Cast, calling: Callable[..., Caller]) -> Caller:
    """A system that acts as the coordinator."""
    return calling(cast.coordinator)


def need_body(cast: Cast, **changes: Any) -> dict[str, Any]:
    """The body of an ordinary need with one time, three days ahead."""
    start = NOW + timedelta(days=3, hours=3)
    return {
        "kind": cast.kind.pk,
        "title": "Følgeskab til koncert",
        "sms_title": "følg til koncert",
        "description": "Du følger to beboere til koncerten og hjem igen.",
        "not_to_do": "Du skal ikke løfte nogen.",
        "slots": [
            {
                "starts_at": start.isoformat(),
                "ends_at": (start + timedelta(hours=2)).isoformat(),
                "seats": 1,
            }
        ],
        **changes,
    }

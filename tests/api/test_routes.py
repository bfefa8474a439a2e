"""Every address of the API refuses the signed-out, the wrong scope and foreign rows."""

import re
from typing import Any

import pytest
from django.test import Client

from api.urls import urlpatterns
from api.verbs import Verb
from api.views.document import Docs, Document, Missing
from backend.accounts.models import Scope
from backend.audit.models import AuditEntry
from tests.api.conftest import BASE, Caller, key_for
from tests.api.stage import Rows, rows_of
from tests.cast import Cast, make_cast

OPEN_TO_ALL = (Document, Docs, Missing)
# What everybody in a municipality may see.
SHARED = ("closed-days/",)
# What each deed needs to be understood, so that only the row can be the reason of a no.
BODIES: dict[str, dict[str, Any]] = {
    "tasks": {
        "kind": 1,
        "title": "Følgeskab",
        "sms_title": "følg med",
        "description": "Du følger med.",
        "not_to_do": "Du skal ikke løfte.",
    },
    "tick": {"evidence": "Aftalt"},
    "send-back": {"reason": "Ret teksten"},
    "cancel": {"reason": "Sygdom"},
    "copy": {"times": [], "seats": 1},
    "slots": {
        "starts_at": "2026-12-01T10:00:00+01:00",
        "ends_at": "2026-12-01T12:00:00+01:00",
        "seats": 1,
    },
    "move": {
        "starts_at": "2026-12-01T10:00:00+01:00",
        "ends_at": "2026-12-01T12:00:00+01:00",
    },
    "change-seats": {"seats": 2},
    "accept": {"channel": "phone", "accepts_rules": True},
    "decline": {"channel": "phone"},
    "join-waiting-list": {"channel": "phone"},
    "withdraw": {"channel": "phone"},
    "record-attendance": {"came": True},
    "enter-value": {"period": "2026-k3", "value": "0.5", "source": "Borgerpanelet"},
    "close-period": {"period": "2026-k3"},
    "series": {
        "starts_at": "2026-12-01T10:00:00+01:00",
        "ends_at": "2026-12-01T12:00:00+01:00",
        "seats": 1,
        "every_weeks": 1,
        "until": "2026-12-15",
    },
    "move-rest": {
        "starts_at": "2026-12-01T10:00:00+01:00",
        "ends_at": "2026-12-01T12:00:00+01:00",
    },
    "cancel-rest": {"reason": "Sygdom"},
    "change-numbers-of-rest": {"seats": 2, "min_seats": 0},
    "change-minimum": {"min_seats": 0},
    "return-proposal": {"reason": "Skriv mødestedet"},
    "draft": {
        "institution": "00000000-0000-0000-0000-000000000000",
        "starts_at": "2026-12-01T10:00:00+01:00",
        "ends_at": "2026-12-01T12:00:00+01:00",
        "seats": 1,
    },
}


def doors() -> list[tuple[str, type]]:
    """The pattern and the view of every guarded address."""
    found = [(str(one.pattern), one.callback.view_class) for one in urlpatterns]
    return [(where, view) for where, view in found if view not in OPEN_TO_ALL]


def address(pattern: str, rows: Rows) -> str:
    """The address with our rows in it."""
    noun = pattern.split("/", maxsplit=1)[0]
    return re.sub(r"<\w+:(\w+)>", lambda part: str(rows[noun][part[1]]), pattern)


def knock(client: Client, view: type, where: str) -> list[int]:
    """The statuses of all that the address takes, deeds with a body that can be understood."""
    last = where.rsplit("/", 1)[-1]
    found = []
    if hasattr(view, "get"):
        found.append(client.get(f"{BASE}/{where}").status_code)
    if issubclass(view, Verb) and "post" in view.http_method_names:
        body = BODIES.get(last, {})
        sent = client.post(f"{BASE}/{where}", body, content_type="application/json")
        found.append(sent.status_code)
    return found


def test_the_signed_out_are_refused_everywhere(cast: Cast, moment: object) -> None:
    rows = rows_of(cast)

    found = {
        pattern: set(knock(Client(), view, address(pattern, rows))) for pattern, view in doors()
    }

    assert found == {pattern: {401} for pattern, _ in doors()}
    assert len(found) > 70


@pytest.mark.parametrize("who", ["leader elsewhere", "another municipality"])
def test_foreign_rows_are_not_found_anywhere(cast: Cast, moment: object, who: str) -> None:
    other = make_cast("Åby", 2)
    home, user = {
        "leader elsewhere": (cast, cast.leader_elsewhere),
        "another municipality": (other, other.coordinator),
    }[who]
    rows = rows_of(cast)
    client = Caller(key_for(home, user)).client
    shared = SHARED if who == "leader elsewhere" else ()
    with_rows = [
        (pattern, view)
        for pattern, view in doors()
        if "<" in pattern and not pattern.startswith(shared)
    ]
    before = AuditEntry.objects.count()

    found = {
        pattern: set(knock(client, view, address(pattern, rows))) for pattern, view in with_rows
    }

    assert found == {pattern: {404} for pattern, _ in with_rows}
    assert AuditEntry.objects.count() == before


def test_control_the_own_rows_are_found(cast: Cast, moment: object) -> None:
    rows = rows_of(cast)
    client = Caller(key_for(cast, cast.coordinator)).client

    found = {
        pattern: knock(client, view, address(pattern, rows))
        for pattern, view in doors()
        if "<" in pattern
    }

    assert [pattern for pattern, statuses in found.items() if 404 in statuses] == []


def test_a_look_never_writes(cast: Cast, moment: object) -> None:
    rows = rows_of(cast)
    client = Caller(key_for(cast, cast.coordinator, (Scope.READ,))).client
    before = AuditEntry.objects.count()

    statuses = {
        client.get(f"{BASE}/{address(pattern, rows)}").status_code
        for pattern, view in doors()
        if hasattr(view, "get")
    }

    assert statuses == {200}
    assert AuditEntry.objects.count() == before

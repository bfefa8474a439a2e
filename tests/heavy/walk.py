"""The walk of P18: every address by every method as everybody, and what it wrote meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.test import Client

from backend.accounts.models import User
from tests.api.conftest import BASE, key_for
from tests.api.test_routes import BODIES, doors
from tests.api.test_routes import address as api_address
from tests.architecture.routes import routes
from tests.architecture.test_routes import MUNICIPAL, TAKES_NO_ROW, address, make_stage
from tests.cast import Cast

LOOKS = ("get", "head", "options")
DEEDS = ("post", "put", "patch", "delete")
_WRITING = ("INSERT", "UPDATE", "DELETE")
# Who looked at a person, and when a key was last used, are noted; a look may write nothing else.
_NOTED = ('INSERT INTO "audit_', 'UPDATE "accounts_apitoken" SET "last_used_at"')


@dataclass(frozen=True)
class Place:
    """An address with a row of the first municipality in it."""

    name: str
    where: str
    body: dict[str, Any] | None = None


@dataclass(frozen=True)
class Stranger:
    """Somebody, and where they belong; ``near``: in the rows' own municipality."""

    name: str
    user: User
    home: Cast | None
    near: bool = False


@dataclass
class Count:
    """What the walk did and found."""

    calls: int = 0
    leaks: list[str] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements that wrote while the block ran."""
    found: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(_WRITING) and not sql.startswith(_NOTED):
            found.append(sql[:120])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


def stage() -> tuple[Cast, Cast, list[Place]]:
    """Two municipalities, and every address that takes a row, with the first one's rows."""
    cast, other, rows = make_stage()
    pages = [
        Place(route.name, address(route, rows))
        for route in routes()
        if route.staff and route.takes - TAKES_NO_ROW
    ]
    own = api_rows(cast, rows)
    calls = [
        Place(pattern, f"{BASE}/{api_address(pattern, own)}", BODIES.get(_verb(pattern), {}))
        for pattern, _ in doors()
        if "<uuid" in pattern
    ]
    return cast, other, [*pages, *calls]


def api_rows(cast: Cast, rows: dict[str, Any]) -> dict[str, Any]:
    """The stage's row for each noun in an address of the API."""
    return {
        "institutions": cast.here.external_uuid,
        "tasks": rows["need"],
        "slots": rows["slot_uuid"],
        "offers": rows["thread"],
        "assignments": rows["seat_uuid"],
        "volunteers": rows["person"],
    }


def strangers(cast: Cast, other: Cast) -> list[Stranger]:
    """Everybody to whom none of the rows belongs."""
    owner = User.objects.create_superuser("owner@test.invalid", "x" * 20, name="Owner")
    return [
        Stranger("leader of another institution", cast.leader_elsewhere, cast, near=True),
        Stranger("leader of another municipality", other.leader, other),
        Stranger("ambassador of another municipality", other.ambassador, other),
        Stranger("coordinator of another municipality", other.coordinator, other),
        Stranger("owner of the system", owner, None),
    ]


def walk(places: list[Place], who: Stranger) -> Count:
    """Every address by every method. A leak is an answer that is neither 404 nor 405."""
    found = Count()
    pages = Client()
    pages.force_login(who.user)
    key = key_for(who.home, who.user) if who.home else ""
    calls = Client(headers={"authorization": f"Bearer {key}"})
    for place in places:
        if not (who.near and place.name in MUNICIPAL) and (who.home or place.body is None):
            _knock(pages if place.body is None else calls, place, found)
    return found


def look_around(places: list[Place], client: Client) -> Count:
    """Every address by GET and HEAD; only what was written counts."""
    found = Count()
    for place in places:
        for method in ("get", "head"):
            _ask(client, method, place, found)
    return found


def _knock(client: Client, place: Place, found: Count) -> None:
    for method in (*LOOKS, *DEEDS):
        status = _ask(client, method, place, found)
        if status not in (404, 405) and not (method == "options" and status == 200):
            found.leaks.append(f"{method} {place.name}: {status}")


def _ask(client: Client, method: str, place: Place, found: Count) -> int:
    call: Callable[..., Any] = getattr(client, method)
    more: dict[str, Any] = {}
    if place.body is not None and method in DEEDS:
        more = {"data": place.body, "content_type": "application/json"}
    with writes() as written:
        status = int(call(place.where, **more).status_code)
    found.calls += 1
    found.writes += [f"{method} {place.name}: {sql}" for sql in written]
    return status


def _verb(pattern: str) -> str:
    return pattern.rsplit("/", 1)[-1]

"""P18: every route by every method as every stranger: 0 leaks; 0 writes by a look."""

import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.test import Client
from pytest_django import Settings

from backend.accounts.models import Municipality
from institutions.models import Slot
from institutions.queries import scope
from tests.api.conftest import key_for
from tests.architecture.routes import routes
from tests.cast import NOW, Cast
from tests.heavy.figures import SHARE, keep_figure
from tests.heavy.walk import Count, Place, look_around, stage, strangers, walk

pytestmark = [pytest.mark.heavy, pytest.mark.django_db, pytest.mark.timeout(1800)]
SLOT_PAGES = "/tidspunkt/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """The cast's day, with a clock that runs. Thousands of "not found" are no news here."""
    log = logging.getLogger("django.request")
    log.setLevel(logging.ERROR)
    with time_machine.travel(NOW, tick=True):
        yield
    log.setLevel(logging.NOTSET)


def writing_middleware(
    answer: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The planted defect: each look counts itself."""

    def count(request: HttpRequest) -> HttpResponse:
        Municipality.objects.update(sms_sender=F("sms_sender"))
        return answer(request)

    return count


def forget_scope(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted defect: slots are looked up without asking whose they are.

    Between municipalities PostgreSQL's own fence still holds; inside one it shows.
    """

    def everything(*_args: Any, **_named: Any) -> QuerySet[Slot]:
        return Slot.objects.all()

    for module in list(sys.modules.values()):
        if getattr(module, "slots_for", None) is scope.slots_for and module is not scope:
            monkeypatch.setattr(module, "slots_for", everything)


def own_looks(cast: Cast, places: list[Place]) -> Count:
    """What the people of the place look at, who see it."""
    found = Count()
    for user in (cast.leader, cast.ambassador, cast.coordinator):
        pages = Client()
        pages.force_login(user)
        calls = Client(headers={"authorization": f"Bearer {key_for(cast, user)}"})
        for client, api in ((pages, False), (calls, True)):
            mine = [place for place in places if (place.body is not None) == api]
            count = look_around(mine, client)
            found.calls += count.calls
            found.writes += count.writes
    return found


def test_every_door_is_shut_to_strangers(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, other, everything = stage()
    places = everything[:: round(1 / SHARE)]
    people = strangers(cast, other)
    counts = {who.name: walk(places, who) for who in people}
    looks = own_looks(cast, places)
    leaks = [f"{name}: {leak}" for name, count in counts.items() for leak in count.leaks]
    writes = looks.writes + [write for count in counts.values() for write in count.writes]
    print(*leaks, *writes, sep="\n")

    with monkeypatch.context() as planted:
        forget_scope(planted)
        slots = [place for place in everything if SLOT_PAGES in place.where]
        leaked = walk(slots[:5], people[0]).leaks
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.writing_middleware"]
    wrote = look_around(places[:5], Client()).writes

    print(f"planted: {len(leaked)} leaks, {len(wrote)} writes")
    calls = sum(count.calls for count in counts.values())
    keep_figure(
        "P18",
        figure=len(leaks) + len(writes),
        unit=f"leaks or writes by a look: {calls} calls of {len(people)} strangers to "
        f"{len(places)} addresses with a foreign row by 7 methods, and {looks.calls} looks of its "
        f"own people; {len(routes())} routes, each classified",
        held=not leaks and not writes and len(places) > 150,
        control_failed=len(leaked) > 0 and len(wrote) > 0,
    )

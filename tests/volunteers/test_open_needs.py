"""The public list of open needs: what is open, the filter in the address, nobody's name."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from institutions.models import Institution, Slot, TaskKind
from tests.cast import NOW, Cast, make_cast, open_slot
from tests.volunteers.stage import say_yes, slot_with
from volunteers.actions.changes import cancel_slot

pytestmark = pytest.mark.django_db
HERE = "/hjaelp/"


@pytest.fixture(autouse=True)
def moment() -> Any:
    """The door's clock, which a test may move."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def titles(client: Client, query: str = "") -> list[str]:
    """The headings of the needs shown."""
    page = client.get(HERE + query).content.decode()
    return [part.split("</h3>")[0] for part in page.split("<h3>")[1:]]


def test_only_open_times_to_come_with_a_seat(cast: Cast, client: Client, moment: Any) -> None:
    open_slot(cast, seats=2, title="Åben")
    slot_with(cast, 1, days=4)
    off = open_slot(cast, days=5, title="Aflyst")
    cancel_slot(slot=off, reason="Vejret", by=cast.actor(cast.leader), at=NOW)

    assert titles(client) == ["Åben"]
    moment.move_to(NOW + timedelta(days=4))
    assert titles(client) == []


def test_the_filter_stands_in_the_address(cast: Cast, client: Client) -> None:
    walk = TaskKind.objects.create(municipality=cast.municipality, name="Gåture")
    open_slot(cast, days=3, title="Koncert")
    open_slot(cast, days=4, title="Skoven", kind=walk)
    Institution.objects.filter(pk=cast.elsewhere.pk).update(postcode="8998")

    assert titles(client) == ["Koncert", "Skoven"]
    assert titles(client, f"?slags={walk.pk}") == ["Skoven"]
    assert titles(client, "?dag=4") == ["Koncert"]
    assert titles(client, "?omraade=8999&dag=5") == ["Skoven"]
    assert titles(client, "?dag=1") == []
    # What cannot be read filters nothing.
    assert titles(client, "?omraade=x&slags='&dag=99&side=1") == ["Koncert", "Skoven"]


def test_nothing_personal_and_the_promise_under_each(cast: Cast, client: Client) -> None:
    slot = open_slot(cast, seats=3)
    say_yes(slot, cast.helper)

    page = client.get(HERE).content.decode()

    for word in (cast.helper.first_name, cast.helper.last_name, cast.leader.name, "Lone"):
        assert word not in page
    assert page.count("Frivillige er et plus.") == 1
    assert "12 34 56 78" in page


def test_each_municipality_shows_its_own(client: Client) -> None:
    one, two = make_cast("Søby", 1), make_cast("Åby", 2)
    open_slot(one, title="I Søby")
    open_slot(two, title="I Åby")

    assert titles(client, "?kommune=soby") == ["I Søby"]
    assert titles(client, "?kommune=aby") == ["I Åby"]
    assert "Vælg kommune" in client.get(HERE).content.decode()
    host = {"HTTP_HOST": two.municipality.link_host}
    assert "I Åby" in client.get(HERE, **host).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(cast: Cast, client: Client, count: int) -> None:
    for n in range(count):
        open_slot(cast, days=3 + n)

    with CaptureQueriesContext(connection) as counted:
        client.get(HERE)

    assert len(counted) <= 10
    assert Slot.objects.count() == count

"""Every page about one person leaves a note of who looked, and nothing but that note."""

from typing import Any

import pytest
from django.test import Client

from backend.audit.models import AuditEntry, Look
from tests.architecture.routes import routes
from tests.architecture.test_routes import address, make_stage
from tests.cast import Cast
from volunteers.models import Volunteer

# What of an address says that the page is about one person.
_ABOUT_ONE = {"person", "seat_uuid"}


@pytest.fixture
def stage(db: None) -> tuple[Cast, dict[str, Any]]:
    """One municipality with a row for every kind of address."""
    cast, _, rows = make_stage()
    return cast, rows


def shown(client: Client, rows: dict[str, Any]) -> tuple[set[str], set[str]]:
    """Of the pages about one person, those that were shown and those that left a note."""
    seen, noted = set(), set()
    for route in routes():
        if route.staff and route.takes & _ABOUT_ONE:
            before = Look.objects.count()
            if client.get(address(route, rows)).status_code == 200:
                seen.add(route.name)
            if Look.objects.count() > before:
                noted.add(route.name)
    return seen, noted


@pytest.mark.parametrize("who", ["coordinator", "leader"])
def test_a_page_about_one_person_leaves_a_note(
    who: str, stage: tuple[Cast, dict[str, Any]], client: Client
) -> None:
    cast, rows = stage
    client.force_login(getattr(cast, who))

    seen, noted = shown(client, rows)

    assert noted == seen
    assert len(seen) >= {"coordinator": 4, "leader": 1}[who]


def test_the_note_says_who_whom_and_which_page(
    stage: tuple[Cast, dict[str, Any]], client: Client
) -> None:
    cast, rows = stage
    person = Volunteer.objects.get(uuid=rows["person"])
    client.force_login(cast.coordinator)

    client.get(f"/koordinator/frivillige/{person.uuid}/")
    client.get("/koordinator/frivillige/")
    client.get(f"/api/v1/volunteers/{person.uuid}")

    notes = Look.objects.order_by("id").values_list("user_id", "volunteer_ref", "page")
    assert [(user, whom) for user, whom, _page in notes] == [(cast.coordinator.pk, person.pk)] * 2
    assert notes[0][2] == "volunteers:person"


def test_who_was_not_shown_the_page_leaves_no_note_and_a_look_writes_nothing_else(
    stage: tuple[Cast, dict[str, Any]], client: Client
) -> None:
    cast, rows = stage
    before = AuditEntry.objects.count()
    client.force_login(cast.leader_elsewhere)

    refused = client.get(f"/koordinator/frivillige/{rows['person']}/").status_code

    assert (refused, Look.objects.count(), AuditEntry.objects.count()) == (404, 0, before)

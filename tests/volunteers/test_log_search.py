"""The coordinator finds in the record: by deed, by who, by person and by day; a leader the own."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backend.audit.models import Change, Look
from tests.cast import NOW, Cast, link_actor, make_volunteers, offer_to, open_slot
from volunteers.actions.answers import accept_offer, decline_offer
from volunteers.actions.retention import LOOKS_KEPT, forget_what_is_due

LOG = "institutions:logbook"


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """Monday at ten."""
    with time_machine.travel(NOW, tick=False):
        yield


def deeds(client: Client, **asked: str) -> list[tuple[str, str]]:
    """What the page shows of a search: who and what."""
    page = client.get(reverse(LOG), asked)
    return [(line.entry.actor_name, line.entry.deed) for line in page.context["lines"]]


def test_a_person_is_found_by_what_they_did_and_what_was_done(cast: Cast, client: Client) -> None:
    yes, no = make_volunteers(cast, 2)
    slot = open_slot(cast, seats=2)
    accept_offer(offer=offer_to(slot, yes), accepts_rules=True, by=link_actor(yes), at=NOW)
    decline_offer(offer=offer_to(slot, no), reason="", by=link_actor(no), at=NOW)
    client.force_login(cast.coordinator)

    of_one = {deed for _who, deed in deeds(client, person=str(yes.uuid))}

    assert {"accept_offer", "register_volunteer"} <= of_one
    assert "decline_offer" not in of_one
    assert deeds(client, hvad="decline_offer") == [(no.short_name, "decline_offer")]


def test_days_and_names_narrow_and_the_last_day_is_included(cast: Cast, client: Client) -> None:
    open_slot(cast)
    client.force_login(cast.coordinator)
    today = {"fra": "23-11-2026", "til": "23-11-2026", "hvem": cast.leader.name[:4].lower()}

    found = deeds(client, **today)

    assert ("publish_task" in {deed for _who, deed in found}, len(found) > 0) == (True, True)
    assert {who for who, _deed in found} == {cast.leader.name}
    assert deeds(client, **{**today, "fra": "24-11-2026", "til": "24-11-2026"}) == []


def test_a_search_that_cannot_be_read_says_so_and_shows_nothing(cast: Cast, client: Client) -> None:
    client.force_login(cast.coordinator)

    odd = client.get(reverse(LOG), {"fra": "i går"})
    turned = client.get(reverse(LOG), {"fra": "24-11-2026", "til": "23-11-2026"})

    assert (odd.status_code, odd.context["lines"]) == (422, [])
    assert 'value="i går"' in odd.content.decode()
    assert list(turned.context["form"].errors) == ["til"]


def test_looks_and_unexplained_changes_are_the_coordinators(cast: Cast, client: Client) -> None:
    here = {"municipality": cast.municipality, "at": NOW}
    Look.objects.create(
        **here, user=cast.coordinator, volunteer_ref=cast.helper.pk, page="volunteers:person"
    )
    Change.objects.create(
        **here,
        transaction=1,
        table="volunteers_volunteer",
        operation="update",
        rows=[cast.helper.pk],
        login="driften",
    )
    client.force_login(cast.coordinator)
    looks = client.get(reverse(LOG), {"vis": "blikke", "person": str(cast.helper.uuid)})
    changes = client.get(reverse(LOG), {"vis": "aendringer", "hvem": "drift"})
    later = client.get(reverse(LOG), {"vis": "blikke", "fra": "24-11-2026"})
    client.force_login(cast.leader)
    leaders = client.get(reverse(LOG), {"vis": "blikke"})

    assert [whom for _look, whom in looks.context["looks"]] == [cast.helper]
    assert [one.table for one in changes.context["changes"]] == ["volunteers_volunteer"]
    assert later.context["looks"] == []
    assert leaders.context.get("looks") is None


def test_another_municipalitys_person_is_not_found(cast: Cast, client: Client) -> None:
    client.force_login(cast.leader)

    assert client.get(reverse(LOG), {"person": str(cast.helper.uuid)}).status_code == 404
    assert client.get(reverse(LOG), {"person": "x"}).status_code == 404


def test_looks_are_let_go_after_thirteen_months(cast: Cast) -> None:
    for age in (LOOKS_KEPT + timedelta(days=1), LOOKS_KEPT - timedelta(days=1)):
        Look.objects.create(
            municipality=cast.municipality,
            at=NOW - age,
            user=cast.coordinator,
            volunteer_ref=cast.helper.pk,
            page="volunteers:person",
        )

    forget_what_is_due(at=NOW)

    assert Look.objects.count() == 1

"""Hours month by month on the own page and on the association's; a group's calendar file."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from tests.cast import NOW, Cast, open_slot
from tests.volunteers.association_stage import asked, come, contact_actor, group_path, open_page
from tests.volunteers.people_pages import own_page
from tests.volunteers.stage import say_yes
from volunteers.actions.attendance import record_attendance
from volunteers.actions.group_days import record_group
from volunteers.actions.groups import decline_group
from volunteers.models import GroupOffer


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """Monday at ten."""
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_person_reads_the_own_hours_of_a_month(cast: Cast, client: Client) -> None:
    slot = open_slot(cast)
    seat = say_yes(slot, cast.helper)
    record_attendance(assignment=seat, came=True, by=cast.actor(cast.leader), at=slot.ends_at)
    page = f"{own_page(cast.helper)}/timer"

    shown = [client.get(f"{page}?maaned={month}") for month in ("2026-11", "2026-10", "snart")]

    assert [one.status_code for one in shown] == [200, 200, 404]
    assert [str(one.context["total"]) for one in shown[:2]] == ["2.00", "0"]


def test_a_contact_reads_the_associations_hours(cast: Cast, client: Client) -> None:
    slot = open_slot(cast, seats=4)
    group = come(cast, asked(cast, slot, 3), 3)
    record_group(group=group, came=3, hours=None, by=cast.actor(cast.leader), at=slot.ends_at)
    page = open_page(client, group.association)

    shown = client.get(f"{page}/timer")

    assert (shown.status_code, shown.context["statement"].total) == (200, 6)


def test_a_group_with_seats_has_a_calendar_file(cast: Cast, client: Client) -> None:
    group: GroupOffer = asked(cast, open_slot(cast, seats=4), 3)
    path = group_path(group)
    before = client.get(f"{path}/gruppe.ics").status_code
    come(cast, group, 3)
    page = open_page(client, group.association)

    files = [client.get(f"{path}/gruppe.ics"), client.get(f"{page}/tid/{group.uuid}.ics")]

    assert before == 404
    assert [one.headers["Content-Type"] for one in files] == ["text/calendar; charset=utf-8"] * 2
    assert [one.content.count(b"BEGIN:VEVENT") for one in files] == [1, 1]
    decline_group(group=group, by=contact_actor(cast), at=NOW)
    assert client.get(f"{path}/gruppe.ics").status_code == 404

"""Groups and people answer at the same moment, over HTTP: no seat is given twice."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.wsgi import get_wsgi_application
from django.db.models import Sum

from backend.common.tokens import token_hash
from institutions.models import Slot
from tests.cast import NOW, Cast, make_volunteers
from tests.servers.crowd import post_all, serving
from tests.volunteers.association_stage import asked, group_path
from tests.volunteers.test_links_race import StartResponse, links_to, slot_with
from volunteers.models import Assignment, ContactLink, GroupOffer

pytestmark = pytest.mark.django_db(transaction=True)

TWO = {"svar": "ja", "accepts_rules": "on", "seats": "2"}
SEATS, GROUPS, PEOPLE = 7, 6, 8


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """The cast's day, with a clock that runs."""
    with time_machine.travel(NOW, tick=True):
        yield


def groups_at(cast: Cast, slot: Slot) -> list[str]:
    """A link to the question for each of several associations."""
    return [
        group_path(asked(cast, slot, 2, name=f"Forening {n}", phone=f"+451299550{n}")) + "/gruppe"
        for n in range(GROUPS)
    ]


def held_by_groups() -> int:
    return GroupOffer.objects.aggregate(seats=Sum("seats"))["seats"]


def naive_group(environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
    """A door that looks whether there is room and then takes it, without a lock."""
    token = environ["PATH_INFO"].removeprefix("/s/").removesuffix("/gruppe")
    link = ContactLink.objects.select_related("group").get(token_hash=token_hash(token))
    assert link.group is not None
    slot = Slot.objects.get(pk=link.group.slot_id)
    if slot.seats_left >= 2:
        time.sleep(0.02)
        GroupOffer.objects.filter(pk=link.group.pk).update(state="accepted", seats=2)
        Slot.objects.filter(pk=slot.pk).update(seats_taken=slot.seats_taken + 2)
    start_response("302 Found", [("Location", "/")])
    return [b""]


def test_groups_and_people_share_the_seats(cast: Cast) -> None:
    slot = slot_with(cast, SEATS)
    paths = [*groups_at(cast, slot), *links_to(slot, make_volunteers(cast, PEOPLE))]

    with serving(get_wsgi_application()) as port:
        answers = post_all(port, paths, TWO)

    slot.refresh_from_db()
    people = Assignment.objects.filter(slot=slot, state="confirmed").count()
    # There are more people than seats, so that the last seat is always taken.
    assert (people + held_by_groups(), slot.seats_taken) == (SEATS, SEATS)
    assert {answer.status for answer in answers} <= {302, 409}


def test_control_groups_without_a_lock_overbook(cast: Cast) -> None:
    slot = slot_with(cast, SEATS)
    paths = groups_at(cast, slot)

    with serving(naive_group) as port:
        post_all(port, paths, TWO)

    assert held_by_groups() > SEATS

"""What leaders see and do about groups and certificates, and who does not."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from institutions.models import Slot
from tests.cast import NOW, Cast, link_actor, make_volunteers, offer_to, open_slot
from tests.volunteers.association_stage import asked, come, make_association, member
from volunteers.actions.answers import accept_offer
from volunteers.models import Assignment, Certificate, GroupOffer, Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def moment():
    """The doors' clock, which a test may move."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def slot(cast: Cast) -> Slot:
    return open_slot(cast, seats=6)


def words(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_leader_asks_writes_the_answer_and_counts(
    cast: Cast, client: Client, slot: Slot, moment
) -> None:
    association = make_association(cast)
    client.force_login(cast.leader)
    ask = f"/tidspunkt/{slot.uuid}/forening/"
    wrong = client.post(ask, {"association": association.pk, "seats": "9"})
    client.post(ask, {"association": association.pk, "seats": "4"})
    group = GroupOffer.objects.get()
    told = client.post(f"/gruppe/{group.uuid}/", {"seats": "3", "accepts_rules": "on"})
    page = words(client, f"/tidspunkt/{slot.uuid}/")
    board = words(client, "/tavle/")
    helpers = words(client, f"/tidspunkt/{slot.uuid}/deltagere/")
    moment.move_to(slot.ends_at + timedelta(hours=1))
    client.force_login(cast.leader)
    marked = client.post(f"/gruppe/{group.uuid}/fremmoede/", {"came": "2", "hours": "1,5"})

    group.refresh_from_db()
    statuses = [answer.status_code for answer in (wrong, told, marked)]
    assert statuses == [422, 302, 302]
    assert ("3 kommer" in page, "Søby IF (3)" in board, "Søby IF (3)" in helpers) == (True,) * 3
    assert (group.seats, group.channel, group.came, str(group.hours)) == (3, "phone", 2, "1.50")


def test_zero_is_a_no(cast: Cast, client: Client, slot: Slot) -> None:
    group = asked(cast, slot)
    client.force_login(cast.leader)

    client.post(f"/gruppe/{group.uuid}/", {"seats": "0"})

    assert GroupOffer.objects.get().state == "declined"


def test_a_leader_sees_the_group_its_number_and_contact_and_no_member(
    cast: Cast, client: Client, slot: Slot
) -> None:
    group = asked(cast, slot)
    come(cast, group, 2)
    person = make_volunteers(cast, 1, first_name="Zita")[0]
    member(cast, group.association, person)
    group.names.add(person)
    client.force_login(cast.leader)

    page = words(client, f"/tidspunkt/{slot.uuid}/")

    assert ("Søby IF" in page, "Kim Kontakt" in page, "Zita" in page) == (True, True, False)


@pytest.mark.parametrize(
    ("who", "expected"),
    [("leader", True), ("coordinator", True), ("ambassador", False), ("leader_elsewhere", False)],
)
def test_the_status_is_for_the_leader_concerned_and_the_coordinator(
    cast: Cast, client: Client, who: str, expected: bool
) -> None:
    slot = open_slot(cast, child_contact="fixed")
    accept_offer(
        offer=offer_to(slot, cast.helper),
        accepts_rules=True,
        by=link_actor(cast.helper),
        at=NOW,
    )
    client.force_login(getattr(cast, who))

    pages = [
        client.get(f"/tidspunkt/{slot.uuid}/"),
        client.get("/attester/"),
        client.get(f"/attester/{cast.helper.uuid}/children/"),
    ]

    seen = [
        page.status_code == 200 and cast.helper.short_name in page.content.decode()
        for page in pages
    ]
    assert seen == [expected] * 3


def test_the_leader_clears_it_and_the_yes_becomes_a_seat(cast: Cast, client: Client) -> None:
    slot = open_slot(cast, child_contact="fixed")
    accept_offer(
        offer=offer_to(slot, cast.helper),
        accepts_rules=True,
        by=link_actor(cast.helper),
        at=NOW,
    )
    client.force_login(cast.leader)
    where = f"/attester/{cast.helper.uuid}/children/"
    no_day = client.post(where, {"deed": "bestilt", "on": ""})
    ordered = client.post(where, {"deed": "bestilt", "on": "23-11-2026"})
    state = Certificate.objects.get().state
    client.post(where, {"deed": "i-orden", "on": "23-11-2026"})

    seat = Assignment.objects.get(volunteer=cast.helper)
    assert (no_day.status_code, ordered.status_code, state) == (422, 302, "ordered")
    assert (seat.state, Volunteer.objects.get(pk=cast.helper.pk).certificate_ok_until.year) == (
        "confirmed",
        2028,
    )


def test_the_coordinators_list_names_what_needs_a_hand(cast: Cast, client: Client) -> None:
    association = make_association(cast)
    client.force_login(cast.coordinator)
    where = f"/foreninger/{association.uuid}"
    client.post(
        f"{where}/ret/",
        {"name": "Søby IF", "kind": "company", "cvr": "", "review_on": "01-12-2026"},
    )
    client.post(f"{where}/papir/aftale/", {"text": "Vi aftaler.", "ends_on": "01-12-2027"})
    page = words(client, "/foreninger/?slags=company")
    taken = client.post(
        "/foreninger/ny/",
        {
            "name": "Ny",
            "kind": "association",
            "cvr": "25313763",
            "contact_name": "Bo",
            "contact_phone": "20 99 11 22",
        },
    )
    again = client.post(
        "/foreninger/ny/",
        {
            "name": "En anden",
            "kind": "association",
            "cvr": "25 31 37 63",
            "contact_name": "Bo",
            "contact_phone": "20 99 11 22",
        },
    )

    assert "Aftalen skal ses efter 1/12 · Aftalen venter på et ja" in page
    assert (taken.status_code, again.status_code) == (302, 422)
    assert "Ny har allerede det CVR-nummer." in again.content.decode()

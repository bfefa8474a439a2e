"""Ways onto the list: the Frivilligcenter, a friend's link, the day itself; and the young."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backend.accounts.models import User
from backend.common.actors import RoleKind
from backend.common.refusals import Clash, Invalid, NotAllowed
from backend.messaging.models import Message
from institutions.models import Role, Slot
from tests.cast import NOW, PASSWORD, Cast, link_actor, make_volunteers, offer_to, open_slot
from tests.volunteers.people_pages import filled, newest_code, own_page
from volunteers.actions.answers import Outcome, accept_offer
from volunteers.actions.walk_ins import register_walk_in
from volunteers.actions.young import confirm_young_helper
from volunteers.models import Assignment, Association, FriendLink, Referral, Volunteer
from volunteers.queries.referrals import Referred, referred

pytestmark = pytest.mark.django_db
NEWCOMER = {
    "first_name": "Karen",
    "last_name": "Nymand",
    "phone": "+4512999999",
    "postcode": "8999",
}


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """The door's clock stands still at the cast's moment."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def centre(cast: Cast, client: Client) -> Client:
    """Somebody of the Frivilligcenter, signed in."""
    user = User.objects.create_user(
        "centre@test.invalid", PASSWORD, name="Cilla", municipality=cast.municipality
    )
    Role.objects.create(
        user=user,
        municipality=cast.municipality,
        kind=RoleKind.VOLUNTEER_CENTRE,
        valid_from=date(2026, 1, 1),
    )
    client.force_login(user)
    return client


def test_the_centres_people_are_counted_as_theirs_and_told(centre: Client, cast: Cast) -> None:
    page = reverse("volunteers:refer_person")
    form = {**NEWCOMER, "phone": "12 99 99 99", "agreed": "on"}
    known = {**form, "phone": cast.helper.phone}

    answers = [centre.post(page, sent) for sent in (form, form, known)]

    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {
        (302, reverse("volunteers:centre"))
    }
    person = Volunteer.objects.get(phone=NEWCOMER["phone"])
    assert (person.source, person.notice_shown_at) == ("centre", NOW)
    assert Message.objects.filter(kind="oprettet").count() == 1
    assert referred(cast.municipality.pk) == Referred(2, 1, 0, 0, 0)


def test_the_centre_refers_an_association(centre: Client, cast: Cast) -> None:
    form = {"name": "Gåklubben", "contact_name": "Gerda", "contact_phone": "12 99 99 98"}
    centre.post(reverse("volunteers:refer_association"), form)

    assert Association.objects.get(name="Gåklubben").contact_name == "Gerda"
    assert referred(cast.municipality.pk) == Referred(0, 0, 0, 1, 1)


def test_the_centre_sees_open_needs_and_no_person(centre: Client, cast: Cast) -> None:
    slot = open_slot(cast, seats=3)
    Referral.objects.create(
        municipality=cast.municipality,
        volunteer=cast.helper,
        was_new=True,
        referred_by=cast.leader,
        referred_at=NOW,
    )

    page = centre.get(reverse("volunteers:centre")).content.decode()

    assert slot.task.title in page
    assert cast.helper.last_name not in page
    closed = [reverse("volunteers:people"), reverse("institutions:slot", args=[slot.uuid])]
    assert [centre.get(where).status_code for where in closed] == [404, 404]


def test_a_friend_is_counted_on_the_link_and_named_nowhere(client: Client, cast: Cast) -> None:
    client.post(f"{own_page(cast.helper)}/inviter")
    link = FriendLink.objects.get(volunteer=cast.helper)
    address = f"{reverse('volunteers:sign_up')}?ven={link.uuid}"
    assert cast.helper.last_name not in client.get(address).content.decode()

    client.post(address, filled())
    client.post(address, filled(trin="kode", code=newest_code()))

    link.refresh_from_db()
    assert (Volunteer.objects.get(phone=NEWCOMER["phone"]).source, link.sign_ups) == ("friend", 1)


def test_a_walk_in_is_there_gets_a_seat_and_is_told(cast: Cast) -> None:
    slot = open_slot(cast, seats=1)
    accept_offer(
        offer=offer_to(slot, cast.helper), accepts_rules=True, by=link_actor(cast.helper), at=NOW
    )
    by = cast.actor(cast.leader)

    with pytest.raises(Invalid):
        register_walk_in(slot=slot, fields=NEWCOMER, accepts_rules=False, by=by, at=slot.starts_at)
    with pytest.raises(Clash):
        register_walk_in(slot=slot, fields=NEWCOMER, accepts_rules=True, by=by, at=NOW)
    seat = register_walk_in(
        slot=slot, fields=NEWCOMER, accepts_rules=True, by=by, at=slot.starts_at
    )

    slot = Slot.objects.get(pk=slot.pk)
    assert (seat.state, slot.seats, slot.seats_taken) == ("attended", 2, 2)
    assert Message.objects.filter(kind="oprettet", to=NEWCOMER["phone"]).count() == 1
    with pytest.raises(Clash):
        register_walk_in(slot=slot, fields=NEWCOMER, accepts_rules=True, by=by, at=slot.starts_at)


def test_the_walk_in_page_keeps_what_was_typed(client: Client, cast: Cast) -> None:
    slot = open_slot(cast)
    client.force_login(cast.leader)
    page = reverse("institutions:walk_in", args=[slot.uuid])
    with time_machine.travel(slot.starts_at + timedelta(minutes=5), tick=False):
        client.force_login(cast.leader)
        wrong = client.post(page, {**NEWCOMER, "phone": "12", "accepts_rules": "on"})
        right = client.post(page, {**NEWCOMER, "accepts_rules": "on"})

    assert (wrong.status_code, "Nymand" in wrong.content.decode()) == (422, True)
    assert right.status_code == 302
    assert Assignment.objects.get(slot=slot).state == "attended"


def young(cast: Cast) -> tuple[Slot, Volunteer]:
    """A task from 15 years and somebody of 16."""
    slot = open_slot(cast, min_age=15)
    return slot, make_volunteers(cast, 1, birth_year=NOW.year - 17)[0]


def yes(slot: Slot, person: Volunteer) -> Outcome:
    return accept_offer(
        offer=offer_to(slot, person), accepts_rules=True, by=link_actor(person), at=NOW
    )


def test_a_yes_of_the_young_waits_for_the_leader_and_then_becomes_a_seat(cast: Cast) -> None:
    slot, person = young(cast)
    assert (yes(slot, person), Assignment.objects.count()) == (Outcome.PAPERS, 0)
    stranger = cast.actor(cast.leader_elsewhere)
    with pytest.raises(NotAllowed):
        confirm_young_helper(volunteer=person, slot=slot, by=stranger, at=NOW)

    for _ in range(2):
        confirm_young_helper(volunteer=person, slot=slot, by=cast.actor(cast.leader), at=NOW)

    assert Assignment.objects.get(slot=slot).state == "confirmed"


def test_control_the_grown_up_get_the_seat_at_once(cast: Cast) -> None:
    slot, _person = young(cast)

    assert yes(slot, cast.helper) == Outcome.CONFIRMED


def test_the_leader_sees_the_young_and_the_button(client: Client, cast: Cast) -> None:
    slot, person = young(cast)
    yes(slot, person)
    client.force_login(cast.leader)
    button = reverse("institutions:confirm_young", args=[slot.uuid, person.uuid])
    assert button in client.get(reverse("institutions:slot", args=[slot.uuid])).content.decode()

    client.post(button)

    assert button not in client.get(reverse("institutions:slot", args=[slot.uuid])).content.decode()
    assert Assignment.objects.get(slot=slot).volunteer == person

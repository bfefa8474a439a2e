"""One time's page and its changes, through the door."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backend.messaging.models import Message
from institutions.models import Slot
from institutions.rules.states import SlotState
from tests.cast import NOW, Cast, draft_need, make_cast, make_volunteers, open_slot
from tests.institutions.pages import words
from tests.volunteers.stage import say_yes, slot_with, stand_in_line
from volunteers.actions.answers import decline_offer
from volunteers.models import Offer

Counting = Callable[[int], AbstractContextManager[object]]
GET_PAGES = ("slot", "helpers", "move_slot", "seats", "cancel_slot", "attendance")
POST_PAGES = ("ask_more", "move_slot", "seats", "cancel_slot", "give_thanks")
MOVED = {"day": "27-11-2026", "starts": "13.30", "ends": "16"}


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """Monday at ten."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def leader(cast: Cast, client: Client) -> Client:
    """The leader here, signed in."""
    client.force_login(cast.leader)
    return client


def to(name: str, slot: Slot) -> str:
    return reverse(f"institutions:{name}", args=[slot.uuid])


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_takes_eleven_queries_whatever_the_people(
    cast: Cast, leader: Client, django_assert_num_queries: Counting, people: int
) -> None:
    slot = slot_with(cast, people)
    for person in make_volunteers(cast, people):
        stand_in_line(slot, person)

    with django_assert_num_queries(11):
        answer = leader.get(to("slot", slot))

    assert answer.status_code == 200


def test_the_page_names_those_who_said_yes_and_counts_those_who_said_no(
    cast: Cast, leader: Client
) -> None:
    make_volunteers(cast, 9, last_name="Nejmand")
    slot = open_slot(cast, seats=2)
    for offer in Offer.objects.filter(slot=slot):
        decline_offer(offer=offer, by=cast.actor(cast.leader), at=NOW)
    (person,) = make_volunteers(cast, 1, first_name="Birgitte")
    said_no = slot.offers.count()
    seat = say_yes(slot, person)
    Offer.objects.filter(pk=seat.offer_id).update(reasons=["Bor 2 km væk"])

    page = words(leader.get(to("slot", slot)))

    counts = f"Spurgt {said_no + 1} · Set {said_no + 1} · Ja 1 · Nej {said_no}"
    assert counts in page
    assert "Birgitte P. Bor 2 km væk" in page
    assert page.count("Anna") == 0


def test_an_ambassador_sees_numbers_and_no_names(cast: Cast, client: Client) -> None:
    slot = slot_with(cast, 1, seats=2)
    client.force_login(cast.ambassador)

    page = words(client.get(to("slot", slot)))

    assert "Ja 1" in page
    for word in ("Anna", "Lone", "Spørg flere", "Aflys"):
        assert page.count(word) == 0, word


@pytest.mark.parametrize("who", ["leader_elsewhere", "ambassador", "foreign"])
def test_others_find_no_pages_and_change_nothing(cast: Cast, client: Client, who: str) -> None:
    slot = slot_with(cast, 1, seats=2)
    person = make_cast("Fjordby", 2).leader if who == "foreign" else getattr(cast, who)
    client.force_login(person)
    asked = slot.offers.count()

    got = {name: client.get(to(name, slot)).status_code for name in GET_PAGES}
    form = {**MOVED, "checked": "on", "seats": "5", "reason": "Vejret"}
    posted = {name: client.post(to(name, slot), form).status_code for name in POST_PAGES}

    allowed = {"slot": 200} if who == "ambassador" else {}
    assert got == {**dict.fromkeys(GET_PAGES, 404), **allowed}
    assert posted == dict.fromkeys(POST_PAGES, 404)
    after = Slot.objects.get(pk=slot.pk)
    assert (after.seats, after.sequence, after.state) == (2, slot.sequence, SlotState.OPEN)
    assert after.offers.count() == asked


def test_a_draft_has_no_such_page(cast: Cast, leader: Client) -> None:
    slot = draft_need(cast).slots.get()

    assert leader.get(to("slot", slot)).status_code == 404


def test_ask_more_asks_and_comes_back_to_where_it_was(cast: Cast, leader: Client) -> None:
    make_volunteers(cast, 20)
    slot = open_slot(cast)
    before = slot.offers.count()
    back = reverse("institutions:board") + "?uge=1"

    answer = leader.post(to("ask_more", slot), {"tilbage": back})

    assert answer.headers["Location"] == back
    asked = slot.offers.count() - before
    assert asked > 0
    assert f"{asked} frivillige mere bliver spurgt" in words(leader.get(back))


def test_ask_more_says_so_when_nobody_is_left_and_never_leaves_the_site(
    cast: Cast, leader: Client
) -> None:
    slot = open_slot(cast, seats=9)

    answer = leader.post(to("ask_more", slot), {"tilbage": "https://other.invalid/"})

    assert answer.headers["Location"] == to("slot", slot)
    assert "Der er ikke flere, der passer" in words(leader.get(to("slot", slot)))


def test_ask_more_for_a_full_time_is_refused(cast: Cast, leader: Client) -> None:
    slot = slot_with(cast, 1)

    answer = leader.post(to("ask_more", slot))

    assert answer.status_code == 409
    assert "Alle pladser er besat" in words(answer)


def test_a_move_is_said_before_it_is_done(cast: Cast, leader: Client) -> None:
    slot = slot_with(cast, 2)
    busy = slot.assignments.earliest("id").volunteer
    other = open_slot(cast, days=4)
    say_yes(other, busy)

    first = leader.get(to("move_slot", slot))
    check = leader.post(to("move_slot", slot), MOVED)

    assert "2 tilmeldte får sms og kalenderændring" in words(first)
    assert first.context["form"].initial["starts"].strftime("%H:%M") == "13:00"
    page = words(check)
    assert "fre 27/11 kl. 13:30-16:00 (uge 48)" in page
    assert "1 tilmeldt beholder pladsen" in page
    assert "1 tilmeldt har lovet noget andet på den nye tid, mister pladsen" in page
    assert "Flyt, og send sms til 2 tilmeldte" in page
    assert Slot.objects.get(pk=slot.pk).starts_at == slot.starts_at

    done = leader.post(to("move_slot", slot), {**MOVED, "checked": "on"})

    assert done.headers["Location"] == to("slot", slot)
    moved = Slot.objects.get(pk=slot.pk)
    assert moved.starts_at - slot.starts_at == timedelta(days=1, minutes=30)
    assert moved.seats_taken == 1


def test_a_time_nobody_has_taken_moves_at_once(cast: Cast, leader: Client) -> None:
    slot = open_slot(cast)

    leader.post(to("move_slot", slot), {"day": "27-11-2026", "starts": "22", "ends": "6"})

    moved = Slot.objects.get(pk=slot.pk)
    assert moved.ends_at - moved.starts_at == timedelta(hours=8)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day": "20-11-2026"}, "Vælg en dag og en tid, der ikke er begyndt."),
        ({"ends": "13"}, "Skriv et tidspunkt efter starten."),
        ({"starts": "kvart over"}, "Skriv klokkeslættet som timer og minutter"),
        ({"day": "28-03-2027", "starts": "2.30"}, "Klokken 02:30 findes ikke"),
    ],
)
def test_a_move_to_no_time_comes_back_with_the_sentence(
    cast: Cast, leader: Client, typed: dict[str, str], sentence: str
) -> None:
    slot = slot_with(cast, 1)

    answer = leader.post(to("move_slot", slot), {**MOVED, **typed})

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert Slot.objects.get(pk=slot.pk).starts_at == slot.starts_at


def test_seats_are_changed_but_never_below_those_taken(cast: Cast, leader: Client) -> None:
    slot = slot_with(cast, 2, seats=3)

    refused = leader.post(to("seats", slot), {"seats": "1"})
    leader.post(to("seats", slot), {"seats": "4"})

    assert refused.status_code == 422
    assert "Der er allerede 2 tilmeldte" in words(refused)
    assert Slot.objects.get(pk=slot.pk).seats == 4


def test_a_cancellation_is_said_before_and_done_once(cast: Cast, leader: Client) -> None:
    slot = slot_with(cast, 3)
    stand_in_line(slot, make_volunteers(cast, 1)[0])

    page = words(leader.get(to("cancel_slot", slot)))
    empty = leader.post(to("cancel_slot", slot), {"reason": ""})
    for _ in range(2):
        leader.post(to("cancel_slot", slot), {"reason": "Sygdom"})

    assert "3 tilmeldte får sms nu" in page
    assert "1 på ventelisten får også sms." in page
    assert "Aflys, og send sms til 4" in page
    assert empty.status_code == 422
    assert Message.objects.filter(kind="aflysning").count() == 4
    assert "Tidspunktet er aflyst: Sygdom" in words(leader.get(to("slot", slot)))


def test_the_list_of_the_day_has_names_and_phones_of_those_who_come(
    cast: Cast, leader: Client
) -> None:
    slot = slot_with(cast, 1)
    seat = slot.assignments.get()
    stand_in_line(slot, make_volunteers(cast, 1, first_name="Venter")[0])

    page = words(leader.get(to("helpers", slot)))

    assert seat.volunteer.full_name in page
    assert page.count("Venter") == 0
    assert "Hentet man 23/11 kl. 10:00" in page

"""The pages of a dialogue: the leader's, the volunteer's by three links, and by SMS."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backend.common.phones import show_phone
from backend.messaging.models import InboundState, InboundText, Message
from tests.cast import NOW, Cast, link_actor, make_volunteers, offer_to, open_slot
from tests.messaging.test_inbound import write
from tests.volunteers.stage import say_yes
from volunteers.actions.dialogue import write_as_volunteer, write_to_volunteer
from volunteers.actions.links import issue_link, issue_my_page_link
from volunteers.models import Assignment, DialogueLine, Link, Offer
from volunteers.rules.states import OfferState

Counting = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """Monday at ten."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def seat(cast: Cast) -> Assignment:
    """The helper has a seat on Thursday."""
    return say_yes(open_slot(cast), cast.helper)


def offer_of(seat: Assignment) -> Offer:
    assert seat.offer is not None
    return Offer.objects.get(pk=seat.offer.pk)


def link(seat: Assignment, purpose: Link.Purpose = Link.Purpose.ANSWER) -> str:
    return "/s/" + issue_link(offer=offer_of(seat), purpose=purpose, at=NOW).split("/s/")[1]


def staff(name: str, *args: Any) -> str:
    return reverse(f"institutions:{name}", args=args)


def asks(cast: Cast, seat: Assignment, body: str = "Hvor parkerer jeg?") -> None:
    write_as_volunteer(offer=offer_of(seat), body=body, by=link_actor(cast.helper), at=NOW)


def answers(cast: Cast, seat: Assignment, body: str = "Bag huset.", at: Any = NOW) -> None:
    write_to_volunteer(offer=offer_of(seat), body=body, by=cast.actor(cast.leader), at=at)


def test_the_leader_reads_and_answers_without_a_number(
    cast: Cast, seat: Assignment, client: Client
) -> None:
    asks(cast, seat)
    client.force_login(cast.leader)
    assert client.get(staff("threads")).content.decode().count("Ulæst") == 1
    page = staff("thread", offer_of(seat).uuid)
    shown = client.get(page).content.decode()
    numbers = (cast.helper.phone, cast.helper.phone[3:], show_phone(cast.helper.phone))
    assert [shown.count(one) for one in ("Hvor parkerer jeg?", *numbers)] == [1, 0, 0, 0]
    assert client.post(page, {"body": "Bag huset."}).status_code == 302
    assert client.get(staff("threads")).content.decode().count("Besvaret") == 1
    assert client.get(staff("slot", seat.slot.uuid)).content.decode().count(page) == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [("010190-1234", "body"), ("", "body"), ("Ring 20 12 34 56", "number_is_meant")],
)
def test_what_cannot_be_sent_comes_back_on_both_sides(
    cast: Cast, seat: Assignment, client: Client, typed: str, field: str
) -> None:
    client.force_login(cast.leader)
    for page in (staff("thread", offer_of(seat).uuid), f"{link(seat)}/beskeder"):
        answer = client.post(page, {"body": typed})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
        assert answer.context["form"]["body"].value() == typed
        assert client.post(page, {"body": "Ring 20 12 34 56", "number_is_meant": "on"})
    assert DialogueLine.objects.count() == 2


def test_read_without_an_answer(cast: Cast, seat: Assignment, client: Client) -> None:
    asks(cast, seat)
    client.force_login(cast.leader)
    client.post(staff("settle_thread", offer_of(seat).uuid))
    assert DialogueLine.objects.get().read_at == NOW


@pytest.mark.parametrize("who", ["leader_elsewhere", "ambassador"])
def test_nobody_else_finds_it(cast: Cast, seat: Assignment, client: Client, who: str) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(staff("thread", offer_of(seat).uuid)).status_code == 404


def test_the_link_in_the_sms_opens_the_thread(cast: Cast, seat: Assignment, client: Client) -> None:
    answers(cast, seat)
    address = Message.objects.get(kind="besked").body.split("/s/")[1]
    there = client.get(f"/s/{address}")
    assert there.headers["Location"] == f"/s/{address}/beskeder"
    assert client.get(there.headers["Location"]).content.decode().count("Bag huset.") == 1
    assert DialogueLine.objects.get().read_at is None
    assert client.post(f"/s/{address}/beskeder/set").status_code == 204
    assert client.post(f"/s/{address}/beskeder", {"body": "Tak."}).status_code == 302
    assert client.post(f"/s/{address}", {"svar": "afbud"}).status_code == 404
    assert client.get(f"/s/{address}/mig").status_code == 404
    assert list(DialogueLine.objects.values_list("body", flat=True)) == ["Bag huset.", "Tak."]


def test_the_answer_page_and_the_own_page_show_it(
    cast: Cast, seat: Assignment, client: Client
) -> None:
    answers(cast, seat)
    assert client.get(link(seat)).content.decode().count("Bag huset.") == 1
    own = "/s/" + issue_my_page_link(volunteer=cast.helper, at=NOW).split("/s/")[1]
    thread = f"{own}/mig/beskeder/{seat.uuid}"
    assert client.get(f"{own}/mig").content.decode().count(thread) == 1
    assert client.post(thread, {"body": "Tak."}).status_code == 302
    assert client.get(thread).content.decode().count("Tak.") == 1
    other = say_yes(open_slot(cast, days=5), make_volunteers(cast, 1)[0])
    assert client.get(f"{own}/mig/beskeder/{other.uuid}").status_code == 404


def test_a_text_goes_to_the_place_and_says_so_once(cast: Cast, seat: Assignment) -> None:
    first = write(cast, cast.helper.phone, "Jeg er på vej 010190-1234")
    second = write(cast, cast.helper.phone, "Og har kage med", NOW + timedelta(minutes=1))

    lines = list(DialogueLine.objects.values_list("body", "channel"))
    assert lines == [("Jeg er på vej [CPR-nummer fjernet]", "sms"), ("Og har kage med", "sms")]
    assert first.body == "Jeg er på vej [CPR-nummer fjernet]"
    assert [first.state, second.state] == [InboundState.DONE] * 2
    assert first.reply is not None
    assert (first.reply.kind, second.reply) == ("besked_videre", None)


def test_a_yes_to_the_places_own_question_is_no_yes_to_ours(cast: Cast, seat: Assignment) -> None:
    """The naive reading, that a yes always answers our newest question, would sign them up."""
    offer = offer_to(open_slot(cast, days=8), cast.helper, NOW)
    answers(cast, seat, "Kan du tage en kage med?", NOW + timedelta(minutes=5))

    text = write(cast, cast.helper.phone, "Ja", NOW + timedelta(minutes=6))

    offer.refresh_from_db()
    assert (offer.state, text.state) == (OfferState.SENT, InboundState.DONE)
    assert list(DialogueLine.objects.values_list("body", flat=True))[-1] == "Ja"
    write(cast, cast.helper.phone, "Ja 1", NOW + timedelta(minutes=7))
    offer.refresh_from_db()
    assert offer.state == OfferState.ACCEPTED


def test_a_yes_answers_the_question_that_came_last(cast: Cast, seat: Assignment) -> None:
    answers(cast, seat)
    offer = offer_to(open_slot(cast, days=8), cast.helper, NOW + timedelta(minutes=5))

    write(cast, cast.helper.phone, "Ja", NOW + timedelta(minutes=6))

    offer.refresh_from_db()
    assert offer.state == OfferState.ACCEPTED


def test_a_text_from_one_without_a_task_waits_for_the_coordinator(cast: Cast) -> None:
    text = write(cast, cast.helper.phone, "Hvem er I?")
    assert (text.state, InboundText.objects.count()) == (InboundState.UNCLEAR, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_whatever_there_is(
    cast: Cast, client: Client, rows: int, django_assert_num_queries: Counting
) -> None:
    slot = open_slot(cast, seats=3)
    for person in make_volunteers(cast, rows):
        seat = say_yes(slot, person)
        write_as_volunteer(offer=offer_of(seat), body="Hej", by=link_actor(person), at=NOW)
    client.force_login(cast.leader)
    with django_assert_num_queries(7):
        assert len(client.get(staff("threads")).context["threads"]) == rows

"""Attendance in two taps, correction, hours and thanks, through the door."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backend.messaging.models import Message
from institutions.models import Slot
from tests.cast import NOW, Cast
from tests.institutions.pages import words
from tests.volunteers.stage import slot_with
from volunteers.models import Assignment
from volunteers.rules.states import AssignmentState

ENDED = NOW + timedelta(days=3, hours=5)
CAME, MISSED, UNDO = ({"svar": word} for word in ("moedt", "udeblev", "fortryd"))


@pytest.fixture
def slot(cast: Cast, client: Client) -> Slot:
    """Two people at a time that has just ended, and the leader signed in."""
    slot = slot_with(cast, 2)
    with time_machine.travel(NOW, tick=False):
        client.force_login(cast.leader)
    return slot


def page_of(slot: Slot) -> str:
    return reverse("institutions:attendance", args=[slot.uuid])


def mark(seat: Assignment) -> str:
    return reverse("institutions:mark_attendance", args=[seat.slot.uuid, seat.uuid])


def hours(seat: Assignment) -> str:
    return reverse("institutions:hours", args=[seat.slot.uuid, seat.uuid])


def thanks(slot: Slot) -> str:
    return reverse("institutions:give_thanks", args=[slot.uuid])


def seats(slot: Slot) -> list[Assignment]:
    return list(slot.assignments.select_related("slot").order_by("id"))


def login_at(client: Client, cast: Cast, name: str) -> None:
    client.force_login(getattr(cast, name))


def test_before_the_start_it_is_refused_with_the_sentence(slot: Slot, client: Client) -> None:
    with time_machine.travel(NOW, tick=False):
        page = client.get(page_of(slot))
        answer = client.post(mark(seats(slot)[0]), CAME)

    assert page.content.decode().count('name="svar"') == 0
    assert answer.status_code == 409
    assert "Fremmøde kan sættes, når det er begyndt." in words(answer)
    assert seats(slot)[0].state == AssignmentState.CONFIRMED


def test_one_tap_for_each_person_then_thanks(cast: Cast, slot: Slot, client: Client) -> None:
    first, second = seats(slot)
    with time_machine.travel(ENDED, tick=False):
        login_at(client, cast, "leader")
        waiting = words(client.get(page_of(slot)))
        client.post(mark(first), CAME)
        back = client.post(mark(second), MISSED)
        ready = words(client.get(page_of(slot)))
        for _ in range(2):
            client.post(thanks(slot), {"svar": "tak"})
        given = words(client.get(page_of(slot)))

    assert back.headers["Location"] == f"{page_of(slot)}#person-{second.uuid}"
    assert [seat.state for seat in seats(slot)] == ["attended", "no_show"]
    assert "Sæt fremmøde for 2 mere, så kan du sige tak." in waiting
    assert "Sig tak på sms til 1" in ready
    assert "Tak er sendt på sms." in given
    assert Message.objects.filter(kind="tak_foerste").count() == 1


def test_a_wrong_tap_is_undone(cast: Cast, slot: Slot, client: Client) -> None:
    first = seats(slot)[0]
    with time_machine.travel(ENDED, tick=False):
        login_at(client, cast, "leader")
        client.post(mark(first), MISSED)
        client.post(mark(first), UNDO)

    assert (seats(slot)[0].state, seats(slot)[0].recorded_at) == ("confirmed", None)


def test_hours_are_corrected_with_a_comma(cast: Cast, slot: Slot, client: Client) -> None:
    first = seats(slot)[0]
    with time_machine.travel(ENDED, tick=False):
        login_at(client, cast, "leader")
        client.post(mark(first), CAME)
        shown = client.get(hours(first))
        wrong = [client.post(hours(first), {"hours": text}) for text in ("25", "to", "1.5")]
        client.post(hours(first), {"hours": "1,5"})

    assert 'value="2,00"' in shown.content.decode()
    assert [answer.status_code for answer in wrong] == [422, 422, 422]
    assert "Skriv timer mellem 0,25 og 24." in words(wrong[0])
    assert seats(slot)[0].hours == Decimal("1.50")


def test_thanks_can_be_skipped(cast: Cast, slot: Slot, client: Client) -> None:
    with time_machine.travel(ENDED, tick=False):
        login_at(client, cast, "leader")
        for seat in seats(slot):
            client.post(mark(seat), CAME)
        client.post(thanks(slot), {"svar": "spring-over"})
        page = words(client.get(page_of(slot)))

    assert "I har sagt tak på anden måde." in page
    assert Message.objects.filter(kind="tak").count() == 0


def test_a_get_marks_nobody_and_an_unknown_answer_is_not_found(
    cast: Cast, slot: Slot, client: Client
) -> None:
    with time_machine.travel(ENDED, tick=False):
        login_at(client, cast, "leader")
        looked = client.get(mark(seats(slot)[0]))
        odd = client.post(mark(seats(slot)[0]), {"svar": "måske"})

    assert (looked.status_code, odd.status_code) == (405, 404)
    assert {seat.state for seat in seats(slot)} == {"confirmed"}


@pytest.mark.parametrize("who", ["leader_elsewhere", "ambassador"])
def test_others_find_no_seat_to_mark(cast: Cast, slot: Slot, client: Client, who: str) -> None:
    first = seats(slot)[0]
    with time_machine.travel(ENDED, tick=False):
        login_at(client, cast, who)
        answers = [
            client.post(mark(first), CAME),
            client.post(hours(first), {"hours": "1"}),
            client.get(hours(first)),
            client.post(thanks(slot), {"svar": "tak"}),
        ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert seats(slot)[0].state == AssignmentState.CONFIRMED


def test_a_seat_at_another_time_is_not_found(cast: Cast, slot: Slot, client: Client) -> None:
    other = slot_with(cast, 1, days=4)
    wrong = reverse("institutions:mark_attendance", args=[slot.uuid, other.assignments.get().uuid])

    with time_machine.travel(ENDED, tick=False):
        login_at(client, cast, "leader")
        answer = client.post(wrong, CAME)

    assert answer.status_code == 404


def test_only_the_companion_stayed_away(cast: Cast, slot: Slot, client: Client) -> None:
    seat = seats(slot)[0]
    Assignment.objects.filter(pk=seat.pk).update(companions=1)
    marks = []
    with time_machine.travel(ENDED, tick=False):
        login_at(client, cast, "leader")
        client.post(hours(seat), {"hours": "1,5"})
        for word in ("alene", "begge", "alene"):
            client.post(mark(seat), {"svar": word})
            seat.refresh_from_db()
            marks.append((seat.state, seat.companions_came, seat.hours))
        shown = words(client.get(page_of(slot)))

    assert marks == [("attended", came, Decimal("1.50")) for came in (0, 1, 0)]
    assert (shown.count("kom alene"), shown.count("Kom begge")) == (1, 1)

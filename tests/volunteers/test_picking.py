"""The page of who fits, asking by hand, the weights, and whether the chances hold."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backend.common.refusals import Clash, Invalid, NotAllowed
from tests.cast import NOW, Cast, make_volunteers, offer_to, open_slot
from tests.volunteers.stage import say_yes
from tests.volunteers.test_waves import slot_at
from volunteers.actions.picking import ask_by_hand
from volunteers.actions.policies import set_policy
from volunteers.models import AskingPolicy, Offer, Volunteer
from volunteers.queries.calibration import calibration_of
from volunteers.queries.filling import fill_chances
from volunteers.queries.suitors import LAST_THIS_WEEK, suitors_of

DAY = timedelta(days=1)
Counting = Callable[[int], AbstractContextManager[object]]


def test_everybody_fits_in_order_or_is_told_what_stops_them(cast: Cast) -> None:
    make_volunteers(cast, 1)[0].kinds.add(cast.kind)
    make_volunteers(cast, 1, paused_until=NOW.date() + 9 * DAY)
    slot = slot_at(cast, NOW + 3 * DAY, seats=2)
    offer_to(slot, make_volunteers(cast, 1)[0])

    seen = suitors_of(slot, cast.actor(cast.coordinator), NOW)

    assert [one.name for one in seen.fitting] == ["Anna P.", "Anna P."]
    assert [one.words for one in seen.blocked] == [("holder pause",)]
    assert [one.words[0] for one in seen.asked] == ["spurgt"]
    assert seen.fits == 2
    only = suitors_of(slot, cast.actor(cast.coordinator), NOW, why="skill")
    assert only.blocked == ()


def test_a_leader_sees_names_only_of_those_who_said_yes_here(cast: Cast) -> None:
    known = make_volunteers(cast, 1)[0]
    say_yes(slot_at(cast, NOW + 9 * DAY, seats=2), known, NOW - 9 * DAY)
    slot = slot_at(cast, NOW + 3 * DAY, seats=2)

    def names(user) -> set[str]:
        return {one.name for one in suitors_of(slot, cast.actor(user), NOW).fitting}

    assert names(cast.leader) == {known.short_name, "En frivillig i 8999"}
    assert names(cast.coordinator) == {known.short_name}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_ten_queries_whatever_the_people(
    cast: Cast, client: Client, django_assert_num_queries: Counting, rows: int
) -> None:
    make_volunteers(cast, rows)
    make_volunteers(cast, rows, paused_until=NOW.date() + 9 * DAY)
    slot = slot_at(cast, NOW + 3 * DAY, seats=2)
    for person in make_volunteers(cast, rows):
        offer_to(slot, person)
    page = reverse("institutions:candidates", args=[slot.uuid])

    with time_machine.travel(NOW, tick=False):
        client.force_login(cast.leader)
        with django_assert_num_queries(10):
            answer = client.get(page)

    seen = answer.context["suitors"]
    counts = (len(seen.fitting), len(seen.asked), len(seen.blocked), len(seen.counts))
    assert counts == (rows + 1, rows, rows, 1)


def test_picked_people_are_asked_and_logged_as_picked(cast: Cast) -> None:
    chosen = make_volunteers(cast, 2)
    slot = slot_at(cast, NOW + 3 * DAY, seats=2)

    wave = ask_by_hand(slot=slot, people=chosen, by=cast.actor(cast.leader), at=NOW)

    assert (wave.asked, wave.fitted) == (2, 3)
    assert set(slot.offers.values_list("volunteer_id", "by_hand")) == {
        (person.pk, True) for person in chosen
    }
    assert fill_chances([slot], at=NOW)[slot.pk] > 0


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"paused_until": NOW.date() + 9 * DAY}, "holder pause"),
        ({"availability": 0}, "kan ikke på den tid af ugen"),
        ({"opted_out_at": NOW}, "har sagt nej tak til sms"),
        ({"channel": "phone"}, "vil ringes op og ikke have sms"),
    ],
)
def test_a_hard_obstacle_is_refused_with_its_words(
    cast: Cast, fields: dict[str, object], words: str
) -> None:
    fine, person = make_volunteers(cast, 2)
    Volunteer.objects.filter(pk=person.pk).update(**fields)
    slot = slot_at(cast, NOW + 3 * DAY, seats=2)

    with pytest.raises(Clash) as refused:
        ask_by_hand(slot=slot, people=[fine, person], by=cast.actor(cast.leader), at=NOW)

    assert refused.value.text == f"Personen kan ikke spørges: {words}."
    assert Offer.objects.count() == 0


def test_the_ceiling_is_warned_of_and_then_kept(cast: Cast) -> None:
    slots = [slot_at(cast, NOW + n * DAY, seats=2) for n in (3, 5, 7)]
    by, warned = cast.actor(cast.leader), []

    for slot in slots[:2]:
        (one,) = suitors_of(slot, by, NOW).fitting
        warned.append(LAST_THIS_WEEK in one.warnings or one.warnings != ())
        ask_by_hand(slot=slot, people=[cast.helper], by=by, at=NOW)
    (last,) = suitors_of(slots[2], by, NOW).fitting
    with pytest.raises(Clash) as refused:
        ask_by_hand(slot=slots[2], people=[cast.helper], by=by, at=NOW)

    assert warned == [False, True]
    assert not last.may_pick
    assert refused.value.code == "cannot_ask"
    assert Offer.objects.count() == 2


def test_nobody_chosen_and_a_stranger_are_refused(cast: Cast) -> None:
    slot = slot_at(cast, NOW + 3 * DAY)

    with pytest.raises(Invalid):
        ask_by_hand(slot=slot, people=[], by=cast.actor(cast.leader), at=NOW)
    with pytest.raises(NotAllowed):
        ask_by_hand(slot=slot, people=[cast.helper], by=cast.actor(cast.leader_elsewhere), at=NOW)


def test_the_page_asks_those_ticked_and_keeps_the_ticks_when_refused(
    cast: Cast, client: Client
) -> None:
    slot = slot_at(cast, NOW + 3 * DAY)
    page = reverse("institutions:candidates", args=[slot.uuid])

    with time_machine.travel(NOW, tick=False):
        client.force_login(cast.leader)
        empty = client.post(page)
        done = client.post(page, {"person": [str(cast.helper.uuid)]})
        again = client.post(page, {"person": [str(cast.helper.uuid)]})
        unknown = client.post(page, {"person": ["1"]})

    assert [empty.status_code, done.status_code, again.status_code, unknown.status_code] == [
        422,
        302,
        409,
        404,
    ]
    assert slot.offers.count() == 1


def test_the_coordinator_sees_whether_the_chances_hold_and_sets_the_weights(
    cast: Cast, client: Client
) -> None:
    slot = open_slot(cast, seats=3)
    for person in make_volunteers(cast, 4):
        offer_to(slot, person, NOW - 2 * DAY)
    Offer.objects.filter(volunteer=cast.helper).update(state="declined")
    Offer.objects.filter(planned_at__lt=NOW).update(probability=0.4, exposure=0.5)
    Offer.objects.filter(volunteer=person).update(state="accepted")
    page = reverse("volunteers:asking")

    with time_machine.travel(NOW, tick=False):
        client.force_login(cast.coordinator)
        shown = client.get(page)
        typed = {
            name: str(value).replace(".", ",")
            for name, value in shown.context["form"].initial.items()
        }
        wrong = client.post(page, {**typed, "question": "0,9"})
        client.post(page, {**typed, "question": "0,05"})

    found = calibration_of(cast.municipality.pk, NOW)
    assert (shown.status_code, wrong.status_code) == (200, 422)
    assert (found.questions, found.yes) == (5, 1)
    assert AskingPolicy.objects.get().question == 0.05


def test_weights_have_bounds_and_an_order(cast: Cast) -> None:
    by = cast.actor(cast.coordinator)

    with pytest.raises(Invalid) as refused:
        set_policy(
            municipality=cast.municipality,
            weights={"question": 0.0, "look_minutes": 45},
            by=by,
            at=NOW,
        )
    with pytest.raises(Invalid) as late:
        set_policy(
            municipality=cast.municipality, weights={"tell_ambassador_below": 0.9}, by=by, at=NOW
        )

    assert refused.value.fields["question"] == ["Skriv et tal fra 0,005 til 0,2."]
    assert list(refused.value.fields) == ["question", "look_minutes"]
    assert list(late.value.fields) == ["tell_ambassador_below"]


def test_a_certificate_within_its_grace_is_nothing_to_think_of(cast: Cast) -> None:
    ended, gone = (NOW + days * DAY for days in (2, -60))
    person, other = (
        make_volunteers(cast, 1, certificate_ok_until=day.date())[0] for day in (ended, gone)
    )
    reason = "Fast kontakt med børn."
    need = {"child_contact": "fixed", "certificate": "children", "certificate_reason": reason}
    slot = open_slot(cast, **need)
    Offer.objects.filter(slot=slot).delete()

    seen = suitors_of(slot, cast.actor(cast.coordinator), NOW)

    warned = {one.uuid: bool(one.warnings) for one in seen.fitting}
    assert (warned[person.uuid], warned[other.uuid]) == (False, True)

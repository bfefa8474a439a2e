"""A group in line: for its whole number, called as people are, counted by its seats."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from backend.common.refusals import Clash, Invalid, TooLate
from backend.messaging.models import Message
from institutions.models import Slot
from tests.cast import NOW, Cast, link_actor, make_volunteers, offer_to, open_slot
from tests.volunteers.association_stage import asked, come, contact_actor, group_path, texts
from tests.volunteers.stage import say_yes, stand_in_line
from volunteers.actions.answers import Outcome, accept_offer, withdraw
from volunteers.actions.changes import cancel_slot, change_seats, move_slot
from volunteers.actions.clockwork import run_clockwork
from volunteers.actions.group_line import join_group_line
from volunteers.actions.groups import decline_group
from volunteers.models import Assignment, GroupOffer, Volunteer
from volunteers.queries.line import place_in_line
from volunteers.queries.sign_ups import sign_ups_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def wait(cast: Cast, group: GroupOffer, seats: int) -> GroupOffer:
    """The contact writes the group on the waiting list."""
    return join_group_line(
        group=group, seats=seats, accepts_rules=True, by=contact_actor(cast), at=NOW
    )


def counts(slot: Slot) -> tuple[int, int]:
    """Seats taken and seats kept for an answer."""
    row = Slot.objects.get(pk=slot.pk)
    return row.seats_taken, row.seats_called


def fresh(group: GroupOffer) -> GroupOffer:
    return GroupOffer.objects.get(pk=group.pk)


def free(slot: Slot, person: Volunteer) -> None:
    seat = Assignment.objects.select_related("offer").get(slot=slot, volunteer=person)
    withdraw(assignment=seat, by=link_actor(person), at=NOW)


def yes(slot: Slot, person: Volunteer) -> Outcome:
    return accept_offer(
        offer=offer_to(slot, person), accepts_rules=True, by=link_actor(person), at=NOW
    )


@pytest.fixture
def full(cast: Cast) -> tuple[Slot, list[Volunteer], GroupOffer]:
    """Four seats with four people, and a group of three in line."""
    slot = open_slot(cast, seats=4)
    group = asked(cast, slot, 3)
    # The question has left: one that has not is taken back when the seats are filled.
    Message.objects.filter(kind="gruppe_tilbud").update(state="accepted")
    people = make_volunteers(cast, 4)
    for one in people:
        say_yes(slot, one)
    return slot, people, wait(cast, group, 3)


Full = tuple[Slot, list[Volunteer], GroupOffer]


def test_a_group_is_called_when_there_is_room_for_all_of_it(cast: Cast, full: Full) -> None:
    slot, people, group = full
    steps = []
    for one in people[:3]:
        free(slot, one)
        steps.append(counts(slot))
    row = fresh(group)
    come(cast, group, 3)

    assert (steps, counts(slot)) == ([(3, 0), (2, 0), (1, 3)], (4, 0))
    assert (row.answer_by, fresh(group).answer_by) == (NOW + 12 * HOUR, None)
    assert texts()[1:] == ["venteliste", "gruppe_ledig_plads", "gruppe_bekraeftelse"]


def test_a_smaller_group_and_a_person_behind_are_not_held_up(cast: Cast, full: Full) -> None:
    slot, people, group = full
    stand_in_line(slot, cast.helper, NOW + timedelta(seconds=1))
    places = [place_in_line(fresh(group)), place_in_line(Assignment.objects.latest("id"))]

    free(slot, people[0])

    called = Assignment.objects.get(answer_by__isnull=False)
    assert (places, called.volunteer_id, counts(slot)) == ([1, 2], cast.helper.pk, (3, 1))
    assert (fresh(group).state, place_in_line(fresh(group))) == ("waiting", 1)


def test_all_the_seats_of_a_called_group_are_kept(cast: Cast, full: Full) -> None:
    slot, people, _group = full
    for one in people[:3]:
        free(slot, one)

    assert (yes(slot, cast.helper), counts(slot)) == (Outcome.FULL, (1, 3))


def test_control_a_call_that_counts_a_group_as_one_gives_its_seats_away(
    cast: Cast, full: Full, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot, people, group = full
    monkeypatch.setattr(GroupOffer, "seats_in_line", 1)
    for one in people:
        free(slot, one)
    outcomes = [yes(slot, one) for one in make_volunteers(cast, 6)[-2:]]

    assert outcomes == [Outcome.CONFIRMED] * 2
    with pytest.raises(Clash):
        come(cast, group, 3)


def test_fewer_come_and_the_rest_goes_on(cast: Cast, full: Full) -> None:
    slot, people, group = full
    for one in people[:3]:
        free(slot, one)
    stand_in_line(slot, cast.helper)

    come(cast, group, 2)

    assert counts(slot) == (3, 1)
    assert Assignment.objects.get(answer_by__isnull=False).volunteer_id == cast.helper.pk


def test_fewer_may_come_while_they_wait(cast: Cast, full: Full) -> None:
    """ "Vi kommer færre": a number there is room for is given at once; another keeps its place."""
    slot, people, group = full
    wait(cast, group, 2)
    still = (fresh(group).state, fresh(group).waiting_at, counts(slot))
    free(slot, people[0])

    wait(cast, group, 1)

    assert still == ("waiting", NOW, (4, 0))
    assert (fresh(group).state, fresh(group).seats, counts(slot)) == ("accepted", 1, (4, 0))


def test_who_does_not_answer_in_time_loses_the_place(cast: Cast, full: Full) -> None:
    slot, _people, group = full
    stand_in_line(slot, cast.helper, NOW + timedelta(seconds=1))
    change_seats(slot=slot, seats=7, by=cast.actor(cast.leader), at=NOW)
    deadline = fresh(group).answer_by
    assert deadline is not None

    run_clockwork(at=deadline)
    run_clockwork(at=deadline)

    row = fresh(group)
    assert (row.state, row.called_at, row.answer_by) == ("withdrawn", NOW, None)
    assert counts(slot) == (4, 1)


def test_fewer_seats_take_back_a_call_that_no_longer_fits(cast: Cast, full: Full) -> None:
    slot, _people, group = full
    by = cast.actor(cast.leader)
    change_seats(slot=slot, seats=7, by=by, at=NOW)
    stand_in_line(slot, cast.helper, NOW + timedelta(seconds=1))

    change_seats(slot=slot, seats=6, by=by, at=NOW)

    assert (fresh(group).state, fresh(group).answer_by, counts(slot)) == ("waiting", None, (4, 1))


def test_the_line_is_left_and_others_are_called(cast: Cast, full: Full) -> None:
    slot, _people, group = full
    stand_in_line(slot, cast.helper, NOW + timedelta(seconds=1))
    change_seats(slot=slot, seats=7, by=cast.actor(cast.leader), at=NOW)

    for _ in range(2):
        decline_group(group=group, by=contact_actor(cast), at=NOW)

    assert (fresh(group).state, fresh(group).called_at, counts(slot)) == ("withdrawn", None, (4, 1))


def test_a_moved_time_calls_anew_and_a_cancelled_one_tells(cast: Cast, full: Full) -> None:
    slot, _people, group = full
    by = cast.actor(cast.leader)
    change_seats(slot=slot, seats=7, by=by, at=NOW)
    later = slot.starts_at + HOUR
    move_slot(slot=slot, starts_at=later, ends_at=later + HOUR, by=by, at=NOW + HOUR)
    anew = (fresh(group).called_at, counts(slot))

    cancel_slot(slot=slot, reason="Regn", by=by, at=NOW + HOUR)

    assert (anew, counts(slot)) == ((NOW + HOUR, (4, 3)), (0, 0))
    assert (fresh(group).state, texts()[-1]) == ("cancelled", "aflysning")


def test_without_a_declaration_a_group_is_passed_and_keeps_its_place(cast: Cast) -> None:
    slot = open_slot(cast, seats=2, child_contact="fixed")
    group = asked(cast, slot, 2)
    Slot.objects.filter(pk=slot.pk).update(seats_taken=2)
    wait(cast, group, 2)
    Slot.objects.filter(pk=slot.pk).update(seats_taken=0)

    run_clockwork(at=NOW)

    assert (fresh(group).state, counts(slot)) == ("waiting", (0, 0))


@pytest.mark.parametrize(
    ("seats", "hours", "refusal"), [(9, 0, Invalid), (0, 0, Invalid), (2, 100, TooLate)]
)
def test_what_cannot_be_waited_for_is_refused(
    cast: Cast, full: Full, seats: int, hours: int, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        join_group_line(group=full[2], seats=seats, by=contact_actor(cast), at=NOW + hours * HOUR)


def test_who_is_on_the_team_does_not_wait(cast: Cast) -> None:
    slot = open_slot(cast, seats=4)
    group = asked(cast, slot, 2)
    come(cast, group, 2)

    with pytest.raises(Clash):
        wait(cast, group, 3)


def test_the_place_sees_both_in_one_line(cast: Cast, full: Full) -> None:
    slot, _people, group = full
    stand_in_line(slot, cast.helper, NOW + timedelta(seconds=1))

    seen = sign_ups_of(Slot.objects.select_related("task__institution").get(pk=slot.pk), NOW)

    assert [one.pk for one in seen.in_line] == [group.pk, Assignment.objects.latest("id").pk]
    assert (seen.row.in_line, seen.groups, seen.told_if_cancelled) == (4, (), 6)


def test_the_link_shows_the_way_to_the_line_and_the_place_in_it(
    cast: Cast, full: Full, client: Client
) -> None:
    """Without a script or a cookie: fewer while waiting, the call with its deadline, and away."""
    slot, people, group = full
    path = f"{group_path(group)}/gruppe"
    heads = []

    def look() -> None:
        heads.append(re.findall(r"<h1>(.*?)</h1>", client.get(path).content.decode())[0])

    with time_machine.travel(NOW, tick=False):
        look()
        too_many = client.post(path, {"svar": "venteliste", "seats": "9"})
        client.post(path, {"svar": "venteliste", "seats": "2"})
        look()
        for one in people[:2]:
            free(slot, one)
        look()
    with time_machine.travel(fresh(group).answer_by, tick=False):
        run_clockwork(at=fresh(group).answer_by)
        look()
        client.post(path, {"svar": "venteliste", "seats": "4"})
        look()
        client.post(path, {"svar": "afbud"})
        look()

    assert (too_many.status_code, fresh(group).state) == (422, "withdrawn")
    assert heads == [
        "I står på venteliste til 3",
        "I står på venteliste til 2",
        "Der er plads til 2. Kommer I?",
        "Fristen for at svare er gået",
        "I står på venteliste til 4",
        "Tak for svaret",
    ]

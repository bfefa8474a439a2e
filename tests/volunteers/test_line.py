"""The waiting list: called in order, in time, past who is barred, and a seat is kept meanwhile."""

from datetime import timedelta

import pytest

from backend.common.refusals import Clash, Invalid
from backend.messaging.models import Message
from institutions.models import Slot
from tests.cast import NOW, Cast, link_actor, make_volunteers, offer_to, open_slot
from tests.volunteers.stage import say_yes, slot_with, stand_in_line
from volunteers.actions.answers import Outcome, accept_offer, decline_offer, withdraw
from volunteers.actions.certificates import clear_certificate
from volunteers.actions.changes import cancel_slot, change_seats, move_slot
from volunteers.actions.choices import choose_task
from volunteers.actions.clockwork import run_clockwork
from volunteers.actions.companions import bring_companion, leave_companion
from volunteers.models import Assignment, CertificateKind, Offer, Volunteer
from volunteers.queries.other_tasks import other_tasks

HOUR = timedelta(hours=1)


def called(slot: Slot) -> list[int]:
    """Who is called now, by id."""
    rows = Assignment.objects.filter(slot=slot, answer_by__isnull=False).order_by("waiting_at")
    return list(rows.values_list("volunteer_id", flat=True))


def full_with_line(cast: Cast, waiting: int = 2) -> tuple[Slot, Assignment, list[Volunteer]]:
    """One seat, taken, and so many in line."""
    slot = slot_with(cast, 1)
    seat = Assignment.objects.select_related("offer", "volunteer").get(slot=slot)
    people = make_volunteers(cast, waiting)
    for n, one in enumerate(people):
        stand_in_line(slot, one, NOW + n * timedelta(seconds=1))
    return slot, seat, people


def free(seat: Assignment) -> None:
    """The person with the seat cannot come."""
    withdraw(assignment=seat, by=link_actor(seat.volunteer), at=NOW)


def yes(slot: Slot, person: Volunteer) -> Outcome:
    """A yes of somebody who accepts the rules."""
    return accept_offer(
        offer=offer_to(slot, person), accepts_rules=True, by=link_actor(person), at=NOW
    )


def test_the_seat_is_kept_for_the_one_who_is_called(cast: Cast) -> None:
    slot, seat, (first, second) = full_with_line(cast)
    free(seat)

    assert called(slot) == [first.pk]
    assert yes(slot, second) == Outcome.WAITING
    assert yes(slot, cast.helper) == Outcome.FULL
    assert yes(slot, first) == Outcome.CONFIRMED


def test_each_time_of_joining_is_receipted_once_with_the_number_in_line(cast: Cast) -> None:
    slot, _, (first, second) = full_with_line(cast)
    stand_in_line(slot, second)
    decline_offer(offer=offer_to(slot, first), by=link_actor(first), at=NOW + HOUR)
    stand_in_line(slot, first, NOW + 2 * HOUR)

    told = Message.objects.filter(kind="venteliste").order_by("id")
    assert [(one.recipient_ref, "nr. 2" in one.body, one.state) for one in told] == [
        (first.pk, False, "recalled"),
        (second.pk, True, "queued"),
        (first.pk, True, "queued"),
    ]


def test_who_does_not_answer_in_time_is_passed(cast: Cast) -> None:
    slot, seat, (first, second) = full_with_line(cast)
    free(seat)
    deadline = Assignment.objects.get(slot=slot, volunteer=first).answer_by
    assert deadline == NOW + 12 * HOUR

    run_clockwork(at=deadline)
    run_clockwork(at=deadline)

    assert called(slot) == [second.pk]
    gone = Assignment.objects.get(slot=slot, volunteer=first)
    assert (gone.state, gone.answer_by) == ("withdrawn", None)


def test_the_deadline_is_the_municipalitys_own(cast: Cast) -> None:
    cast.municipality.seat_answer_hours = 3
    cast.municipality.save()
    slot, seat, (first, _) = full_with_line(cast)

    free(seat)

    assert Assignment.objects.get(slot=slot, volunteer=first).answer_by == NOW + 3 * HOUR


def test_more_seats_call_as_many_as_there_are(cast: Cast) -> None:
    slot, _, (first, second) = full_with_line(cast)

    change_seats(slot=slot, seats=3, by=cast.actor(cast.leader), at=NOW)

    assert called(slot) == [first.pk, second.pk]
    texts = Message.objects.filter(kind="ledig_plads").values_list("recipient_ref", flat=True)
    assert set(texts) == {first.pk, second.pk}


def test_fewer_seats_take_back_the_latest_call(cast: Cast) -> None:
    slot, _, (first, _second) = full_with_line(cast)
    by = cast.actor(cast.leader)
    change_seats(slot=slot, seats=3, by=by, at=NOW)

    change_seats(slot=slot, seats=2, by=by, at=NOW)

    assert called(slot) == [first.pk]


def test_who_lacks_papers_is_passed_and_keeps_the_place(cast: Cast) -> None:
    slot = open_slot(cast, seats=1, child_contact="fixed")
    held, first, second = make_volunteers(cast, 3)
    for one in (held, second):
        clear_certificate(
            volunteer=one,
            kind=CertificateKind.CHILDREN,
            on=NOW.date(),
            by=cast.actor(cast.coordinator),
            at=NOW,
        )
    seat = say_yes(slot, held)
    stand_in_line(slot, first)
    stand_in_line(slot, second, NOW + timedelta(seconds=1))

    free(seat)

    assert called(slot) == [second.pk]
    assert Assignment.objects.get(slot=slot, volunteer=first).state == "waiting"


@pytest.mark.parametrize(("chosen", "state"), [(True, "confirmed"), (False, "waiting")])
def test_a_seat_is_given_by_itself_only_to_who_chose_it(
    cast: Cast, *, chosen: bool, state: str
) -> None:
    slot, seat, (first, _) = full_with_line(cast)
    first.takes_freed_seats = chosen
    first.save()
    # The rules at the place were accepted with an earlier yes.
    say_yes(open_slot(cast, seats=1, days=9), first)
    at = slot.starts_at - 25 * HOUR
    withdraw(assignment=seat, by=link_actor(seat.volunteer), at=at)

    run_clockwork(at=at)
    early = Assignment.objects.get(slot=slot, volunteer=first).state
    run_clockwork(at=at + 1.5 * HOUR)

    assert early == "waiting"
    assert Assignment.objects.get(slot=slot, volunteer=first).state == state


def test_a_companion_holds_a_seat_and_gives_it_to_the_line(cast: Cast) -> None:
    slot = open_slot(cast, seats=2)
    seat = say_yes(slot, make_volunteers(cast, 1)[0])
    by = link_actor(seat.volunteer)

    bring_companion(assignment=seat, name="Bo", by=by, at=NOW)
    bring_companion(assignment=seat, name="Bo", by=by, at=NOW)
    slot.refresh_from_db()
    taken = slot.seats_taken
    other = make_volunteers(cast, 1)[0]
    stand_in_line(slot, other)
    leave_companion(assignment=seat, by=by, at=NOW)

    assert (taken, called(slot)) == (2, [other.pk])


@pytest.mark.parametrize("name", ["20 12 34 56", "bo@test.invalid"])
def test_no_telephone_of_a_companion_is_kept(cast: Cast, name: str) -> None:
    seat = say_yes(open_slot(cast, seats=2), make_volunteers(cast, 1)[0])

    with pytest.raises(Invalid):
        bring_companion(assignment=seat, name=name, by=link_actor(seat.volunteer), at=NOW)


def test_nobody_is_brought_to_a_full_time(cast: Cast) -> None:
    seat = say_yes(open_slot(cast, seats=1), make_volunteers(cast, 1)[0])

    with pytest.raises(Clash):
        bring_companion(assignment=seat, by=link_actor(seat.volunteer), at=NOW)


def test_nothing_comes_after_a_no(cast: Cast) -> None:
    """Not by the line, the clock, a new time or a cancellation; who waits is the control."""
    slot, seat, (no, waits) = full_with_line(cast)
    decline_offer(offer=offer_to(slot, no), by=link_actor(no), at=NOW)
    before = Message.objects.latest("id").pk

    free(seat)
    run_clockwork(at=NOW + HOUR)
    yes(slot, waits)
    by, later = cast.actor(cast.leader), slot.starts_at + HOUR
    move_slot(slot=slot, starts_at=later, ends_at=later + HOUR, by=by, at=NOW + HOUR)
    for hours in range(8, 80, 8):
        run_clockwork(at=NOW + hours * HOUR)
    cancel_slot(slot=slot, reason="Regn", by=by, at=later - HOUR)

    def since(person: Volunteer) -> list[str]:
        rows = Message.objects.filter(pk__gt=before, channel="sms", recipient_ref=person.pk)
        return list(rows.order_by("id").values_list("kind", flat=True))

    told = ["ledig_plads", "bekraeftelse", "aendring", "paamindelse", "aflysning"]
    assert (since(no), since(waits)) == ([], told)


def test_a_late_yes_is_shown_up_to_three_other_tasks(cast: Cast) -> None:
    slot = slot_with(cast, 1)
    others = [open_slot(cast, seats=2, days=4 + n) for n in range(4)]
    late = make_volunteers(cast, 1)[0]
    offer = offer_to(slot, late)

    shown = other_tasks(offer, NOW)
    choose_task(offer=offer, slot=shown[0].uuid, by=link_actor(late), at=NOW)
    choose_task(offer=offer, slot=shown[0].uuid, by=link_actor(late), at=NOW)

    assert [one.pk for one in shown] == [one.pk for one in others[:3]]
    chosen = Offer.objects.get(volunteer=late, slot=others[0])
    assert (chosen.state, chosen.sent_at) == ("sent", None)
    assert other_tasks(offer, NOW)[0].pk == others[1].pk

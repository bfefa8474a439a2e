"""The main flow by the actions alone: post, ask, answer, wait, withdraw, attend, thank."""

from datetime import timedelta

import pytest

from backend.common.refusals import Clash, Invalid, TooLate
from backend.messaging.models import Message
from backend.messaging.pump import claim
from institutions.rules.states import TaskState
from tests.cast import (
    NOW,
    Cast,
    draft_need,
    link_actor,
    make_volunteers,
    offer_to,
    open_slot,
    put_rules_in_force,
)
from volunteers.actions.answers import (
    Outcome,
    accept_offer,
    decline_offer,
    join_waiting_list,
    withdraw,
)
from volunteers.actions.attendance import give_thanks, record_attendance
from volunteers.actions.clockwork import run_clockwork
from volunteers.actions.publishing import publish_need
from volunteers.models import Acceptance, Assignment, Offer


def _accept(offer: Offer, at=NOW, **how) -> Outcome:
    how.setdefault("accepts_rules", True)
    return accept_offer(offer=offer, by=link_actor(offer.volunteer), at=at, **how)


def kinds_to(person) -> list[str]:
    rows = Message.objects.filter(recipient_ref=person.pk).order_by("id")
    return list(rows.values_list("kind", flat=True))


def test_publishing_asks_enough_people_and_writes_one_text_each(cast: Cast) -> None:
    make_volunteers(cast, 9)
    task = draft_need(cast, seats=1)

    waves = publish_need(task=task, by=cast.actor(cast.leader), at=NOW)

    task.refresh_from_db()
    offers = Offer.objects.filter(slot__task=task)
    assert task.state == TaskState.OPEN
    assert waves[0].fitted == 10
    assert 1 <= waves[0].asked < 10
    assert offers.count() == waves[0].asked
    assert Message.objects.filter(kind="tilbud").count() == waves[0].asked


def test_publishing_twice_asks_once(cast: Cast) -> None:
    task = draft_need(cast)
    publish_need(task=task, by=cast.actor(cast.leader), at=NOW)
    before = Offer.objects.count()

    publish_need(task=task, by=cast.actor(cast.leader), at=NOW)

    assert Offer.objects.count() == before


def test_an_open_point_blocks_with_its_name(cast: Cast) -> None:
    task = draft_need(cast)
    task.ticks.filter(item__code="F02").delete()

    with pytest.raises(Invalid) as refusal:
        publish_need(task=task, by=cast.actor(cast.leader), at=NOW)

    assert list(refusal.value.fields) == ["F02"]


def test_the_first_yes_takes_the_seat_and_the_second_hears_full(cast: Cast) -> None:
    slot = open_slot(cast, seats=1)
    one, two = make_volunteers(cast, 2)

    first = _accept(offer_to(slot, one))
    second = _accept(offer_to(slot, two))
    again = _accept(offer_to(slot, one))

    slot.refresh_from_db()
    assert [first, second, again] == [Outcome.CONFIRMED, Outcome.FULL, Outcome.CONFIRMED]
    assert slot.seats_taken == 1
    assert kinds_to(one) == ["bekraeftelse", "kalender"]


def test_rules_are_accepted_at_the_first_yes_only(cast: Cast) -> None:
    person = make_volunteers(cast, 1)[0]
    first, second = open_slot(cast), open_slot(cast, days=6)

    with pytest.raises(Invalid) as refusal:
        _accept(offer_to(first, person), accepts_rules=False)
    _accept(offer_to(first, person))
    later = _accept(offer_to(second, person), accepts_rules=False)

    assert list(refusal.value.fields) == ["accepts_rules"]
    assert later == Outcome.CONFIRMED


def test_a_new_version_of_the_rules_is_accepted_anew(cast: Cast) -> None:
    """By version: who has accepted the old one says yes to the new one before the next task."""
    person = make_volunteers(cast, 1)[0]
    _accept(offer_to(open_slot(cast), person))
    later = offer_to(open_slot(cast, days=6), person)
    put_rules_in_force(cast, at=NOW)

    with pytest.raises(Invalid) as refusal:
        _accept(later, accepts_rules=False)
    outcome = _accept(later)

    assert (list(refusal.value.fields), outcome) == (["accepts_rules"], Outcome.CONFIRMED)
    versions = Acceptance.objects.filter(volunteer=person).values_list("rules_version__number")
    assert sorted(versions) == [(1,), (2,)]


def test_two_overlapping_seats_are_refused_with_the_first_named(cast: Cast) -> None:
    person = make_volunteers(cast, 1)[0]
    first, second = open_slot(cast), open_slot(cast)
    _accept(offer_to(first, person))

    with pytest.raises(Clash) as refusal:
        _accept(offer_to(second, person))

    assert refusal.value.code == "overlap"


def test_a_withdrawal_calls_the_first_in_line(cast: Cast) -> None:
    slot = open_slot(cast, seats=1)
    one, two = make_volunteers(cast, 2)
    _accept(offer_to(slot, one))
    _accept(offer_to(slot, two))
    join_waiting_list(offer=offer_to(slot, two), by=link_actor(two), at=NOW)

    withdraw(assignment=Assignment.objects.get(volunteer=one), by=link_actor(one), at=NOW)
    taken = _accept(offer_to(slot, two))

    assert kinds_to(one) == ["bekraeftelse", "kalender", "afbud_modtaget", "kalender"]
    assert kinds_to(two) == ["venteliste", "ledig_plads", "bekraeftelse", "kalender"]
    assert taken == Outcome.CONFIRMED


def test_after_the_cutoff_one_is_told_whom_to_call(cast: Cast) -> None:
    slot = open_slot(cast)
    person = make_volunteers(cast, 1)[0]
    _accept(offer_to(slot, person))

    with pytest.raises(TooLate) as refusal:
        withdraw(
            assignment=Assignment.objects.get(volunteer=person),
            by=link_actor(person),
            at=slot.starts_at - timedelta(hours=2),
        )

    assert refusal.value.code == "after_cutoff"


def test_a_no_is_kept_and_may_become_a_yes(cast: Cast) -> None:
    slot = open_slot(cast)
    person = make_volunteers(cast, 1)[0]
    offer = offer_to(slot, person)
    decline_offer(offer=offer, by=link_actor(person), at=NOW)

    outcome = _accept(offer)

    offer.refresh_from_db()
    assert (outcome, offer.state) == (Outcome.CONFIRMED, "accepted")


def test_the_clock_reminds_ends_and_closes_once(cast: Cast) -> None:
    slot = open_slot(cast)
    person = make_volunteers(cast, 1)[0]
    _accept(offer_to(slot, person))
    day_before = slot.starts_at - timedelta(hours=22)

    for at in (day_before, day_before + timedelta(minutes=1), slot.ends_at, slot.ends_at):
        run_clockwork(at=at)

    slot.refresh_from_db()
    assert kinds_to(person).count("paamindelse") == 1
    assert slot.state == "done"
    assert not Offer.objects.filter(slot=slot, state="sent").exists()


@pytest.mark.parametrize(("naive", "sent"), [(False, 0), (True, 1)], ids=["ours", "control"])
def test_no_reminder_leaves_after_the_start(cast: Cast, naive: bool, sent: int) -> None:
    """The worker was away overnight; a reminder that never grows old (the control) still leaves."""
    slot = open_slot(cast)
    person = make_volunteers(cast, 1)[0]
    _accept(offer_to(slot, person))
    Message.objects.all().delete()
    run_clockwork(at=slot.starts_at - timedelta(hours=22))
    reminder = Message.objects.filter(kind="paamindelse")
    if naive:
        reminder.update(expires_at=slot.ends_at + timedelta(days=1))

    claimed = [claim(slot.starts_at) for _ in range(2)]
    run_clockwork(at=slot.starts_at)

    assert sum(one is not None and one.kind == "paamindelse" for one in claimed) == sent
    assert reminder.count() == 1


def test_attendance_and_thanks_finish_the_task(cast: Cast) -> None:
    slot = open_slot(cast)
    person = make_volunteers(cast, 1)[0]
    _accept(offer_to(slot, person))
    run_clockwork(at=slot.ends_at)
    by = cast.actor(cast.leader)
    assignment = Assignment.objects.get(volunteer=person)

    record_attendance(assignment=assignment, came=True, by=by, at=slot.ends_at)
    give_thanks(slot=slot, by=by, at=slot.ends_at)
    give_thanks(slot=slot, by=by, at=slot.ends_at)

    assignment.refresh_from_db()
    slot.task.refresh_from_db()
    assert (assignment.state, assignment.hours) == ("attended", 2)
    assert slot.task.state == TaskState.DONE
    assert kinds_to(person).count("tak_foerste") == 1

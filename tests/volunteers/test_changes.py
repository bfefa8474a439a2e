"""Moving, calling off and resizing a time that people said yes to."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError
from icalendar import Calendar

from backend.common.refusals import Clash, Invalid, NotAllowed, TooLate
from backend.messaging.models import Message, MessageState
from institutions.models import Slot, Task
from institutions.rules.states import SlotState, TaskState
from tests.cast import NOW, Cast, make_volunteers, offer_to, open_slot
from tests.volunteers.stage import say_yes, slot_with, stand_in_line
from volunteers.actions import notices
from volunteers.actions.changes import (
    cancel_slot,
    cancel_task,
    change_seats,
    keep_seat,
    move_slot,
)
from volunteers.actions.seats import end_seat
from volunteers.actions.waves import send_wave
from volunteers.models import Assignment
from volunteers.rules.states import AssignmentState

DAY = timedelta(days=1)


def _told(kind: str) -> list[int]:
    """Who was told by SMS, in order, one entry for each message."""
    people = Message.objects.filter(kind=kind, channel="sms").order_by("recipient_ref")
    return [ref for ref in people.values_list("recipient_ref", flat=True) if ref is not None]


def _seated(slot: Slot) -> list[Assignment]:
    return list(slot.assignments.filter(state=AssignmentState.CONFIRMED).order_by("volunteer_id"))


def _events(seat: Assignment, method: str) -> list[tuple[str, int, datetime]]:
    """UID, SEQUENCE and start of each calendar mail about a seat, oldest first."""
    mails = Message.objects.filter(
        kind="kalender", calendar_method=method, subject_type="assignment", subject_id=seat.pk
    ).order_by("id")
    events = [Calendar.from_ical(mail.calendar).walk("VEVENT")[0] for mail in mails]
    return [(str(one["UID"]), int(one["SEQUENCE"]), one["DTSTART"].dt) for one in events]


def test_a_move_tells_everybody_with_a_seat_once(cast: Cast) -> None:
    slot = slot_with(cast, 3)
    by = cast.actor(cast.leader)

    for _ in range(2):
        move_slot(
            slot=slot, starts_at=slot.starts_at + DAY, ends_at=slot.ends_at + DAY, by=by, at=NOW
        )

    moved = Slot.objects.get(pk=slot.pk)
    assert moved.starts_at == slot.starts_at + DAY
    assert moved.sequence == slot.sequence + 1
    assert _told("aendring") == [seat.volunteer_id for seat in _seated(slot)]
    assert {seat.asked_again_at for seat in _seated(slot)} == {NOW}


def test_a_moved_seat_keeps_its_uid_and_its_sequence_rises(cast: Cast) -> None:
    slot = slot_with(cast, 1)
    by = cast.actor(cast.leader)

    for days in (1, 2):
        starts_at, ends_at = slot.starts_at + days * DAY, slot.ends_at + days * DAY
        move_slot(slot=slot, starts_at=starts_at, ends_at=ends_at, by=by, at=NOW)

    seat = _seated(slot)[0]
    uid = f"{seat.uuid}@{cast.municipality.link_host}"
    assert _events(seat, "REQUEST") == [
        (uid, days, slot.starts_at + days * DAY) for days in range(3)
    ]


def test_the_answer_to_a_move_is_noted_once(cast: Cast) -> None:
    slot = slot_with(cast, 1)
    by = cast.actor(cast.leader)
    move_slot(slot=slot, starts_at=slot.starts_at + DAY, ends_at=slot.ends_at + DAY, by=by, at=NOW)
    seat = _seated(slot)[0]

    for _ in range(2):
        keep_seat(assignment=seat, by=by, at=NOW)

    seat.refresh_from_db()
    assert seat.asked_again_at is None
    assert seat.state == AssignmentState.CONFIRMED


def test_a_person_with_another_seat_at_the_new_time_loses_this_one(cast: Cast) -> None:
    slot = slot_with(cast, 2, days=3)
    busy, free = (seat.volunteer for seat in _seated(slot))
    other = open_slot(cast, days=4)
    say_yes(other, busy)

    move_slot(
        slot=slot,
        starts_at=other.starts_at,
        ends_at=other.ends_at,
        by=cast.actor(cast.leader),
        at=NOW,
    )

    moved = Slot.objects.get(pk=slot.pk)
    assert [seat.volunteer for seat in _seated(slot)] == [free]
    assert moved.seats_taken == 1
    assert _told("aflysning") == [busy.pk]
    assert _told("aendring") == [free.pk]
    assert [seat.volunteer for seat in _seated(other)] == [busy]


def test_a_full_slot_that_moves_does_not_call_the_waiting(cast: Cast) -> None:
    slot = slot_with(cast, 1)
    (waiting,) = make_volunteers(cast, 1)
    stand_in_line(slot, waiting)

    move_slot(
        slot=slot,
        starts_at=slot.starts_at + DAY,
        ends_at=slot.ends_at + DAY,
        by=cast.actor(cast.leader),
        at=NOW,
    )

    assert _told("ledig_plads") == []


@pytest.mark.parametrize(
    ("start", "length", "code"),
    [
        (timedelta(hours=-1), timedelta(hours=2), "in_the_past"),
        (DAY, timedelta(0), "ends_before_start"),
        (DAY, timedelta(hours=17), "too_long"),
    ],
)
def test_a_move_to_an_impossible_time_is_refused(
    cast: Cast, start: timedelta, length: timedelta, code: str
) -> None:
    slot = slot_with(cast, 1)
    starts_at = NOW + start

    with pytest.raises(Invalid) as refused:
        move_slot(
            slot=slot,
            starts_at=starts_at,
            ends_at=starts_at + length,
            by=cast.actor(cast.leader),
            at=NOW,
        )

    assert refused.value.code == code
    assert _told("aendring") == []


def test_a_cancellation_tells_everybody_once_and_the_second_sends_nothing(cast: Cast) -> None:
    slot = slot_with(cast, 2)
    (waiting,) = make_volunteers(cast, 1)
    stand_in_line(slot, waiting)
    seats = _seated(slot)

    for _ in range(2):
        cancel_slot(slot=slot, reason="Sygdom", by=cast.actor(cast.leader), at=NOW)

    cancelled = Slot.objects.get(pk=slot.pk)
    assert (cancelled.state, cancelled.seats_taken) == (SlotState.CANCELLED, 0)
    assert cancelled.cancel_reason == "Sygdom"
    assert _told("aflysning") == [*(seat.volunteer_id for seat in seats), waiting.pk]
    for seat in seats:
        uid = f"{seat.uuid}@{cast.municipality.link_host}"
        assert _events(seat, "CANCEL") == [(uid, 1, slot.starts_at)]


def test_control_a_cancellation_that_does_not_look_at_the_state_tells_twice(cast: Cast) -> None:
    slot = slot_with(cast, 2)
    seats = list(slot.assignments.select_related("volunteer__municipality", "offer"))

    def naive_cancel() -> None:
        for seat in seats:
            seat.sequence += 1
            seat.save()
            notices.tell_cancelled(seat, NOW, had_seat=True)

    naive_cancel()
    naive_cancel()

    assert len(_told("aflysning")) == 2 * len(seats)


def test_a_cancellation_takes_back_questions_that_nobody_has_got(cast: Cast) -> None:
    late = NOW.replace(hour=20)
    make_volunteers(cast, 2)
    slot = open_slot(cast, at=late)
    # Nobody is asked by itself in the evening; what a leader asks by hand waits for the morning.
    send_wave(slot=slot, more=True, by=cast.actor(cast.leader, late), at=late)

    cancel_slot(slot=slot, reason="Vejret", by=cast.actor(cast.leader, late), at=late)

    states = set(Message.objects.filter(kind="tilbud").values_list("state", flat=True))
    assert states == {MessageState.RECALLED}
    assert set(slot.offers.values_list("state", flat=True)) == {"recalled"}


def test_a_cancellation_without_a_reason_is_refused(cast: Cast) -> None:
    slot = slot_with(cast, 1)

    with pytest.raises(Invalid) as refused:
        cancel_slot(slot=slot, reason="  ", by=cast.actor(cast.leader), at=NOW)

    assert refused.value.code == "reason_missing"
    assert Slot.objects.get(pk=slot.pk).state == SlotState.OPEN


def test_a_time_that_is_over_is_not_called_off(cast: Cast) -> None:
    slot = slot_with(cast, 1)

    with pytest.raises(TooLate) as refused:
        cancel_slot(slot=slot, reason="Vejret", by=cast.actor(cast.leader), at=slot.ends_at)

    assert refused.value.code == "over"
    assert _told("aflysning") == []


@pytest.mark.parametrize("who", ["leader_elsewhere", "ambassador"])
def test_only_those_who_may_post_here_change_a_time(cast: Cast, who: str) -> None:
    slot = slot_with(cast, 1)
    by = cast.actor(getattr(cast, who))

    with pytest.raises(NotAllowed):
        cancel_slot(slot=slot, reason="Vejret", by=by, at=NOW)
    with pytest.raises(NotAllowed):
        change_seats(slot=slot, seats=4, by=by, at=NOW)
    with pytest.raises(NotAllowed):
        move_slot(slot=slot, starts_at=NOW + DAY, ends_at=NOW + 1.1 * DAY, by=by, at=NOW)

    assert Slot.objects.get(pk=slot.pk).sequence == slot.sequence


def test_a_task_is_called_off_with_all_its_times_to_come(cast: Cast) -> None:
    slot = open_slot(cast, slots=3)
    by = cast.actor(cast.leader)

    for _ in range(2):
        cancel_task(task=slot.task, reason="Flytning", by=by, at=NOW)

    states = slot.task.slots.values_list("state", flat=True)
    assert list(states) == [SlotState.CANCELLED] * 3
    assert Task.objects.get(pk=slot.task_id).state == TaskState.CANCELLED


def test_there_are_never_fewer_seats_than_are_taken(cast: Cast) -> None:
    slot = slot_with(cast, 2, seats=3)

    with pytest.raises(Invalid) as refused:
        change_seats(slot=slot, seats=1, by=cast.actor(cast.leader), at=NOW)
    changed = change_seats(slot=slot, seats=2, by=cast.actor(cast.leader), at=NOW)

    assert refused.value.text == ("Der er allerede 2 tilmeldte, så antallet kan ikke være lavere.")
    assert (changed.seats, changed.seats_taken, changed.filled_at) == (2, 2, NOW)


def test_more_seats_call_the_first_in_line(cast: Cast) -> None:
    slot = slot_with(cast, 1)
    first, second = make_volunteers(cast, 2)
    stand_in_line(slot, first, NOW)
    stand_in_line(slot, second, NOW + timedelta(minutes=1))

    change_seats(slot=slot, seats=2, by=cast.actor(cast.leader), at=NOW)

    assert _told("ledig_plads") == [first.pk]


def test_a_slot_made_full_takes_back_questions_not_yet_sent(cast: Cast) -> None:
    late = NOW.replace(hour=20)
    slot = open_slot(cast, seats=2, at=late)
    person, asked = make_volunteers(cast, 2)
    say_yes(slot, person, late)
    question = offer_to(slot, asked, late)
    type(question).objects.filter(pk=question.pk).update(state="planned")

    change_seats(slot=slot, seats=1, by=cast.actor(cast.leader, late), at=late)

    question.refresh_from_db()
    assert question.state == "recalled"


def test_a_withdrawn_seat_is_not_told_of_a_cancellation(cast: Cast) -> None:
    slot = slot_with(cast, 2)
    gone, stays = _seated(slot)
    end_seat(gone, NOW)

    cancel_slot(slot=slot, reason="Vejret", by=cast.actor(cast.leader), at=NOW)

    assert _told("aflysning") == [stays.volunteer_id]


def test_a_time_with_attendance_is_not_called_off(cast: Cast) -> None:
    slot = slot_with(cast, 1)
    during = slot.starts_at + timedelta(minutes=5)
    slot.assignments.update(state=AssignmentState.NO_SHOW)

    with pytest.raises(Clash) as refused:
        cancel_slot(slot=slot, reason="Vejret", by=cast.actor(cast.leader, during), at=during)

    assert refused.value.code == "attendance_recorded"


def test_the_database_itself_refuses_an_overbooked_slot(cast: Cast) -> None:
    slot = slot_with(cast, 1)

    with pytest.raises(IntegrityError) as refused:
        Slot.objects.filter(pk=slot.pk).update(seats_taken=2)

    assert "slot_not_overbooked" in str(refused.value)

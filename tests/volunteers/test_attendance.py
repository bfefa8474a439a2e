"""Who came, for how long, corrections, and thanks."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from backend.audit.models import AuditEntry
from backend.common.refusals import Clash, Invalid, NotAllowed, TooLate
from backend.messaging.models import Message
from institutions.models import Slot, Task
from institutions.rules.states import TaskState
from tests.cast import NOW, Cast
from tests.volunteers.stage import slot_with
from volunteers.actions.attendance import give_thanks, record_attendance, undo_attendance
from volunteers.actions.changes import cancel_slot
from volunteers.actions.clockwork import end_slots
from volunteers.models import Assignment, Thanks
from volunteers.rules.states import AssignmentState

MINUTE = timedelta(minutes=1)


def _seats(slot: Slot) -> list[Assignment]:
    return list(slot.assignments.order_by("id"))


def _mark(cast: Cast, slot: Slot, *, came: bool, at: datetime) -> None:
    by = cast.actor(cast.leader, at)
    for seat in _seats(slot):
        record_attendance(assignment=seat, came=came, by=by, at=at)


def test_attendance_before_the_start_is_refused_with_the_sentence(cast: Cast) -> None:
    slot = slot_with(cast, 1)
    (seat,) = _seats(slot)

    with pytest.raises(Clash) as refused:
        record_attendance(
            assignment=seat, came=True, by=cast.actor(cast.leader), at=slot.starts_at - MINUTE
        )

    assert refused.value.text == "Fremmøde kan sættes, når det er begyndt."
    seat.refresh_from_db()
    assert (seat.state, seat.hours) == (AssignmentState.CONFIRMED, None)


def test_a_person_who_came_has_the_hours_of_the_time_unless_others_are_given(cast: Cast) -> None:
    slot = slot_with(cast, 2)
    first, second = _seats(slot)
    by = cast.actor(cast.leader)

    record_attendance(assignment=first, came=True, by=by, at=slot.starts_at)
    record_attendance(assignment=second, came=True, hours=Decimal("1.25"), by=by, at=slot.starts_at)

    assert [seat.hours for seat in _seats(slot)] == [Decimal("2.00"), Decimal("1.25")]
    assert {seat.state for seat in _seats(slot)} == {AssignmentState.ATTENDED}


def test_the_same_mark_again_changes_nothing_even_with_a_third_of_an_hour(cast: Cast) -> None:
    slot = slot_with(cast, 1)
    Slot.objects.filter(pk=slot.pk).update(ends_at=slot.starts_at + timedelta(minutes=140))
    (seat,) = _seats(slot)

    for minutes in (0, 1):
        at = slot.starts_at + minutes * MINUTE
        record_attendance(assignment=seat, came=True, by=cast.actor(cast.leader), at=at)

    (seat,) = _seats(slot)
    assert (seat.hours, seat.recorded_at) == (Decimal("2.33"), slot.starts_at)
    assert AuditEntry.objects.filter(deed="record_attendance").count() == 1


def test_attendance_is_corrected_and_undone(cast: Cast) -> None:
    slot = slot_with(cast, 1)
    (seat,) = _seats(slot)
    by = cast.actor(cast.leader)

    record_attendance(assignment=seat, came=True, by=by, at=slot.ends_at)
    record_attendance(assignment=seat, came=False, by=by, at=slot.ends_at)
    assert [(one.state, one.hours) for one in _seats(slot)] == [(AssignmentState.NO_SHOW, None)]
    for _ in range(2):
        undo_attendance(assignment=seat, by=by, at=slot.ends_at)

    (seat,) = _seats(slot)
    assert (seat.state, seat.hours, seat.recorded_at) == (AssignmentState.CONFIRMED, None, None)
    assert AuditEntry.objects.filter(deed="undo_attendance").count() == 1


def test_an_undo_gives_nobody_a_seat_back(cast: Cast) -> None:
    slot = slot_with(cast, 1)
    (seat,) = _seats(slot)
    Assignment.objects.filter(pk=seat.pk).update(state=AssignmentState.WITHDRAWN)

    undo_attendance(assignment=seat, by=cast.actor(cast.leader), at=slot.ends_at)

    assert _seats(slot)[0].state == AssignmentState.WITHDRAWN


def test_attendance_is_corrected_for_fourteen_days(cast: Cast) -> None:
    slot = slot_with(cast, 1)
    (seat,) = _seats(slot)
    last = slot.ends_at + timedelta(days=14)
    by = cast.actor(cast.leader)

    record_attendance(assignment=seat, came=True, by=by, at=last)
    with pytest.raises(TooLate) as refused:
        record_attendance(assignment=seat, came=False, by=by, at=last + MINUTE)

    assert refused.value.code == "correction_over"
    assert _seats(slot)[0].state == AssignmentState.ATTENDED


@pytest.mark.parametrize("hours", ["0", "-1", "24.01"])
def test_impossible_hours_are_refused(cast: Cast, hours: str) -> None:
    slot = slot_with(cast, 1)
    (seat,) = _seats(slot)

    with pytest.raises(Invalid) as refused:
        record_attendance(
            assignment=seat,
            came=True,
            hours=Decimal(hours),
            by=cast.actor(cast.leader),
            at=slot.ends_at,
        )

    assert refused.value.fields == {"hours": ["Skriv timer mellem 0,25 og 24."]}


@pytest.mark.parametrize("who", ["leader_elsewhere", "ambassador"])
def test_only_those_at_the_place_record_attendance_and_thank(cast: Cast, who: str) -> None:
    slot = slot_with(cast, 1)
    (seat,) = _seats(slot)
    by = cast.actor(getattr(cast, who))

    with pytest.raises(NotAllowed):
        record_attendance(assignment=seat, came=True, by=by, at=slot.ends_at)
    with pytest.raises(NotAllowed):
        undo_attendance(assignment=seat, by=by, at=slot.ends_at)
    with pytest.raises(NotAllowed):
        give_thanks(slot=slot, by=by, at=slot.ends_at)


def test_thanks_go_once_to_those_who_came(cast: Cast) -> None:
    slot = slot_with(cast, 2)
    came, missed = _seats(slot)
    by = cast.actor(cast.leader)
    record_attendance(assignment=came, came=True, by=by, at=slot.ends_at)
    record_attendance(assignment=missed, came=False, by=by, at=slot.ends_at)
    end_slots(slot.ends_at)

    for _ in range(2):
        give_thanks(slot=slot, by=by, at=slot.ends_at)

    thanked = Message.objects.filter(kind__startswith="tak").values_list("recipient_ref", flat=True)
    assert list(thanked) == [came.volunteer_id]
    assert Task.objects.get(pk=slot.task_id).state == TaskState.DONE


def test_thanks_given_in_another_way_send_nothing_and_stand(cast: Cast) -> None:
    slot = slot_with(cast, 1)
    _mark(cast, slot, came=True, at=slot.ends_at)
    by = cast.actor(cast.leader)

    give_thanks(slot=slot, skip=True, by=by, at=slot.ends_at)
    give_thanks(slot=slot, by=by, at=slot.ends_at)

    assert list(Thanks.objects.values_list("skipped", flat=True)) == [True]
    assert Message.objects.filter(kind="tak").count() == 0


def test_thanks_wait_for_the_end_and_for_attendance(cast: Cast) -> None:
    slot = slot_with(cast, 1)
    by = cast.actor(cast.leader)

    with pytest.raises(Clash) as early:
        give_thanks(slot=slot, by=by, at=slot.ends_at - MINUTE)
    with pytest.raises(Clash) as unmarked:
        give_thanks(slot=slot, by=by, at=slot.ends_at)

    assert (early.value.code, unmarked.value.code) == ("not_over", "attendance_missing")


def test_a_mark_is_corrected_but_not_undone_after_thanks(cast: Cast) -> None:
    slot = slot_with(cast, 1)
    (seat,) = _seats(slot)
    by = cast.actor(cast.leader)
    _mark(cast, slot, came=True, at=slot.ends_at)
    give_thanks(slot=slot, by=by, at=slot.ends_at)

    with pytest.raises(Clash) as refused:
        undo_attendance(assignment=seat, by=by, at=slot.ends_at)
    record_attendance(assignment=seat, came=False, by=by, at=slot.ends_at)

    assert refused.value.code == "thanked"
    assert _seats(slot)[0].state == AssignmentState.NO_SHOW


def test_a_cancelled_seat_has_no_attendance(cast: Cast) -> None:
    slot = slot_with(cast, 1)
    (seat,) = _seats(slot)
    cancel_slot(slot=slot, reason="Vejret", by=cast.actor(cast.leader), at=NOW)

    with pytest.raises(Clash) as refused:
        record_attendance(assignment=seat, came=True, by=cast.actor(cast.leader), at=slot.ends_at)

    assert refused.value.code == "state"

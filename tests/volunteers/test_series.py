"""A published series: this time and the rest of it, with people who said yes; minimums."""

from datetime import date, datetime, timedelta

import pytest

from backend.accounts.models import User
from backend.common.danish_dates import local
from backend.common.refusals import Clash, Invalid
from backend.messaging.models import Message
from institutions.actions.closed_days import close_days
from institutions.actions.series import add_series
from institutions.models import Slot, Task
from tests.cast import NOW, Cast, draft_need, make_volunteers, open_slot
from tests.volunteers.stage import say_yes
from volunteers.actions.changes import cancel_slot, cancel_task
from volunteers.actions.minimums import go_ahead, warn_below_minimum
from volunteers.actions.publishing import publish_need, try_need
from volunteers.actions.series import cancel_rest, close_slot, keep_numbers_of_rest, move_rest
from volunteers.models import Assignment, Offer

pytestmark = pytest.mark.django_db


def published(cast: Cast, weeks: int = 4, seats: int = 2) -> list[Slot]:
    """Mondays from one to three, the first in a week."""
    task = draft_need(cast, slots=0)
    starts_at = NOW + timedelta(days=7, hours=3)
    by = cast.actor(cast.leader)
    add_series(
        task=task,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        every_weeks=1,
        until=local(starts_at).date() + timedelta(weeks=weeks - 1),
        seats=seats,
        by=by,
        at=NOW,
    )
    publish_need(task=task, by=by, at=NOW)
    return list(task.slots.order_by("starts_at"))


def clocks(task: Task) -> list[str]:
    """Day and hour of each time on a Danish clock."""
    return [f"{local(slot.starts_at):%a %d-%m %H:%M}" for slot in task.slots.order_by("starts_at")]


def test_the_rest_moves_to_another_day_and_a_closed_one_stays(cast: Cast) -> None:
    slots = published(cast)
    close_days(
        municipality=cast.municipality,
        name="Personaledag",
        first_on=date(2026, 12, 15),
        last_on=date(2026, 12, 15),
        by=cast.actor(cast.coordinator),
        at=NOW,
    )
    seat = say_yes(slots[3], cast.helper)

    stayed = move_rest(
        slot=slots[1],
        starts_at=slots[1].starts_at + timedelta(days=1, hours=1),
        ends_at=slots[1].ends_at + timedelta(days=1, hours=1),
        by=cast.actor(cast.leader),
        at=NOW,
    )

    assert stayed == [(date(2026, 12, 15), "Personaledag")]
    assert clocks(slots[0].task) == [
        "Mon 30-11 13:00",
        "Tue 08-12 14:00",
        "Mon 14-12 13:00",
        "Tue 22-12 14:00",
    ]
    seat.refresh_from_db()
    assert seat.asked_again_at == NOW


def test_the_rest_is_called_off_and_what_comes_before_stands(cast: Cast) -> None:
    slots = published(cast)
    seats = [say_yes(slot, cast.helper) for slot in (slots[0], slots[2])]
    by = cast.actor(cast.leader)

    counts = [cancel_rest(slot=slots[1], reason="Ombygning", by=by, at=NOW)]
    with pytest.raises(Clash):
        cancel_rest(slot=slots[1], reason="Ombygning", by=by, at=NOW)

    states = [Slot.objects.get(pk=slot.pk).state for slot in slots]
    assert (counts, states) == ([3], ["open", "cancelled", "cancelled", "cancelled"])
    for seat in seats:
        seat.refresh_from_db()
    assert [seat.state for seat in seats] == ["confirmed", "cancelled"]
    assert Task.objects.get().state == "open"


def test_the_last_time_called_off_closes_the_need(cast: Cast) -> None:
    slots = published(cast, weeks=2)
    by = cast.actor(cast.leader)

    cancel_slot(slot=slots[0], reason="Sygdom", by=by, at=NOW)
    between = Task.objects.get().state
    cancel_slot(slot=slots[1], reason="Sygdom", by=by, at=NOW)

    assert (between, Task.objects.get().state) == ("open", "cancelled")


def test_calling_off_the_whole_need_says_so_once(cast: Cast) -> None:
    slots = published(cast, weeks=3)
    say_yes(slots[1], cast.helper)

    for _ in range(2):
        cancel_task(task=slots[0].task, reason="Flytter", by=cast.actor(cast.leader), at=NOW)

    assert set(Slot.objects.values_list("state", flat=True)) == {"cancelled"}
    assert Message.objects.filter(kind="aflysning", channel="sms").count() == 1


def test_numbers_of_the_rest_are_all_or_nothing(cast: Cast) -> None:
    slots = published(cast, seats=3)
    for person in make_volunteers(cast, 2):
        say_yes(slots[2], person)
    by = cast.actor(cast.leader)

    with pytest.raises(Invalid):
        keep_numbers_of_rest(slot=slots[1], seats=1, min_seats=0, by=by, at=NOW)
    changed = keep_numbers_of_rest(slot=slots[1], seats=2, min_seats=2, by=by, at=NOW)

    rows = [Slot.objects.get(pk=slot.pk) for slot in slots]
    assert changed == 3
    assert [(row.seats, row.min_seats) for row in rows] == [(3, 0), (2, 2), (2, 2), (2, 2)]


def test_enough_people_closes_for_more(cast: Cast) -> None:
    slot = open_slot(cast, seats=3)
    by = cast.actor(cast.leader)

    with pytest.raises(Clash):
        close_slot(slot=slot, by=by, at=NOW)
    say_yes(slot, cast.helper)
    closed = close_slot(slot=Slot.objects.get(pk=slot.pk), by=by, at=NOW)

    assert (closed.seats, closed.seats_left, closed.filled_at) == (1, 0, NOW)


def below(cast: Cast) -> Slot:
    """Three wanted, two needed, one comes."""
    slot = open_slot(cast, seats=3, days=6)
    Slot.objects.filter(pk=slot.pk).update(min_seats=2)
    say_yes(slot, cast.helper)
    return Slot.objects.get(pk=slot.pk)


def warnings(slot: Slot, at: datetime) -> list[str]:
    """Who was told of too few by then."""
    warn_below_minimum(at)
    return list(Message.objects.filter(kind="leder_minimum").values_list("to", flat=True))


def test_the_leader_hears_once_before_the_cutoff_and_nothing_is_called_off(cast: Cast) -> None:
    User.objects.filter(pk=cast.leader.pk).update(phone="+4520123456")
    slot = below(cast)

    heard = [len(warnings(slot, slot.starts_at - timedelta(hours=h))) for h in (49, 48, 47, 1)]

    assert heard == [0, 1, 1, 1]
    text = Message.objects.get(kind="leder_minimum").body
    assert text.startswith("Der mangler 1 til følg til koncert")
    assert text.endswith(f"/minimum/{slot.pk}/")
    assert Slot.objects.get(pk=slot.pk).state == "open"


def test_a_decision_or_a_yes_more_leaves_nothing_to_tell(cast: Cast) -> None:
    slot = below(cast)
    decided = go_ahead(slot=slot, by=cast.actor(cast.leader), at=NOW)

    assert warnings(slot, slot.starts_at - timedelta(hours=30)) == []
    assert not decided.lacks_minimum
    Slot.objects.filter(pk=slot.pk).update(go_ahead_at=None)
    say_yes(slot, make_volunteers(cast, 1)[0])
    assert warnings(slot, slot.starts_at - timedelta(hours=30)) == []


def test_a_trial_shows_what_would_be_sent_and_leaves_nothing(cast: Cast) -> None:
    make_volunteers(cast, 5)
    task = draft_need(cast)

    trial = try_need(task=task, by=cast.actor(cast.leader), at=NOW)

    task.refresh_from_db()
    assert (task.state, Offer.objects.count(), Message.objects.count()) == ("draft", 0, 0)
    assert (trial.state, Assignment.objects.count()) == ("open", 0)
    assert sum(asked for _, asked in trial.asked) > 0
    assert trial.texts[0].startswith("Hej Anna. Solgården: følg til koncert")

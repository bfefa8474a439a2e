"""Groups of associations: asked, answered by number, changed, handed back, moved, and counted."""

from datetime import timedelta
from decimal import Decimal

import pytest

from backend.common.refusals import Clash, Invalid, NotAllowed, TooLate
from backend.messaging.models import Message
from institutions.models import Slot
from tests.cast import NOW, Cast, make_cast, make_volunteers, open_slot
from tests.volunteers.association_stage import (
    asked,
    come,
    contact_actor,
    make_association,
    texts,
)
from tests.volunteers.stage import say_yes, stand_in_line
from volunteers.actions.attendance import give_thanks
from volunteers.actions.changes import cancel_slot, change_seats, move_slot
from volunteers.actions.group_days import expire_groups, record_group, remind_groups
from volunteers.actions.groups import answer_group, ask_association, decline_group
from volunteers.models import GroupAcceptance
from volunteers.queries.groups import seats_with_groups

pytestmark = pytest.mark.django_db


def taken(slot: Slot) -> int:
    return Slot.objects.get(pk=slot.pk).seats_taken


@pytest.fixture
def slot(cast: Cast) -> Slot:
    """Six seats, three days ahead."""
    return open_slot(cast, seats=6)


def test_the_contact_is_asked_once_and_answers_for_four(cast: Cast, slot: Slot) -> None:
    group = asked(cast, slot)
    again = asked(cast, slot)
    pending = seats_with_groups([slot.pk])

    come(cast, group, 4)
    come(cast, group, 4)

    assert (again.pk, pending, seats_with_groups([slot.pk])) == (group.pk, {slot.pk: 4}, {})
    assert (taken(slot), texts()) == (4, ["gruppe_tilbud", "gruppe_bekraeftelse"])
    assert GroupAcceptance.objects.get().accepted_by == "Kim Kontakt"


def test_the_number_goes_up_and_down_and_back(cast: Cast, slot: Slot) -> None:
    group = asked(cast, slot)
    counts = []
    for number in (2, 5, 3):
        come(cast, group, number)
        counts.append(taken(slot))
    decline_group(group=group, by=contact_actor(cast), at=NOW)
    decline_group(group=group, by=contact_actor(cast), at=NOW)

    group.refresh_from_db()
    assert (counts, taken(slot), group.state, group.sequence) == ([2, 5, 3], 0, "withdrawn", 3)
    assert texts()[-1] == "afbud_modtaget"


def test_more_than_are_free_is_refused_with_the_number(cast: Cast, slot: Slot) -> None:
    group = asked(cast, slot)
    say_yes(slot, cast.helper)

    with pytest.raises(Clash) as refusal:
        come(cast, group, 6)

    assert "kun plads til 5" in refusal.value.text
    assert taken(slot) == 1


def test_a_full_group_stops_the_questions_and_a_smaller_one_calls_the_line(
    cast: Cast, slot: Slot
) -> None:
    group = asked(cast, slot)
    come(cast, group, 6)
    person = make_volunteers(cast, 1)[0]
    stand_in_line(slot, person)

    come(cast, group, 5)

    assert Message.objects.filter(to=person.phone, kind="ledig_plads").count() == 1
    assert Slot.objects.get(pk=slot.pk).filled_at is None


def test_capacity_may_not_go_below_a_group(cast: Cast, slot: Slot) -> None:
    come(cast, asked(cast, slot), 4)

    with pytest.raises(Invalid):
        change_seats(slot=slot, seats=3, by=cast.actor(cast.leader), at=NOW)


def test_rules_are_told_on_once(cast: Cast, slot: Slot) -> None:
    group = asked(cast, slot)
    with pytest.raises(Invalid) as refusal:
        answer_group(group=group, seats=2, by=contact_actor(cast), at=NOW)
    come(cast, group, 2)

    answer_group(group=group, seats=3, by=contact_actor(cast), at=NOW)

    assert (list(refusal.value.fields), taken(slot)) == (["accepts_rules"], 3)


def test_nothing_is_handed_back_after_the_cutoff_but_more_may_come(cast: Cast, slot: Slot) -> None:
    group = asked(cast, slot)
    come(cast, group, 3)
    late = slot.starts_at - timedelta(hours=5)

    for deed in (
        lambda: come(cast, group, 2, late),
        lambda: decline_group(group=group, by=contact_actor(cast), at=late),
    ):
        with pytest.raises(TooLate):
            deed()
    come(cast, group, 4, late)

    assert taken(slot) == 4


def test_a_moved_slot_asks_again_and_a_cancelled_one_tells(cast: Cast, slot: Slot) -> None:
    group = asked(cast, slot)
    come(cast, group, 4)
    by = cast.actor(cast.leader)
    move_slot(
        slot=slot,
        starts_at=slot.starts_at + timedelta(hours=1),
        ends_at=slot.ends_at + timedelta(hours=1),
        by=by,
        at=NOW,
    )
    group.refresh_from_db()
    unsure = group.asked_again_at
    come(cast, group, 4)
    group.refresh_from_db()
    sure = group.asked_again_at

    cancel_slot(slot=slot, reason="Regn", by=by, at=NOW)

    group.refresh_from_db()
    assert (unsure, sure, group.state, group.seats, taken(slot)) == (NOW, None, "cancelled", 0, 0)
    assert texts()[-2:] == ["aendring", "aflysning"]


def test_the_day_before_the_contact_is_reminded_once(cast: Cast, slot: Slot) -> None:
    come(cast, asked(cast, slot), 4)
    day_before = slot.starts_at - timedelta(days=1)

    sent = [remind_groups(day_before), remind_groups(day_before + timedelta(minutes=1))]

    assert (sent, texts()[-1]) == ([1, 0], "paamindelse")


def test_silence_ends_with_the_start(cast: Cast, slot: Slot) -> None:
    group = asked(cast, slot)

    ended = [expire_groups(slot.starts_at), expire_groups(slot.starts_at)]

    group.refresh_from_db()
    assert (ended, group.state) == ([1, 0], "expired")


def test_how_many_came_and_thanks(cast: Cast, slot: Slot) -> None:
    group = asked(cast, slot)
    come(cast, group, 4)
    by, after = cast.actor(cast.leader), slot.ends_at + timedelta(hours=1)
    with pytest.raises(Clash):
        give_thanks(slot=slot, by=by, at=after)
    record_group(group=group, came=3, by=by, at=after)
    record_group(group=group, came=3, hours=Decimal("1.5"), by=by, at=after)

    give_thanks(slot=slot, by=by, at=after)

    group.refresh_from_db()
    assert (group.came, group.hours, texts()[-1]) == (3, Decimal("1.50"), "gruppe_tak")


@pytest.mark.parametrize(("came", "hours"), [(-1, 2), (100, 2), (2, 0), (2, 25)])
def test_odd_numbers_of_the_day_are_refused(cast: Cast, slot: Slot, came: int, hours: int) -> None:
    group = asked(cast, slot)
    come(cast, group, 4)

    with pytest.raises(Invalid):
        record_group(
            group=group,
            came=came,
            hours=Decimal(hours),
            by=cast.actor(cast.leader),
            at=slot.ends_at,
        )


def test_another_places_people_may_neither_ask_nor_answer(cast: Cast, slot: Slot) -> None:
    group = asked(cast, slot)
    by = cast.actor(cast.leader_elsewhere)

    for deed in (
        lambda: ask_association(
            slot=slot, association=make_association(cast), seats=1, by=by, at=NOW
        ),
        lambda: answer_group(group=group, seats=1, by=by, at=NOW),
        lambda: decline_group(group=group, by=by, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_another_municipalitys_association_is_not_asked(cast: Cast, slot: Slot) -> None:
    other = make_cast("Åby", 2)

    with pytest.raises(Clash):
        ask_association(
            slot=slot,
            association=make_association(other),
            seats=1,
            by=cast.actor(cast.leader),
            at=NOW,
        )


@pytest.mark.parametrize("seats", [0, 7])
def test_a_number_that_is_not_free_is_not_asked_for(cast: Cast, slot: Slot, seats: int) -> None:
    with pytest.raises(Invalid):
        asked(cast, slot, seats)

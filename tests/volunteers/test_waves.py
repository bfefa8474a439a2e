"""Looks: who is asked, when, and never beyond the limits; each rule with a naive rival."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from backend.common.actors import clock
from backend.common.danish_dates import COPENHAGEN, local
from institutions.models import Slot, Task
from tests.cast import NOW, Cast, draft_need, make_volunteers, offer_to, open_slot
from tests.volunteers.stage import say_yes
from volunteers.actions.clockwork import look_again
from volunteers.actions.publishing import publish_need
from volunteers.actions.waves import look, send_wave
from volunteers.matching.facts import Span
from volunteers.matching.score import score
from volunteers.models import Forecast, Offer, Volunteer
from volunteers.queries.candidates import need_of, people_of
from volunteers.queries.tallies import tallies_of
from volunteers.queries.waves import plan_open

HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)


def slot_at(cast: Cast, starts_at: datetime, hours: int = 2, **how: Any) -> Slot:
    """A published time at a moment, nobody asked by it yet."""
    task = draft_need(cast, slots=1, **how)
    task.slots.update(starts_at=starts_at, ends_at=starts_at + hours * HOUR)
    task.state, task.published_at = "open", NOW
    task.save()
    return task.slots.get()


def look_at(cast: Cast, at: datetime) -> int:
    """How many are asked by a look."""
    by = clock(cast.municipality.pk)
    return sum(wave.asked for wave in look(municipality=cast.municipality, at=at, by=by))


def most_in_a_week(person: Volunteer) -> int:
    """The fullest rolling 7 x 24 hours of a person's questions."""
    sent = list(person.offers.values_list("sent_at", flat=True))
    return max(sum(first <= one < first + WEEK for one in sent) for first in sent) if sent else 0


def overlapping(person: Volunteer) -> bool:
    """Whether two unanswered questions of a person are about times that overlap."""
    spans = [Span(o.slot.starts_at, o.slot.ends_at) for o in person.offers.filter(state="sent")]
    return any(a.overlaps(b) for n, a in enumerate(spans) for b in spans[n + 1 :])


def ask_everybody(cast: Cast, slots: list[Slot], at: datetime) -> None:
    """The naive rival: each time asks everybody, likeliest first, and looks at nothing else."""
    people = people_of(cast.municipality.pk, 2, at)
    for slot in slots:
        need = need_of(slot)
        for person in sorted(people, key=lambda one: -score(one, need, at).value):
            offer_to(slot, Volunteer.objects.get(pk=person.id), at)


def test_nobody_is_over_the_ceiling_in_any_week_nor_asked_for_two_things_at_once(
    cast: Cast,
) -> None:
    people = [cast.helper, *make_volunteers(cast, 5)]
    start = NOW + timedelta(days=9)
    for n in range(6):
        slot_at(cast, start + (0, 1, 4)[n % 3] * HOUR, seats=3)

    for hours in range(0, 8 * 24, 6):
        look_at(cast, NOW + hours * HOUR)

    assert max(most_in_a_week(person) for person in people) == 2
    assert [person for person in people if overlapping(person)] == []


def test_control_asking_everybody_for_each_time_breaks_both(cast: Cast) -> None:
    people = [cast.helper, *make_volunteers(cast, 2)]
    start = NOW + timedelta(days=9)
    slots = [slot_at(cast, start + (n % 2) * HOUR, seats=3) for n in range(6)]

    ask_everybody(cast, slots, NOW)

    assert max(most_in_a_week(person) for person in people) == 6
    assert overlapping(people[0])


def test_a_time_may_begin_when_the_other_ends(cast: Cast) -> None:
    start = NOW + timedelta(days=3)
    first, second = slot_at(cast, start, 3), slot_at(cast, start + 3 * HOUR, 3)
    offer_to(first, cast.helper, NOW - 30 * HOUR)

    look_at(cast, NOW)

    assert Offer.objects.filter(slot=second, volunteer=cast.helper).exists()
    # Control: closed intervals would call ten and ten a clash.
    assert first.ends_at >= second.starts_at


@pytest.mark.parametrize(
    "night",
    [datetime(2027, 3, 28, tzinfo=COPENHAGEN), datetime(2026, 10, 25, tzinfo=COPENHAGEN)],
)
def test_no_question_outside_the_hours_when_the_clock_is_moved(cast: Cast, night: datetime) -> None:
    make_volunteers(cast, 20)
    # The night in March is Easter's.
    cast.municipality.quiet_on_holidays = False
    cast.municipality.save()
    slot_at(cast, night + timedelta(days=1, hours=15), seats=4)
    begun = night.astimezone(NOW.tzinfo) - 4 * HOUR

    for half in range(48):
        look_at(cast, begun + half * HOUR / 2)

    sent = sorted(set(Offer.objects.values_list("sent_at", flat=True)))
    assert local(sent[0]).hour == 8
    assert {8 <= local(one).hour < 20 for one in sent} == {True}
    # Control: 24 hours after eight o'clock is another hour on the morning after.
    eight = local(begun).replace(hour=8).astimezone(NOW.tzinfo)
    assert local(eight + 24 * HOUR).hour in (7, 9)


def test_nobody_is_asked_twice_about_the_same_time(cast: Cast) -> None:
    make_volunteers(cast, 5)
    slot = slot_at(cast, NOW + timedelta(days=2))

    for hours in range(0, 40, 2):
        look_at(cast, NOW + hours * HOUR)
    Offer.objects.filter(slot=slot).update(state="expired")
    look_at(cast, NOW + 45 * HOUR)

    asked = list(slot.offers.values_list("volunteer_id", flat=True))
    assert len(asked) == len(set(asked)) > 1


def test_empty_full_and_hopeless_times_stop_nothing(cast: Cast) -> None:
    full = slot_at(cast, NOW + timedelta(days=2))
    Slot.objects.filter(pk=full.pk).update(seats_taken=1)
    hopeless = slot_at(cast, NOW + timedelta(days=2))
    Task.objects.filter(pk=hopeless.task_id).update(min_age=99)
    soon = slot_at(cast, NOW + HOUR)
    fine = slot_at(cast, NOW + timedelta(days=4))

    asked = look_at(cast, NOW)

    assert asked == fine.offers.count() == 1
    known = {row.slot_id: row for row in Forecast.objects.all()}
    assert set(known) == {hopeless.pk, soon.pk, fine.pk}
    assert (known[hopeless.pk].fits, known[hopeless.pk].is_scarce) == (0, True)
    assert known[soon.pk].is_too_late


def test_equals_are_asked_in_the_order_of_their_rows(cast: Cast) -> None:
    make_volunteers(cast, 30)
    slot = slot_at(cast, NOW + timedelta(days=2))

    plans = [plan_open(cast.municipality, NOW)[slot.pk] for _ in range(3)]

    asked = [[one.person_id for one in plan.now] for plan in plans]
    assert asked[0] == sorted(asked[0])
    assert asked[0] == asked[1] == asked[2]


def test_every_question_is_logged_with_its_reckoning(cast: Cast) -> None:
    slot_at(cast, NOW + timedelta(days=3))

    look_at(cast, NOW)

    offer = Offer.objects.get()
    assert offer.exposure is not None
    assert 0 < offer.probability < offer.exposure < 1
    assert offer.price is not None
    assert offer.gain is not None
    assert 0 < offer.price < offer.probability
    assert offer.gain <= offer.probability - offer.price
    assert offer.reasons == ["bor under 1 km væk", "er ikke spurgt før"]


def test_at_night_nobody_is_asked_but_the_first_look_after_it_does(cast: Cast) -> None:
    night = NOW + 13 * HOUR
    task = draft_need(cast, days=3, at=NOW)

    waves = publish_need(task=task, by=cast.actor(cast.leader), at=night)
    slot = task.slots.get()
    at_night = tallies_of([slot.pk], night)[slot.pk]
    look_again(night + 9 * HOUR)

    assert waves == []
    # In the night nobody was asked, so all who fit are still left to ask.
    assert (at_night.asked, at_night.fitted) == (0, 1)
    assert local(Offer.objects.get().planned_at).hour == 8
    assert Forecast.objects.get().looked_at == night + 9 * HOUR


def test_looks_come_by_the_clock_or_by_news_and_once(cast: Cast) -> None:
    slot = open_slot(cast, seats=2)

    def looked(minutes: int) -> bool:
        at = NOW + timedelta(minutes=minutes)
        look_again(at)
        return Forecast.objects.get(slot=slot).looked_at == at

    assert [looked(minutes) for minutes in (1, 2, 10, 20, 21, 22)] == [
        False,
        False,
        False,
        True,
        False,
        False,
    ]
    say_yes(slot, cast.helper, NOW + timedelta(minutes=23))
    assert [looked(minutes) for minutes in (23, 24, 25)] == [True, False, False]


def test_a_new_need_sends_its_own_questions_and_the_next_look_the_others(cast: Cast) -> None:
    make_volunteers(cast, 3)
    waiting = slot_at(cast, NOW + timedelta(days=3))

    posted = open_slot(cast, days=6)
    first = (posted.offers.count() > 0, waiting.offers.count())
    look_again(NOW + timedelta(minutes=1))

    assert first == (True, 0)
    assert waiting.offers.count() > 0


def test_asking_more_at_once_follows_the_same_rules(cast: Cast) -> None:
    make_volunteers(cast, 30)
    tired = make_volunteers(cast, 1, paused_until=NOW.date() + timedelta(days=9))[0]
    slot = open_slot(cast, days=6)
    first = slot.offers.count()

    wave = send_wave(slot=slot, more=True, by=cast.actor(cast.leader), at=NOW)

    asked = set(slot.offers.values_list("volunteer_id", flat=True))
    assert wave.asked >= 4
    assert len(asked) == first + wave.asked
    assert tired.pk not in asked
    assert Forecast.objects.get(slot=slot).looked_at == NOW

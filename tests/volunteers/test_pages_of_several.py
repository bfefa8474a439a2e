"""One SMS whose page shows several tasks: one text, each task its own yes, nothing at once."""

import itertools
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from backend.common.actors import clock
from backend.messaging.models import Message
from institutions.models import Slot
from tests.cast import NOW, Cast, link_actor
from tests.volunteers.test_link_page import path_of
from tests.volunteers.test_waves import HOUR, look_at, slot_at
from volunteers.actions.answers import accept_offer
from volunteers.actions.questions import Round, write_rounds
from volunteers.actions.seats import recall_planned
from volunteers.models import AskingPolicy, Assignment, Offer
from volunteers.queries.limits import askable
from volunteers.queries.questions import open_questions
from volunteers.queries.tallies import tallies_of
from volunteers.queries.waves import plan_open

DAY = timedelta(days=1)


@pytest.fixture
def times(cast: Cast) -> list[Slot]:
    """Five times one person could take, the second while the first is; pages are switched on."""
    AskingPolicy.objects.create(municipality=cast.municipality, shows_several=True)
    starts = (NOW + 3 * DAY, NOW + 3 * DAY + HOUR, NOW + 4 * DAY, NOW + 5 * DAY, NOW + 6 * DAY)
    return [slot_at(cast, start) for start in starts]


def page(cast: Cast) -> tuple[Offer, list[Offer]]:
    """The question with an SMS, and the further ones."""
    first = Offer.objects.get(volunteer=cast.helper, page_of__isnull=True)
    return first, list(first.further.order_by("slot__starts_at"))


def test_one_sms_shows_up_to_three_tasks_and_none_at_the_same_time(
    cast: Cast, times: list[Slot]
) -> None:
    look_at(cast, NOW)

    first, further = page(cast)
    spans = sorted((one.slot.starts_at, one.slot.ends_at) for one in (first, *further))
    assert Message.objects.filter(kind="tilbud").count() == 1
    # A task at the same time takes no place on the page: two others are left.
    assert len(further) == 2
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))
    assert {(one.state, one.sent_at, one.price) for one in further} == {("sent", NOW, 0.0)}
    # Control: the first three that fit are at the same time.
    assert times[0].ends_at > times[1].starts_at


def test_whoever_a_page_asks_about_a_task_is_counted_once_among_those_who_fit(
    cast: Cast, times: list[Slot]
) -> None:
    planned = plan_open(cast.municipality, NOW)

    look_at(cast, NOW)

    tallies = tallies_of([slot.pk for slot in times], NOW)
    shown = set(Offer.objects.values_list("slot_id", flat=True))
    assert {(tallies[pk].asked, tallies[pk].fitted) for pk in shown} == {(1, 1)}
    # Control: with only the texts taken off, it says "asked 1 of 2" where one person fits.
    assert {1 + planned[pk].later for pk in shown} == {1, 2}


def test_a_task_moved_since_the_plan_is_left_off_the_page(cast: Cast, times: list[Slot]) -> None:
    plan = next(one for one in plan_open(cast.municipality, NOW).values() if one.now)
    moved, other = (one.slot_ids[0] for one in plan.further[cast.helper.pk])
    starts_at, ends_at = plan.slot.starts_at + HOUR, plan.slot.ends_at + HOUR
    Slot.objects.filter(pk=moved).update(starts_at=starts_at, ends_at=ends_at)
    planned = Round(plan.slot.pk, plan.fits, None, plan.now, further=plan.further)

    write_rounds([planned], cast.municipality, by=clock(cast.municipality.pk), at=NOW)

    # Control: the plan itself would still show it beside what it now overlaps.
    assert [one.slot_id for one in page(cast)[1]] == [other]


def test_where_it_is_switched_off_a_page_has_one_task(cast: Cast, times: list[Slot]) -> None:
    AskingPolicy.objects.update(shows_several=False)

    look_at(cast, NOW)

    assert page(cast)[1] == []


def test_a_page_counts_as_one_question_under_the_ceiling(cast: Cast, times: list[Slot]) -> None:
    look_at(cast, NOW)

    later = NOW + 30 * HOUR
    assert askable([cast.helper.pk], 2, later) == {cast.helper.pk}
    # Control: to count each task as a question would be at or over the ceiling.
    assert cast.helper.offers.count() >= 2


def test_each_task_has_its_own_yes_and_one_no_answers_them_all(
    cast: Cast, times: list[Slot], client: Client
) -> None:
    look_at(cast, NOW)
    first, further = page(cast)
    path = path_of(first)

    with time_machine.travel(NOW, tick=False):
        shown = client.get(path).content.decode()
        data = {"svar": "ja", "tilbud": str(further[0].uuid), "accepts_rules": "on"}
        said = client.post(path, data).status_code
        client.post(path, {"svar": "nej"})

    assert shown.count('value="ja"') == 1 + len(further)
    assert said == 302
    assert list(Assignment.objects.values_list("offer_id", "state")) == [
        (further[0].pk, "confirmed")
    ]
    states = dict(Offer.objects.values_list("pk", "state"))
    expected = dict.fromkeys([first.pk, *(one.pk for one in further[1:])], "declined")
    assert states == expected | {further[0].pk: "accepted"}


def test_a_task_that_is_not_on_the_page_is_refused(
    cast: Cast, times: list[Slot], client: Client
) -> None:
    look_at(cast, NOW)
    first, _ = page(cast)
    other = Offer.objects.create(
        municipality=cast.municipality,
        volunteer=cast.helper,
        slot=next(slot for slot in times if not slot.offers.exists()),
        planned_at=NOW,
        probability=0.3,
    )

    with time_machine.travel(NOW, tick=False):
        said = client.post(path_of(first), {"svar": "ja", "tilbud": str(other.uuid)})

    assert (said.status_code, Assignment.objects.count()) == (422, 0)


def test_a_yes_takes_back_the_persons_questions_about_the_same_time(
    cast: Cast, times: list[Slot]
) -> None:
    look_at(cast, NOW)
    first, further = page(cast)
    # Moved afterwards, so that two tasks on the page overlap.
    moved = further[0].slot
    Slot.objects.filter(pk=moved.pk).update(
        starts_at=first.slot.starts_at + HOUR, ends_at=first.slot.ends_at + HOUR
    )
    back_to_back = further[1].slot
    Slot.objects.filter(pk=back_to_back.pk).update(
        starts_at=first.slot.ends_at, ends_at=first.slot.ends_at + HOUR
    )

    accept_offer(offer=first, accepts_rules=True, by=link_actor(cast.helper), at=NOW)

    states = [Offer.objects.get(pk=one.pk).state for one in further]
    assert states == ["recalled", "sent"]


def test_a_text_that_stays_here_keeps_its_whole_page_here(cast: Cast, times: list[Slot]) -> None:
    look_at(cast, NOW)
    first, _ = page(cast)
    Offer.objects.update(state="planned", sent_at=NOW + HOUR)

    recall_planned(first.slot, NOW)

    assert set(Offer.objects.values_list("state", flat=True)) == {"recalled"}


def test_a_yes_by_sms_answers_what_the_sms_asked(cast: Cast, times: list[Slot]) -> None:
    look_at(cast, NOW)

    asked = [one.offer for one in open_questions(cast.helper, NOW)]

    assert asked == [page(cast)[0]]
    # Control: the newest unanswered question is another one.
    assert Offer.objects.filter(state="sent").latest("pk") != asked[0]

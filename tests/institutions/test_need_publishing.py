"""The gate before publishing, and the numbers the leader is promised."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backend.common.danish_dates import moment_text
from backend.common.refusals import Clash, Invalid
from institutions.actions.checklists import tick_item, untick_item
from institutions.actions.publishing import publish_task
from institutions.actions.slots import add_slot
from institutions.actions.tasks import draft_task
from institutions.models import Slot, Task, TaskTick, Tick
from institutions.queries.checklists import institution_points, open_gates
from institutions.web.need_numbers import TimeNumbers, sample_sms
from tests.cast import (
    NOW,
    Cast,
    draft_need,
    make_volunteers,
    open_slot,
    put_rules_in_force,
    task_fields,
)
from volunteers.actions.publishing import publish_need
from volunteers.models import Offer, Wave
from volunteers.queries.previews import plan_need
from volunteers.queries.waves import plan_wave

LATE = datetime(2026, 11, 23, 21, 0, tzinfo=NOW.tzinfo)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """Monday at ten."""
    with time_machine.travel(NOW, tick=False):
        yield


def check(task: Task) -> str:
    return reverse("institutions:need_check", args=[task.pk])


def ever_ticked(task: Task) -> bool:
    """The naive gate: every gating point was closed once, whenever that was."""
    ticked = Tick.objects.filter(run__institution=task.institution, item__gates=True)
    return ticked.values("item").distinct().count() == 10


def test_new_rules_block_publishing_until_their_points_are_closed_again(cast: Cast) -> None:
    by = cast.actor(cast.leader)
    task = draft_need(cast)
    put_rules_in_force(cast, at=NOW)
    with pytest.raises(Invalid) as refused:
        publish_task(task=task, by=by, at=NOW)
    assert refused.value.code == "checklist_open"
    assert sorted(refused.value.fields) == ["F03", "F04"]
    assert ever_ticked(task)  # Control: the naive gate lets it pass.
    later = NOW + timedelta(hours=1)
    for code in ("F03", "F04"):
        tick_item(
            institution=cast.here,
            code=code,
            evidence="LokalMED",
            held_on=NOW.date(),
            by=by,
            at=later,
        )
    assert publish_task(task=task, by=by, at=later) == "open"


def test_without_a_checklist_in_force_nothing_is_published(cast: Cast) -> None:
    task = draft_need(cast)
    cast.municipality.checklists.update(state="superseded")
    with pytest.raises(Clash) as refused:
        publish_task(task=task, by=cast.actor(cast.leader), at=NOW)
    assert refused.value.code == "no_checklist"
    # Control: with no points there is no open gate to stop at.
    assert open_gates(institution_points(cast.here, NOW.date())) == []


def test_the_page_names_what_is_missing_with_a_link_to_where_to_close_it(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.leader)
    task = draft_need(cast)
    untick_item(institution=cast.here, code="F12", by=cast.actor(cast.leader), at=NOW)
    TaskTick.objects.filter(item__code="F02").delete()
    response = client.post(check(task))
    page = response.content.decode()
    task.refresh_from_db()
    assert (response.status_code, task.state, Offer.objects.count()) == (422, "draft", 0)
    here = reverse("institutions:checklist", args=[cast.here.pk])
    points = reverse("institutions:need_points", args=[task.pk])
    assert page.count(f'href="{here}?behov={task.pk}#F12">F12: Opgaven kan løses sikkert') == 1
    assert page.count(f'href="{points}#id_F02">F02: Opgaven er et plus') == 1
    assert page.count("<title>Fejl: ") == 1


def test_without_a_time_or_a_reason_the_page_says_where_to_give_it(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.leader)
    task = draft_need(cast, slots=0, description="Hjælp med medicin.")
    response = client.post(check(task))
    page = response.content.decode()
    assert response.status_code == 422
    assert page.count("Tilføj mindst ét tidspunkt, der ligger frem i tiden") == 1
    assert page.count("Skriv en begrundelse for “medicin”, eller ret teksten") == 1


def test_the_task_answers_its_own_automatic_points(cast: Cast) -> None:
    task = draft_need(cast, child_contact="fixed")
    publish_task(task=task, by=cast.actor(cast.leader), at=NOW)
    ticks = TaskTick.objects.filter(task=task, item__evidence="automatic")
    assert dict(ticks.values_list("item__code", "evidence")) == {
        "F06": "Felterne på opgaven er udfyldt",
        "F08": "Kontakt med børn under 15: fast",
    }


def several_at_once(cast: Cast, slots: int) -> Task:
    """Times side by side, so that the same people fit all of them."""
    by = cast.actor(cast.leader)
    task = draft_task(institution=cast.here, fields=task_fields(cast), by=by, at=NOW)
    for n in range(slots):
        starts_at = NOW + timedelta(days=3, hours=3 * n)
        add_slot(
            task=task,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            seats=2,
            by=by,
            at=NOW,
        )
    return task


def test_the_check_promises_what_publishing_does(cast: Cast) -> None:
    make_volunteers(cast, 9)
    draft_need(cast)
    open_slot(cast, days=4)
    task = several_at_once(cast, 3)
    slots = list(task.slots.all())
    for code in ("F02", "F15"):
        item = cast.municipality.checklists.get().items.get(code=code)
        TaskTick.objects.create(
            task=task, item=item, evidence="Ja", ticked_by=cast.leader, ticked_at=NOW
        )
    fresh = Task.objects.prefetch_related("skills").get(pk=task.pk)
    promised = [(len(plan.now), plan.fits) for plan in plan_need(fresh, slots, NOW)]
    naive = [(len(plan.now), plan.fits) for plan in (plan_wave(slot, NOW) for slot in slots)]
    publish_need(task=task, by=cast.actor(cast.leader), at=NOW)
    waves = Wave.objects.filter(slot__task=task).order_by("slot_id")
    done = [(wave.asked, wave.fitted) for wave in waves]
    assert promised == done
    # Control: each time planned on its own promises people who are busy with another question.
    assert naive != done


@pytest.mark.parametrize("slots", [1, 3])
def test_the_plan_costs_the_same_for_several_times(
    cast: Cast, slots: int, django_assert_num_queries: Any
) -> None:
    task = several_at_once(cast, slots)
    rows = list(Slot.objects.filter(task=task))
    fresh = Task.objects.select_related("institution__municipality").prefetch_related("skills")
    fresh_task = fresh.get(pk=task.pk)
    with django_assert_num_queries(8):
        plan_need(fresh_task, rows, NOW)


def test_the_numbers_say_when_in_quiet_hours_and_out_of_them(cast: Cast) -> None:
    make_volunteers(cast, 9)
    task = draft_need(cast)
    slots = list(task.slots.all())
    by_day = TimeNumbers(plan_need(task, slots, NOW)[0], NOW)
    assert (by_day.sends, by_day.look) == ("", "kl. 10:20")
    assert by_day.now + by_day.plan.later == by_day.plan.fits == 10
    by_night = TimeNumbers(plan_need(task, slots, LATE)[0], LATE)
    assert (by_night.sends, by_night.look) == ("i morgen kl. 08:00", "i morgen kl. 08:20")


def test_few_who_fit_come_with_what_stops_the_others(cast: Cast) -> None:
    make_volunteers(cast, 3, paused_until=NOW.date() + timedelta(days=30))
    task = draft_need(cast, seats=4)
    line = TimeNumbers(plan_need(task, list(task.slots.all()), NOW)[0], NOW)
    assert (line.plan.fits, line.few, line.hindered) == (1, True, [("holder pause", 3)])
    assert line.outlook == "Det er færre, end der er pladser."


def test_moments_in_words() -> None:
    later = [timedelta(hours=5), timedelta(days=1), timedelta(days=2)]
    assert [moment_text(NOW + wait, NOW) for wait in later] == [
        "kl. 15:00",
        "i morgen kl. 10:00",
        "ons 25/11 kl. 10:00",
    ]


def test_the_sample_is_the_sms_that_is_sent(cast: Cast) -> None:
    task = draft_need(cast)
    slot = task.slots.get()
    sample = sample_sms(task, slot, 6)
    link = sample.text.split()[-1]
    expected = "Hej Karen. Solgården: følg til koncert tor 26/11 kl. 13.00-15.00. Kan du hjælpe?"
    assert sample.text == f"{expected} Svar: {link}"
    assert (sample.length, sample.parts) == (len(sample.text), 1)
    assert (round(sample.each, 2), round(sample.total, 2)) == (0.4, 2.4)


def test_with_nobody_who_fits_the_button_says_so(cast: Cast, client: Client) -> None:
    client.force_login(cast.leader)
    cast.helper.paused_until = NOW.date() + timedelta(days=30)
    cast.helper.save()
    task = draft_need(cast)
    page = client.get(check(task)).content.decode()
    assert page.count("Læg ud uden at sende") == 1
    client.post(check(task))
    task.refresh_from_db()
    assert (task.state, Offer.objects.count()) == ("open", 0)

"""The need in four pages, as a leader walks them without JavaScript."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from institutions.actions.tasks import send_back_task
from institutions.models import Slot, Task, TaskTick, WordHit
from tests.cast import CONTENT, NOW, Cast, draft_need, make_cast, make_volunteers, open_slot
from volunteers.models import Offer

WORDS = {
    "title": "Følgeskab til koncert",
    "sms_title": "følg til koncert",
    "description": "Du følger to beboere til koncerten og hjem igen.",
    "not_to_do": "Du skal ikke løfte nogen.",
    "meeting_place": "hovedindgangen",
    "contact_name": "Lone",
    "contact_phone": "12 34 56 78",
    "child_contact": "none",
    "min_age": "18",
}
TIME = {"day": "26-11-2026", "starts": "13.30", "ends": "16", "seats": "2"}


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """Monday at ten."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def leader(cast: Cast, client: Client) -> Client:
    """The leader here, signed in."""
    client.force_login(cast.leader)
    return client


def to(name: str, *args: Any) -> str:
    return reverse(f"institutions:{name}", args=args)


def test_a_walk_from_nothing_to_people_who_are_asked(cast: Cast, leader: Client) -> None:
    make_volunteers(cast, 9)
    there = leader.get(to("new_need"))
    assert there.headers["Location"] == to("new_need", cast.here.pk)

    first = leader.post(to("new_need", cast.here.pk), {**WORDS, "kind": cast.kind.pk})
    task = Task.objects.get()
    assert first.headers["Location"] == to("need_times", task.pk)
    second = leader.post(to("need_times", task.pk), {**TIME, "more": "1"})
    assert second.headers["Location"] == to("need_times", task.pk)
    third = leader.post(to("need_times", task.pk), {**TIME, "day": "27/11/2026", "seats": "1"})
    assert third.headers["Location"] == to("need_points", task.pk)
    fourth = leader.post(to("need_points", task.pk), {"F02": "on", "F15": "on"})
    assert fourth.headers["Location"] == to("need_check", task.pk)
    check = leader.get(to("need_check", task.pk))
    promised = check.context["asked"]
    assert check.content.decode().count(f"Send sms til {promised} frivillige") == 1
    sent = leader.post(to("need_check", task.pk))
    assert sent.headers["Location"] == to("need_receipt", task.pk)

    assert Offer.objects.count() == promised
    assert [(slot.starts_at.hour, slot.seats) for slot in task.slots.all()] == [(12, 2), (12, 1)]
    receipt = leader.get(sent.headers["Location"])
    assert receipt.context["asked"] == promised
    assert receipt.content.decode().count("Opgaven er lagt ud") == 1


def test_words_that_cannot_be_used_are_kept_and_refused_in_danish(
    cast: Cast, leader: Client
) -> None:
    typed = {**WORDS, "sms_title": "alt for lang en titel til sms", "title": "", "min_age": "12"}
    response = leader.post(to("new_need", cast.here.pk), typed)
    assert response.status_code == 422
    assert response.context["form"].errors.get_json_data().keys() == {"kind", "title", "min_age"}
    assert response.content.decode().count("alt for lang en titel til sms") == 1
    again = leader.post(
        to("new_need", cast.here.pk), {**typed, "title": "T", "min_age": "18", "kind": cast.kind.pk}
    )
    assert again.status_code == 422
    assert again.context["form"].errors["sms_title"] == ["Højst 21 tegn. Der er 29 nu."]
    assert Task.objects.count() == 0


def test_the_second_need_takes_three_inputs(cast: Cast, leader: Client) -> None:
    slot = open_slot(cast, seats=2)
    page = leader.get(to("copy_need", slot.task_id))
    assert list(page.context["form"].fields) == ["day", "starts", "seats"]
    typed = {"day": "3.12.2026", "starts": "14", "seats": "3"}
    response = leader.post(to("copy_need", slot.task_id), typed)
    copy = Task.objects.latest("pk")
    new = copy.slots.get()
    assert response.headers["Location"] == to("need_points", copy.pk)
    assert (copy.title, copy.copied_from, new.seats) == (slot.task.title, slot.task, 3)
    assert new.ends_at - new.starts_at == slot.ends_at - slot.starts_at


def test_a_draft_is_found_again_with_the_coordinators_reason(cast: Cast, leader: Client) -> None:
    cast.here.department.approval_needed = True
    cast.here.department.save()
    task = draft_need(cast)
    check = leader.get(to("need_check", task.pk)).content.decode()
    assert check.count("Send til frivilligkoordinatoren") == 1
    leader.post(to("need_check", task.pk))
    task.refresh_from_db()
    assert (task.state, Offer.objects.count()) == ("in_review", 0)
    receipt = leader.get(to("need_receipt", task.pk)).content.decode()
    assert receipt.count("Opgaven er sendt til frivilligkoordinatoren") == 1
    reason = "Skriv, hvem der er med fra huset."
    send_back_task(task=task, reason=reason, by=cast.actor(cast.coordinator), at=NOW)
    found = leader.get(to("new_need", cast.here.pk)).content.decode()
    assert found.count(f'href="{to("need_task", task.pk)}"') == 1
    assert leader.get(to("need_task", task.pk)).content.decode().count(reason) == 1


def test_red_words_ask_for_a_reason_each_and_amber_ones_show_the_rule(
    cast: Cast, leader: Client
) -> None:
    task = draft_need(cast, description="Hjælp med bad og medicin, og kør til indkøb.")
    page = leader.get(to("need_points", task.pk))
    form = page.context["form"]
    assert list(form.words.values()) == ["bad", "medicin"]
    rule = next(rule for rule in CONTENT["rules"] if rule["code"] == "R02")
    assert page.content.decode().count(rule["text"]) == 1
    points = {"F02": "on", "F15": "on"}
    refused = leader.post(to("need_points", task.pk), {**points, "word_0": "Kun selskab."})
    assert refused.status_code == 422
    assert refused.content.decode().count("Kun selskab.") == 1
    leader.post(
        to("need_points", task.pk), {**points, "word_0": "Kun selskab.", "word_1": "Kun pause."}
    )
    assert list(WordHit.objects.order_by("word").values_list("word", "reason")) == [
        ("bad", "Kun selskab."),
        ("medicin", "Kun pause."),
    ]
    leader.post(to("need_check", task.pk))
    task.refresh_from_db()
    assert task.state == "in_review"


def test_declarations_that_are_missing_are_named(cast: Cast, leader: Client) -> None:
    task = draft_need(cast)
    TaskTick.objects.all().delete()
    response = leader.post(to("need_points", task.pk), {"F02": "on"})
    assert response.status_code == 422
    assert response.context["form"].errors == {"F15": ["Sæt hak ved F15, hvis det er rigtigt."]}
    assert TaskTick.objects.count() == 0


def test_nobody_elsewhere_finds_the_pages(cast: Cast, client: Client) -> None:
    task = draft_need(cast)
    slot = Slot.objects.get()
    other = make_cast("Nordby", 2)
    addresses = [
        to("new_need", cast.here.pk),
        *(
            to(name, task.pk)
            for name in (
                "need_task",
                "need_times",
                "need_points",
                "need_check",
                "need_receipt",
                "copy_need",
            )
        ),
    ]
    for user in (cast.leader_elsewhere, cast.ambassador, other.coordinator, other.leader):
        client.force_login(user)
        assert [client.get(address).status_code for address in addresses] == [404] * 7
        assert client.post(to("remove_time", task.pk, slot.pk)).status_code == 404
        assert client.post(to("need_check", task.pk)).status_code == 404
    client.force_login(cast.coordinator)
    drafts = [client.get(address).status_code for address in addresses]
    assert drafts == [200, 200, 200, 200, 200, 302, 200]
    assert Slot.objects.count() == 1


def test_the_signed_out_are_asked_to_sign_in(cast: Cast, client: Client) -> None:
    task = draft_need(cast)
    for name in ("need_task", "need_times", "need_points", "need_check", "need_receipt"):
        response = client.get(to(name, task.pk))
        assert (
            response.headers["Location"] == f"{reverse('account_login')}?next={to(name, task.pk)}"
        )


def test_a_need_that_is_out_leads_to_its_receipt(cast: Cast, leader: Client) -> None:
    slot = open_slot(cast)
    for name in ("need_task", "need_times", "need_points", "need_check"):
        response = leader.get(to(name, slot.task_id))
        assert response.headers["Location"] == to("need_receipt", slot.task_id)
    assert leader.post(to("need_times", slot.task_id), TIME).status_code == 409


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    "page",
    [
        ("need_task", 10),
        ("need_times", 6),
        ("need_points", 11),
        ("new_need", 10),
        ("need_check", 22),
    ],
)
def test_queries_do_not_grow_with_the_rows(
    cast: Cast,
    leader: Client,
    rows: int,
    page: tuple[str, int],
    django_assert_num_queries: Any,
) -> None:
    name, queries = page
    for _ in range(rows):
        task = draft_need(cast, slots=rows, description="Hjælp med medicin og indkøb.")
        WordHit.objects.create(task=task, word="medicin", level="red", reason="Kun pause.")
    make_volunteers(cast, rows)
    address = to(name, cast.here.pk if name == "new_need" else task.pk)
    with django_assert_num_queries(queries):
        assert leader.get(address).status_code == 200

"""A POST that is sent again is done once, and a key is never used for two things."""

import json
import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from backend.accounts.idempotency import forget_answers
from backend.accounts.models import KeptAnswer
from institutions.models import Task
from tests.api.conftest import Caller, key_for, need_body
from tests.cast import NOW, Cast, make_cast


def address(cast: Cast) -> str:
    return f"institutions/{cast.here.external_uuid}/tasks"


def test_the_same_key_and_body_get_the_same_answer_and_one_deed(cast: Cast, leader: Caller) -> None:
    answers = [leader.post(address(cast), need_body(cast), Idempotency_Key="k-1") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert answers[0].json() == answers[1].json() == answers[2].json()
    assert [answer.headers.get("Idempotent-Replayed") for answer in answers] == [
        None,
        "true",
        "true",
    ]
    assert Task.objects.count() == 1


def test_control_without_a_key_each_call_is_a_deed(cast: Cast, leader: Caller) -> None:
    for _ in range(3):
        leader.ok(address(cast), need_body(cast))

    assert Task.objects.count() == 3


def test_another_body_or_address_with_the_same_key_is_refused(cast: Cast, leader: Caller) -> None:
    task = leader.ok(address(cast), need_body(cast), Idempotency_Key="k-1")

    other_body = leader.post(
        address(cast), need_body(cast, title="Noget andet"), Idempotency_Key="k-1"
    )
    other_place = leader.post(f"tasks/{task['id']}/publish", Idempotency_Key="k-1")

    for refused in (other_body, other_place):
        assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_key_reused")
    assert Task.objects.count() == 1


def test_keys_of_two_callers_are_strangers(cast: Cast, leader: Caller, coordinator: Caller) -> None:
    leader.ok(address(cast), need_body(cast), Idempotency_Key="k-1")
    coordinator.ok(address(cast), need_body(cast), Idempotency_Key="k-1")

    assert Task.objects.count() == 2


def test_a_refused_deed_keeps_nothing_and_may_be_tried_again(cast: Cast, leader: Caller) -> None:
    task = leader.ok(address(cast), need_body(cast))
    publish = f"tasks/{task['id']}/publish"

    refused = leader.post(publish, Idempotency_Key="k-2")
    answers = {"F02": "Ja, det erklærer jeg.", "F15": "Ja, det erklærer jeg."}
    leader.ok(f"tasks/{task['id']}/declare", {"answers": answers})

    assert refused.json()["code"] == "checklist_open"
    assert leader.ok(publish, Idempotency_Key="k-2")["state"] == "open"


def test_answers_are_forgotten_after_a_day(
    cast: Cast, leader: Caller, moment: time_machine.Traveller
) -> None:
    leader.ok(address(cast), need_body(cast), Idempotency_Key="k-1")
    leader.ok(address(cast), need_body(cast), Idempotency_Key="k-2")
    moment.move_to(NOW + timedelta(hours=25))

    leader.ok(address(cast), need_body(cast), Idempotency_Key="k-1")
    assert forget_answers(before=NOW + timedelta(hours=1)) == 1

    assert list(KeptAnswer.objects.values_list("key", flat=True)) == ["k-1"]


def test_a_key_has_a_length(cast: Cast, leader: Caller) -> None:
    refused = leader.post(address(cast), need_body(cast), Idempotency_Key="k" * 201)

    assert (refused.status_code, refused.json()["code"]) == (400, "invalid_input")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("key", "tasks"), [("k-1", 1), (None, 6)])
def test_at_once_one_deed_for_one_key_and_control_six_without(key: str | None, tasks: int) -> None:
    cast = make_cast()
    with time_machine.travel(NOW, tick=False):
        caller_key = key_for(cast, cast.leader)
        headers = {"Idempotency-Key": key} if key else {}
        found: list[str] = []

        def send() -> None:
            answer = Caller(caller_key).post(address(cast), need_body(cast), **headers)
            found.append(json.loads(answer.content)["id"])
            connection.close()

        threads = [threading.Thread(target=send) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert (len(found), len(set(found)), Task.objects.count()) == (6, tasks, tasks)

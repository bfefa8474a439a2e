"""Pages and API refuse the same need with the same code and the same sentences."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from backend.common.refusals import Invalid
from institutions.actions.tasks import draft_task
from institutions.models import Task
from tests.api.conftest import Caller, need_body
from tests.cast import NOW, Cast, draft_need, task_fields

# Needs that cannot be kept, each for another reason.
BAD: list[dict[str, Any]] = [
    {"sms_title": "En alt for lang titel til en sms"},
    {"description": "Gå en tur med fru Hansen."},
    {"description": "Ring til borgeren, CPR 010190-1234."},
    {"min_age": 14},
    {"sms_title": "Følg {navn}"},
]


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_need_gets_the_same_sentences_in_both_doors(
    cast: Cast, leader: Caller, client: Client, bad: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refusal:
        draft_task(
            institution=cast.here,
            fields=task_fields(cast, **bad),
            by=cast.actor(cast.leader),
            at=NOW,
        )
    [(field, sentences)] = refusal.value.fields.items()

    by_api = leader.post(f"institutions/{cast.here.external_uuid}/tasks", need_body(cast, **bad))

    problem = by_api.json()
    assert (by_api.status_code, problem["code"], problem["detail"]) == (
        422,
        refusal.value.code,
        refusal.value.text,
    )
    assert [(one["pointer"], one["detail"]) for one in problem["errors"]] == [
        (f"#/{field}", sentence) for sentence in sentences
    ]
    assert Task.objects.count() == 0


@pytest.mark.parametrize("bad", BAD[:3])
def test_the_page_says_the_same_as_the_api(
    cast: Cast, leader: Caller, client: Client, bad: dict[str, Any]
) -> None:
    client.force_login(cast.leader)
    body = need_body(cast, **bad)
    by_api = leader.post(f"institutions/{cast.here.external_uuid}/tasks", body)
    words = {
        "contact_name": "Lone",
        "contact_phone": "12 34 56 78",
        "child_contact": "none",
        "min_age": "18",
        "meeting_place": "",
    }
    typed = {**words, **{name: body[name] for name in body if name != "slots"}}

    page = client.post(reverse("institutions:new_need", args=[cast.here.pk]), typed)

    shown = [sentence for errors in page.context["form"].errors.values() for sentence in errors]
    assert page.status_code == by_api.status_code
    assert shown == [one["detail"] for one in by_api.json()["errors"]]


def test_a_need_that_is_not_ready_gets_the_same_code_and_sentence(
    cast: Cast, leader: Caller, client: Client
) -> None:
    client.force_login(cast.leader)
    task = draft_need(cast)
    task.ticks.filter(item__code="F02").delete()

    by_api = leader.post(f"tasks/{task.uuid}/publish").json()
    page = client.post(reverse("institutions:need_check", args=[task.pk]))

    assert page.status_code == by_api["status"]
    assert page.content.decode().count(by_api["errors"][0]["detail"]) > 0

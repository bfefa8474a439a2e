"""Every no has one shape, one code, and a sentence in the caller's language."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from api.problems import problem
from backend.common.refusals import Clash
from institutions.models import Task
from institutions.queries.scope import tasks_for
from tests.api.conftest import BASE, Caller, key_for, need_body
from tests.cast import NOW, Cast, draft_need, make_cast, offer_to, open_slot


def no(answer: Any) -> tuple[int, str]:
    """Status and code; the media type and the repeated status are looked at on the way."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
    return answer.status_code, answer.json()["code"]


def test_the_signed_out_are_told_how_to_come_in(db: None) -> None:
    answer = Client().get(f"{BASE}/tasks")

    assert no(answer) == (401, "not_authenticated")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="samspil"'


def test_a_refusal_has_its_status_code_and_sentence(cast: Cast, leader: Caller) -> None:
    task = draft_need(cast)
    task.ticks.filter(item__code="F02").delete()

    answer = leader.post(f"tasks/{task.uuid}/publish")

    assert no(answer) == (422, "checklist_open")
    assert answer.json()["errors"] == [
        {"field": "F02", "detail": task_item_text(task, "F02")},
    ]


def task_item_text(task: Task, code: str) -> str:
    template = task.municipality.checklists.get(state="approved")
    return template.items.get(code=code).text


def test_an_error_points_at_the_field_of_the_body(cast: Cast, leader: Caller) -> None:
    slot = open_slot(cast)
    before = NOW - timedelta(hours=2)
    span = {"starts_at": before.isoformat(), "ends_at": NOW.isoformat()}

    answer = leader.post(f"slots/{slot.uuid}/move", span)

    assert no(answer) == (422, "in_the_past")
    assert [(one["field"], one["pointer"]) for one in answer.json()["errors"]] == [
        ("starts_at", "#/starts_at")
    ]


def test_unknown_fields_and_wrong_types_are_named(cast: Cast, leader: Caller) -> None:
    body = need_body(cast, titel="Stavefejl")
    del body["title"]
    address = f"institutions/{cast.here.external_uuid}/tasks"

    misspelt = leader.post(address, body)
    nested = leader.post(address, need_body(cast, slots=[{"starts_at": "2026-12-01T10:00"}]))
    foreign = leader.post(address, need_body(cast, kind=10**6))

    assert no(misspelt) == no(nested) == no(foreign) == (400, "invalid_input")
    assert misspelt.json()["errors"] == [
        {"field": "titel", "pointer": "#/titel", "detail": "Feltet kendes ikke."}
    ]
    assert [one["pointer"] for one in nested.json()["errors"]] == [
        "#/slots/0/starts_at",
        "#/slots/0/ends_at",
        "#/slots/0/seats",
    ]
    assert [one["pointer"] for one in foreign.json()["errors"]] == ["#/kind"]
    assert Task.objects.count() == 0


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"stat": "open"}, "stat"),
        ({"state": "aaben"}, "state"),
        ({"created__gte": "i går"}, "created__gte"),
        ({"ordering": "title"}, "ordering"),
        ({"cursor": "æ"}, "cursor"),
        ({"cursor": "cD1pZ8OlcnM="}, "cursor"),
        ({"page_size": "201"}, "page_size"),
        ({"page_size": "0"}, "page_size"),
    ],
)
def test_unknown_and_unusable_parameters_are_refused(
    leader: Caller, query: dict[str, str], parameter: str
) -> None:
    answer = leader.get("tasks", **query)

    assert no(answer) == (400, "invalid_input")
    assert [one["parameter"] for one in answer.json()["errors"]] == [parameter]


def test_names_that_no_row_can_have_are_refused(cast: Cast, leader: Caller) -> None:
    task = draft_need(cast)

    refused = [
        leader.post(f"tasks/{task.uuid}/declare", body)
        for body in (
            {"answers": {"F\x0002": "Ja, det erklærer jeg."}},
            {"reasons": {"x" * 41: "Det er ikke de ansattes arbejde."}},
            {"reasons": {"vagt": "x" * 301}},
        )
    ]

    assert [no(one) for one in refused] == [(400, "invalid_input")] * 3


def test_a_preview_with_an_odd_value_names_the_parameter(cast: Cast, leader: Caller) -> None:
    slot = open_slot(cast)

    answer = leader.get(f"slots/{slot.uuid}/wave-preview", more="måske")

    assert no(answer) == (400, "invalid_input")
    assert [one["parameter"] for one in answer.json()["errors"]] == ["more"]


def test_what_http_itself_refuses_is_a_problem_too(cast: Cast, leader: Caller) -> None:
    send = leader.client.post
    address = f"{BASE}/institutions/{cast.here.external_uuid}/tasks"

    assert no(send(address, "{", content_type="application/json")) == (400, "malformed")
    assert no(send(address, "a=1", content_type="text/plain")) == (415, "unsupported_media_type")
    assert no(leader.client.delete(address)) == (405, "method_not_allowed")
    assert no(leader.client.options(address)) == (405, "method_not_allowed")
    assert no(leader.get("nothing/here")) == (404, "not_found")
    assert no(leader.client.get(f"{BASE}/tasks", headers={"accept": "text/html"})) == (
        406,
        "not_acceptable",
    )


def test_sentences_follow_the_language_and_codes_stay(
    cast: Cast, calling: Callable[..., Caller]
) -> None:
    found = []
    for language in ("da", "en-GB,da;q=0.8", "fr"):
        answer = calling(cast.leader, **{"accept-language": language}).get("nothing")
        words = answer.json()["detail"].split()[0]
        found.append((no(answer), answer.headers["Content-Language"], words))

    assert found == [
        ((404, "not_found"), "da", "Det"),
        ((404, "not_found"), "en", "It"),
        ((404, "not_found"), "da", "Det"),
    ]


def test_a_refusal_is_english_where_its_sentence_has_an_english_wording() -> None:
    with translation.override("en"):
        known = problem(Clash("one", "Spilleregler"), {})
        unknown = problem(Clash("two", "Uden engelsk ordlyd."), {})

    shown = [
        (answer.data["code"], answer.data["detail"], answer.headers["Content-Language"])
        for answer in (known, unknown)
        if answer is not None
    ]
    assert shown == [("one", "Ground rules", "en"), ("two", "Uden engelsk ordlyd.", "da")]


def test_foreign_rows_are_not_found(cast: Cast, moment: object) -> None:
    other = make_cast("Åby", 2)
    slot = open_slot(cast)
    offer = offer_to(slot, cast.helper)
    addresses = [
        f"tasks/{slot.task.uuid}/cancel",
        f"slots/{slot.uuid}/cancel",
        f"offers/{offer.uuid}/decline",
    ]
    bodies = [{"reason": "Syg"}, {"reason": "Syg"}, {"channel": "phone"}]

    for stranger in (cast.leader_elsewhere, other.coordinator):
        home = cast if stranger.municipality_id == cast.municipality.pk else other
        caller = Caller(key_for(home, stranger))
        refused = [
            no(caller.post(where, body)) for where, body in zip(addresses, bodies, strict=True)
        ]
        assert refused == [(404, "not_found")] * 3

    # Control: without scope the same row is found, by whomever.
    assert Task.objects.filter(uuid=slot.task.uuid).exists()
    assert not tasks_for(cast.actor(cast.leader_elsewhere)).filter(uuid=slot.task.uuid).exists()
    slot.refresh_from_db()
    assert slot.state == "open"


def test_odd_offsets_are_instants_or_refused(cast: Cast, leader: Caller) -> None:
    early = leader.get("slots", starts__gte="0912-07-24T04:33:02+23:42")
    never = leader.get("slots", starts__gte="9999-12-31T23:59:59-23:42")

    assert [one.status_code for one in (early, never)] == [200, 400]
    assert never.json()["errors"][0]["parameter"] == "starts__gte"

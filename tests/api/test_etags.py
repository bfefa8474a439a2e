"""Nobody overwrites what they have not seen: ETag, If-Match, and a lost update without them."""

import threading
from typing import Any

import pytest
import time_machine
from django.db import connection

from institutions.models import Slot, Task
from tests.api.conftest import Caller, key_for, need_body
from tests.api.stage import rows_of
from tests.cast import NOW, Cast, draft_need, link_actor, make_cast, offer_to, open_slot
from tests.volunteers.steering.stage import SUMMER
from volunteers.actions.answers import accept_offer
from volunteers.models import Assignment


def words(cast: Cast, **changes: Any) -> dict[str, Any]:
    body = need_body(cast, **changes)
    del body["slots"]
    return body


def test_what_is_replaced_must_have_been_read(cast: Cast, leader: Caller) -> None:
    path = f"tasks/{draft_need(cast).uuid}"
    tag = leader.get(path).headers["ETag"]

    unread = leader.put(path, words(cast))
    first = leader.put(path, words(cast, title="Første"), If_Match=tag)
    second = leader.put(path, words(cast, title="Anden"), If_Match=tag)
    again = leader.put(path, words(cast, title="Anden"), If_Match=first.headers["ETag"])

    assert [(one.status_code, one.json().get("code")) for one in (unread, first, second)] == [
        (428, "if_match_missing"),
        (200, None),
        (412, "stale"),
    ]
    assert (again.status_code, Task.objects.get().title) == (200, "Anden")


def test_control_who_says_any_state_will_do_overwrites(cast: Cast, leader: Caller) -> None:
    path = f"tasks/{draft_need(cast).uuid}"

    for title in ("Første", "Anden"):
        assert leader.put(path, words(cast, title=title), If_Match="*").status_code == 200

    assert Task.objects.get().title == "Anden"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("with_tag", "lost"), [(True, 0), (False, 3)])
def test_at_once_one_change_wins_and_control_without_a_tag_the_others_are_lost(
    with_tag: bool, lost: int
) -> None:
    cast = make_cast()
    with time_machine.travel(NOW, tick=False):
        key = key_for(cast, cast.leader)
        path = f"tasks/{draft_need(cast).uuid}"
        tag = Caller(key).get(path).headers["ETag"] if with_tag else "*"
        found: list[int] = []

        def send(title: str) -> None:
            answer = Caller(key).put(path, words(cast, title=title), If_Match=tag)
            found.append(answer.status_code)
            connection.close()

        threads = [threading.Thread(target=send, args=(f"Titel {n}",)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    # Everybody who was told 200 and whose words are gone has lost an update.
    assert found.count(200) - 1 == lost
    assert found.count(412) == 3 - lost


def test_verbs_heed_a_tag_and_ask_for_none(cast: Cast, leader: Caller) -> None:
    slot = open_slot(cast)
    path = f"slots/{slot.uuid}"
    tag = leader.get(path).headers["ETag"]

    more = leader.post(f"{path}/change-seats", {"seats": 3}, If_Match=tag)
    stale = leader.post(f"{path}/cancel", {"reason": "Sygdom"}, If_Match=tag)
    fresh = leader.post(f"{path}/cancel", {"reason": "Sygdom"}, If_Match=more.headers["ETag"])

    assert [one.status_code for one in (more, stale, fresh)] == [200, 412, 200]
    assert Slot.objects.get().state == "cancelled"
    # Control: without a tag the stale call would have gone through.
    other = open_slot(cast, days=4)
    assert leader.post(f"slots/{other.uuid}/cancel", {"reason": "Sygdom"}).status_code == 200


def test_answers_and_seats_have_tags_too(cast: Cast, leader: Caller) -> None:
    offer = offer_to(open_slot(cast), cast.helper)
    read = leader.get(f"offers/{offer.uuid}").headers["ETag"]
    accept_offer(offer=offer, accepts_rules=True, by=link_actor(cast.helper), at=NOW)
    seat = Assignment.objects.get()
    phoned = {"channel": "phone"}

    late = leader.post(f"offers/{offer.uuid}/decline", phoned, If_Match=read)
    back = leader.post(
        f"assignments/{seat.uuid}/withdraw",
        phoned,
        If_Match=leader.get(f"assignments/{seat.uuid}").headers["ETag"],
    )

    assert [late.status_code, back.status_code] == [412, 200]
    assert back.headers["ETag"] == leader.get(f"assignments/{seat.uuid}").headers["ETag"]


@pytest.mark.parametrize(
    ("noun", "verb", "body"),
    [
        ("institutions", "tasks", None),
        ("institutions/{}/checklist", "F01/tick", {"evidence": "Aftalt"}),
        ("institutions/{}/checklist", "F03/untick", {}),
        ("criteria", "enter-value", {"period": SUMMER.code, "value": "0.5", "source": "Panelet"}),
        ("need-templates", "retire", {}),
    ],
)
def test_what_stands_otherwise_than_read_is_refused(
    cast: Cast, coordinator: Caller, noun: str, verb: str, body: dict[str, Any] | None
) -> None:
    row = rows_of(cast)[noun.split("/", maxsplit=1)[0]]["uuid"]
    path = noun.format(row) if "{" in noun else f"{noun}/{row}"
    sent = need_body(cast) if body is None else body
    tag = coordinator.get(path).headers["ETag"]

    stale = coordinator.post(f"{path}/{verb}", sent, If_Match='"another"')
    fresh = coordinator.post(f"{path}/{verb}", sent, If_Match=tag)

    assert (stale.status_code, fresh.status_code in (200, 201)) == (412, True)


def test_a_checklist_that_a_colleague_has_changed_is_read_again_first(
    cast: Cast, leader: Caller
) -> None:
    path = f"institutions/{cast.here.external_uuid}/checklist"
    tag = leader.get(path).headers["ETag"]

    first = leader.post(f"{path}/F01/untick", If_Match=tag)
    second = leader.post(f"{path}/F03/untick", If_Match=tag)
    third = leader.post(f"{path}/F03/untick", If_Match=first.headers["ETag"])

    assert [one.status_code for one in (first, second, third)] == [200, 412, 200]


def test_who_has_it_as_it_stands_is_not_sent_it_again(cast: Cast, leader: Caller) -> None:
    slot = open_slot(cast)
    path = f"slots/{slot.uuid}"
    tag = leader.get(path).headers["ETag"]

    known = [leader.get_if_none(path, match) for match in (tag, f'"x", W/{tag}', "*")]
    leader.ok(f"{path}/change-seats", {"seats": 3})
    changed = leader.get_if_none(path, tag)

    assert [(one.status_code, one.content, one.headers["ETag"]) for one in known] == [
        (304, b"", tag)
    ] * 3
    assert (changed.status_code, changed.json()["seats"]) == (200, 3)


def test_a_repeated_post_is_answered_before_its_tag_is_looked_at(
    cast: Cast, leader: Caller
) -> None:
    slot = open_slot(cast)
    tag = leader.get(f"slots/{slot.uuid}").headers["ETag"]
    headers = {"If_Match": tag, "Idempotency_Key": "k-1"}

    answers = [
        leader.post(f"slots/{slot.uuid}/change-seats", {"seats": 3}, **headers) for _ in range(2)
    ]

    assert [one.status_code for one in answers] == [200, 200]

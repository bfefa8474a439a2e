"""Lists: few queries, pages that hold, Danish order, filters, and only what is within reach."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.webhooks.announcements import announce
from backend.webhooks.models import Event as Told
from institutions.actions.closed_days import close_days
from institutions.actions.documents import draft_rules
from institutions.actions.need_templates import keep_as_template
from institutions.actions.webhooks import add_endpoint
from institutions.models import Department, Institution, Skill, Task, TaskKind
from tests.api.conftest import BASE, Caller, key_for
from tests.cast import (
    CONTENT,
    NOW,
    Cast,
    link_actor,
    make_cast,
    make_volunteers,
    offer_to,
    open_slot,
    put_rules_in_force,
)
from tests.volunteers.event_stage import an_event
from tests.volunteers.sharing.stage import a_suggestion, an_example
from tests.volunteers.steering.stage import fill_steering
from volunteers.actions.answers import accept_offer, decline_offer
from volunteers.actions.associations import create_association
from volunteers.models import Offer

# The key, the minute's count, the roles, and the list itself with what it shows.
QUERIES = {
    "departments": 4,
    "institutions": 4,
    "task-kinds": 4,
    "roles": 4,
    "closed-days": 4,
    "need-templates": 4,
    "events": 4,
    "examples": 4,
    "suggestions": 4,
    "webhooks": 4,
    "webhook-calls": 4,
    "skills": 4,
    "rules-versions": 5,
    "tasks": 5,
    "slots": 4,
    "offers": 4,
    "assignments": 4,
    "volunteers": 5,
    "associations": 5,
    "messages": 4,
    "criteria": 4,
    "measurements": 4,
}
MOST = 6


def fill(cast: Cast, count: int) -> None:
    """At least ``count`` rows for every list."""
    first = Department.objects.count()
    for n in range(first, first + count):
        draft_rules(
            municipality=cast.municipality,
            content=CONTENT,
            parties="",
            by=cast.actor(cast.coordinator),
            at=NOW,
        )
        Department.objects.create(municipality=cast.municipality, name=f"Afdeling {n}")
        TaskKind.objects.create(municipality=cast.municipality, name=f"Slags {n}")
        skill = Skill.objects.create(municipality=cast.municipality, name=f"Kursus {n}")
        create_association(
            municipality=cast.municipality,
            fields={
                "name": f"Forening {n}",
                "contact_name": "Ib",
                "contact_phone": "+4512340001",
            },
            by=cast.actor(cast.coordinator),
            at=NOW,
        )
        slot = open_slot(cast, days=3 + n)
        slot.task.skills.add(skill)
        person = make_volunteers(cast, 1)[0]
        person.kinds.add(cast.kind)
        offer = offer_to(slot, person)
        accept_offer(offer=offer, accepts_rules=True, by=link_actor(person), at=NOW)
        _fill_the_town(cast, n, slot.task)
    fill_steering(cast, first, count)


def _fill_the_town(cast: Cast, n: int, task: Task) -> None:
    how: dict[str, Any] = {"by": cast.actor(cast.coordinator), "at": NOW}
    day = NOW.date() + timedelta(days=40 + n)
    close_days(municipality=cast.municipality, name=f"Lukket {n}", first_on=day, last_on=day, **how)
    keep_as_template(task=task, everywhere=n % 2 == 0, title=f"Skabelon {n}", **how)
    an_event(cast, title=f"Oplæg {n}")
    an_example(cast)
    a_suggestion(cast, proposal=f"Hæng den op på krog {n}.")
    url = "https://hooks.example.org/"
    add_endpoint(name=f"System {n}", url=url, events=list(Told), **how)
    announce(Told.TASK_OPENED, task, at=NOW)


def costs(caller: Caller) -> dict[str, int]:
    """The queries of one page of each list."""
    found = {}
    for path in QUERIES:
        with CaptureQueriesContext(connection) as queries:
            caller.rows(path)
        found[path] = len(queries)
    return found


def test_a_list_costs_the_same_with_one_row_and_with_three(cast: Cast, coordinator: Caller) -> None:
    coordinator.get("departments")  # Notes the key's use, once a minute: not the lists' cost.
    fill(cast, 1)
    one = costs(coordinator)
    fill(cast, 2)
    three = costs(coordinator)

    assert {path: len(coordinator.rows(path)) >= 3 for path in QUERIES} == dict.fromkeys(
        QUERIES, True
    ) | {"institutions": False}
    assert one == three == QUERIES
    assert max(three.values()) <= MOST


def test_control_a_shape_that_asks_per_row_is_found(cast: Cast) -> None:
    fill(cast, 3)
    with CaptureQueriesContext(connection) as queries:
        for offer in Offer.objects.all():
            str(offer.slot.task.title)

    assert len(queries) > MOST


def test_pages_follow_one_another_without_gap_or_repeat(cast: Cast, coordinator: Caller) -> None:
    make_volunteers(cast, 6)
    found, address = [], f"{BASE}/volunteers?page_size=3"
    while address:
        page = coordinator.client.get(address).json()
        found += [one["last_name"] for one in page["results"]]
        address = page["next"]

    assert found == [f"Prøve {n}" for n in range(1, 8)]


def test_names_come_in_danish_order(cast: Cast, leader: Caller) -> None:
    for name in ("Ørsted", "Aase", "Zoo", "Ærø"):
        TaskKind.objects.create(municipality=cast.municipality, name=name)

    names = [one["name"] for one in leader.rows("task-kinds")]
    back = [one["name"] for one in leader.rows("task-kinds", ordering="-sort_key")]

    assert names == ["Følgeskab", "Zoo", "Ærø", "Ørsted", "Aase"]
    assert back == names[::-1]
    # Control: the bytes of the names give another order.
    assert sorted(names) != names


def test_filters_narrow(cast: Cast, leader: Caller) -> None:
    early, late = open_slot(cast, days=3), open_slot(cast, days=9)
    border = (NOW + timedelta(days=5)).isoformat()

    after = leader.rows("slots", starts__gte=border)
    before = leader.rows("slots", starts__lt=border, state="open")
    of_task = leader.rows("slots", task=str(late.task.uuid))
    done = leader.rows("tasks", state="done")

    assert [[one["id"] for one in rows] for rows in (after, before, of_task, done)] == [
        [str(late.uuid)],
        [str(early.uuid)],
        [str(late.uuid)],
        [],
    ]


def test_messages_changed_since(cast: Cast, coordinator: Caller) -> None:
    open_slot(cast)

    since = coordinator.rows("messages", updated_since=NOW.isoformat())
    later = coordinator.rows("messages", updated_since=(NOW + timedelta(1)).isoformat())

    assert [(one["kind"], one["state"]) for one in since] == [("tilbud", "queued")]
    assert set(since[0]) & {"to", "body", "html"} == set()
    assert later == []


def test_two_municipalities_never_see_each_other(cast: Cast, coordinator: Caller) -> None:
    other = make_cast("Åby", 2)
    fill(cast, 1)
    fill(other, 1)
    put_rules_in_force(other)

    ours = {path: coordinator.rows(path) for path in QUERIES}
    theirs = {path: calling_in(other).rows(path) for path in QUERIES}

    for path in QUERIES:
        key = "number" if path == "rules-versions" else "id"
        if key == "id":
            assert {one[key] for one in ours[path]} & {one[key] for one in theirs[path]} == set()
    assert (len(ours["rules-versions"]), len(theirs["rules-versions"])) == (2, 3)


def calling_in(cast: Cast) -> Caller:
    """The coordinator of another municipality."""
    return Caller(key_for(cast, cast.coordinator))


def test_a_leader_sees_the_own_place_and_no_persons_page(cast: Cast, leader: Caller) -> None:
    slot = open_slot(cast)
    offer_to(slot, cast.helper)

    refused = [leader.get(path) for path in ("volunteers", "associations", "messages")]

    assert [one["name"] for one in leader.rows("institutions")] == ["Solgården"]
    assert [one["name"] for one in leader.rows("departments")] == ["Ældre"]
    assert [(one.status_code, one.json()["code"]) for one in refused] == [
        (403, "may_not_see_people"),
        (403, "may_not_see_people"),
        (403, "may_not_see_overview"),
    ]
    assert leader.get(f"volunteers/{cast.helper.uuid}").status_code == 404
    assert Institution.objects.count() == 2


def test_a_no_has_no_name_for_a_leader(cast: Cast, leader: Caller, coordinator: Caller) -> None:
    offer = offer_to(open_slot(cast), cast.helper)
    asked = leader.rows("offers")[0]["volunteer"]
    decline_offer(offer=offer, by=link_actor(cast.helper), at=NOW)

    hidden, shown = leader.rows("offers")[0], coordinator.rows("offers")[0]

    assert (asked["name"], hidden["volunteer"]) == ("Anna P.", None)
    assert shown["volunteer"]["name"] == "Anna P."

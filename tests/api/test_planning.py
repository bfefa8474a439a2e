"""Series, templates, proposals, minimums and closed days over the API."""

from datetime import timedelta
from typing import Any

from institutions.models import Slot, Task
from tests.api.conftest import Caller, need_body
from tests.cast import NOW, Cast, draft_need, link_actor, offer_to, open_slot
from volunteers.actions.answers import accept_offer


def span(days: int, hours: int = 2) -> dict[str, Any]:
    start = NOW + timedelta(days=days)
    return {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=hours)).isoformat()}


def day(days: int) -> str:
    return (NOW + timedelta(days=days)).date().isoformat()


def test_a_series_steps_over_closed_days(cast: Cast, leader: Caller, coordinator: Caller) -> None:
    task = draft_need(cast)
    closing = {"name": "Personaledag", "first_on": day(14), "last_on": day(14)}
    closed = coordinator.ok("closed-days", closing)

    series = leader.ok(
        f"tasks/{task.uuid}/series", {**span(7), "seats": 1, "every_weeks": 1, "until": day(28)}
    )
    listed = leader.rows("closed-days", last__gte=day(1))
    number = series["slots"][0]["series"]
    gone = leader.ok(f"tasks/{task.uuid}/series/{number}/remove")

    assert series["left_out"] == [{"day": day(14), "why": "Personaledag"}]
    assert (len(series["slots"]), gone, listed) == (3, {"count": 3}, [closed])
    assert coordinator.ok(f"closed-days/{closed['id']}/reopen") == {"id": closed["id"]}
    assert leader.post("closed-days", closing).json()["code"] == "may_not_keep_organisation"


def test_the_rest_of_a_series_is_moved_resized_and_called_off(cast: Cast, leader: Caller) -> None:
    task = leader.ok(f"institutions/{cast.here.external_uuid}/tasks", need_body(cast))
    path = f"tasks/{task['id']}"
    planned = leader.ok(
        f"{path}/series", {**span(7), "seats": 1, "every_weeks": 1, "until": day(21)}
    )
    leader.ok(
        f"{path}/declare",
        {"answers": {"F02": "Ja, det erklærer jeg.", "F15": "Ja, det erklærer jeg."}},
    )
    leader.ok(f"{path}/publish")
    second = f"slots/{planned['slots'][1]['id']}"

    more = leader.ok(f"{second}/change-numbers-of-rest", {"seats": 3, "min_seats": 2})
    moved = leader.ok(f"{second}/move-rest", span(15))
    off = leader.ok(f"{second}/cancel-rest", {"reason": "Sygdom"})

    assert (more, moved, off) == ({"count": 2}, {"left_out": []}, {"count": 2})
    rows = Slot.objects.filter(series__isnull=False).order_by("starts_at")
    assert [(one.state, one.seats) for one in rows] == [
        ("open", 1),
        ("cancelled", 3),
        ("cancelled", 3),
    ]


def test_a_minimum_is_changed_and_gone_ahead_with(cast: Cast, leader: Caller) -> None:
    slot = open_slot(cast, seats=3)
    offer = offer_to(slot, cast.helper)
    accept_offer(offer=offer, accepts_rules=True, by=link_actor(cast.helper), at=NOW)
    path = f"slots/{slot.uuid}"

    few = leader.ok(f"{path}/change-minimum", {"min_seats": 2})
    ahead = leader.ok(f"{path}/go-ahead")
    enough = leader.ok(f"{path}/close")

    assert (few["min_seats"], few["go_ahead_at"]) == (2, None)
    assert ahead["go_ahead_at"] is not None
    assert (enough["seats"], enough["seats_left"]) == (1, 0)


def test_a_need_begins_from_a_template(cast: Cast, leader: Caller, coordinator: Caller) -> None:
    task = open_slot(cast).task
    kept = leader.ok(f"tasks/{task.uuid}/keep-as-template", {"title": "Koncert"})
    refused = leader.post(f"tasks/{task.uuid}/keep-as-template", {"everywhere": True})
    town = coordinator.ok(f"tasks/{task.uuid}/keep-as-template", {"everywhere": True})

    draft = leader.ok(
        f"need-templates/{kept['id']}/draft",
        {**span(5), "seats": 2, "institution": str(cast.here.external_uuid)},
    )
    elsewhere = leader.post(
        f"need-templates/{town['id']}/draft",
        {**span(5), "seats": 2, "institution": str(cast.elsewhere.external_uuid)},
    )
    leader.ok(f"need-templates/{kept['id']}/retire")

    assert (draft["title"], draft["state"], draft["slots"][0]["seats"]) == ("Koncert", "draft", 2)
    assert (refused.status_code, elsewhere.status_code) == (403, 400)
    assert [one["id"] for one in leader.rows("need-templates")] == [town["id"]]


def test_a_template_is_replaced_whole_by_those_who_keep_it(
    cast: Cast, leader: Caller, coordinator: Caller
) -> None:
    keep = f"tasks/{open_slot(cast).task.uuid}/keep-as-template"
    path = f"need-templates/{leader.ok(keep, {})['id']}"
    town = f"need-templates/{coordinator.ok(keep, {'everywhere': True})['id']}"
    body = need_body(cast, title="Gåtur", starts="09:30", lasts_minutes=90, seats=2)
    del body["slots"]
    read = leader.get(path)

    unread = leader.put(path, body)
    done = leader.put(path, body, If_Match=read.headers["ETag"])
    stale = leader.put(path, body, If_Match=read.headers["ETag"])
    refused = [
        leader.put(path, {**body, **wrong}, If_Match="*").status_code
        for wrong in ({"seats": 0}, {"lasts_minutes": 961}, {"starts": "9"}, {"hours": 2})
    ]

    assert [one.status_code for one in (unread, done, stale)] == [428, 200, 412]
    assert refused == [422, 400, 400, 400]
    # Whoever was to be called is left out, and so is nobody any more.
    nobody = {"contact_name": "", "contact_phone": ""}
    assert leader.get(path).json() == done.json() == {**read.json(), **body, **nobody}
    assert (leader.get(town).status_code, leader.put(town, body, If_Match="*").status_code) == (
        200,
        404,
    )


def test_a_proposal_is_given_back(cast: Cast, leader: Caller) -> None:
    task = draft_need(cast)

    proposed = leader.ok(f"tasks/{task.uuid}/propose")
    waiting = leader.rows("tasks", proposed="true")
    back = leader.ok(f"tasks/{task.uuid}/return-proposal", {"reason": "Skriv mødestedet."})

    assert (proposed["proposed_at"] is not None, len(waiting)) == (True, 1)
    assert (back["proposed_at"], back["review_reason"]) == (None, "Skriv mødestedet.")
    assert (leader.rows("tasks", proposed="true"), Task.objects.count()) == ([], 1)

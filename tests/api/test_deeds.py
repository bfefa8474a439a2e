"""Each verb does its one thing, and answers with what is there afterwards."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from backend.audit.models import AuditEntry
from backend.common.actors import Actor, ActorKind
from backend.common.refusals import NotAllowed
from institutions.models import Department, Skill, Slot, Task, Tick
from tests.api.conftest import Caller, need_body
from tests.cast import NOW, Cast, draft_need, link_actor, make_volunteers, offer_to, open_slot
from volunteers.actions.answers import accept_offer, decline_offer, join_waiting_list, withdraw
from volunteers.models import Acceptance, Assignment, Offer, Volunteer

PHONED = {"channel": "phone"}
YES = {"channel": "in_person", "accepts_rules": True}


def span(days: int, hours: int = 2) -> dict[str, str]:
    start = NOW + timedelta(days=days)
    return {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=hours)).isoformat()}


def test_points_are_closed_and_opened_with_evidence(cast: Cast, leader: Caller) -> None:
    place = f"institutions/{cast.here.external_uuid}/checklist"

    opened = leader.ok(f"{place}/F07/untick")
    refused = leader.post(f"{place}/F07/tick", {"evidence": " "})
    closed = leader.ok(f"{place}/F07/tick", {"evidence": "Lone Prøve"})

    point = next(one for one in closed["points"] if one["code"] == "F07")
    assert (opened["ready"], closed["ready"]) == (False, True)
    assert (point["closed"], point["evidence"], point["ticked_by"]) == (
        True,
        "Lone Prøve",
        cast.leader.name,
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "evidence")
    assert Tick.objects.filter(item__code="F07").count() == 2


def test_a_draft_is_edited_whole_and_its_times_one_by_one(cast: Cast, leader: Caller) -> None:
    skill = Skill.objects.create(municipality=cast.municipality, name="Kørekort")
    task = leader.ok(f"institutions/{cast.here.external_uuid}/tasks", need_body(cast))
    body = need_body(cast, title="Gåtur", skills=[skill.pk])
    del body["slots"]

    edited = leader.put(f"tasks/{task['id']}", body, If_Match="*").json()
    slot = leader.ok(f"tasks/{task['id']}/slots", {**span(5), "seats": 3})
    gone = leader.ok(f"slots/{task['slots'][0]['id']}/remove")

    assert (edited["title"], edited["skills"], edited["state"]) == ("Gåtur", [skill.pk], "draft")
    assert (slot["seats"], slot["seats_left"]) == (3, 3)
    assert gone == {"id": task["slots"][0]["id"]}
    assert [str(one.uuid) for one in Slot.objects.all()] == [slot["id"]]


def test_a_need_with_a_bad_time_leaves_no_draft(cast: Cast, leader: Caller) -> None:
    times = [{**span(3), "seats": 1}, {**span(-1), "seats": 1}]

    refused = leader.post(
        f"institutions/{cast.here.external_uuid}/tasks", need_body(cast, slots=times)
    )

    assert (refused.status_code, refused.json()["code"]) == (422, "in_the_past")
    assert [one["pointer"] for one in refused.json()["errors"]] == ["#/slots"]
    assert Task.objects.count() == 0


def test_review_goes_back_and_is_approved(cast: Cast, leader: Caller, coordinator: Caller) -> None:
    Department.objects.update(approval_needed=True)
    task = draft_need(cast)
    place = f"tasks/{task.uuid}"

    asked = leader.ok(f"{place}/publish")
    own = leader.post(f"{place}/approve")
    back = coordinator.ok(f"{place}/send-back", {"reason": "Skriv mødestedet."})
    leader.ok(f"{place}/publish")
    opened = coordinator.ok(f"{place}/approve")

    assert (asked["state"], back["state"], opened["state"]) == ("in_review", "draft", "open")
    assert back["review_reason"] == "Skriv mødestedet."
    assert (own.status_code, own.json()["code"]) == (403, "may_not_approve_need")
    assert Offer.objects.count() == 1


def test_a_need_is_copied_and_called_off(cast: Cast, leader: Caller) -> None:
    task = open_slot(cast).task

    copy = leader.ok(f"tasks/{task.uuid}/copy", {"times": [span(8), span(9)], "seats": 2})
    off = [leader.ok(f"tasks/{task.uuid}/cancel", {"reason": "Sygdom"}) for _ in range(2)]

    assert (copy["copied_from"], copy["state"]) == (str(task.uuid), "draft")
    assert [one["seats"] for one in copy["slots"]] == [2, 2]
    assert [one["state"] for one in off] == ["cancelled", "cancelled"]
    assert AuditEntry.objects.filter(deed="cancel_task").count() == 1


def test_a_time_is_resized_and_called_off(cast: Cast, leader: Caller) -> None:
    slot = open_slot(cast)

    more = leader.ok(f"slots/{slot.uuid}/change-seats", {"seats": 4})
    none = leader.post(f"slots/{slot.uuid}/change-seats", {"seats": 0})
    off = leader.ok(f"slots/{slot.uuid}/cancel", {"reason": "Sygdom"})

    assert (more["seats"], off["state"], off["cancel_reason"]) == (4, "cancelled", "Sygdom")
    assert [one["pointer"] for one in none.json()["errors"]] == ["#/seats"]


def test_more_people_are_asked_by_waves(cast: Cast, leader: Caller) -> None:
    slot = open_slot(cast)
    make_volunteers(cast, 3)

    quiet = leader.get(f"slots/{slot.uuid}/wave-preview").json()
    plan = leader.get(f"slots/{slot.uuid}/wave-preview", more="true").json()
    wave = leader.ok(f"slots/{slot.uuid}/waves", {"more": True})

    assert plan["sms"]["price_ore"] == plan["asked_now"] * 40 * plan["sms"]["segments"]
    assert (wave["number"], wave["asked"]) == (2, plan["asked_now"])
    assert quiet["asked_now"] <= plan["asked_now"]
    assert {one["code"] for one in plan["obstacles"]} >= {"already_asked"}


def test_answers_on_behalf_keep_the_channel_and_name_both(cast: Cast, leader: Caller) -> None:
    slot = open_slot(cast, seats=1)
    one, two = make_volunteers(cast, 2)
    first, second = offer_to(slot, one), offer_to(slot, two)

    yes = leader.ok(f"offers/{first.uuid}/accept", YES)
    full = leader.ok(f"offers/{second.uuid}/accept", YES)
    line = leader.ok(f"offers/{second.uuid}/join-waiting-list", PHONED)
    back = leader.ok(f"assignments/{yes['assignment']}/withdraw", PHONED)
    no = leader.ok(f"offers/{second.uuid}/decline", {**PHONED, "reason": "Ferie"})

    assert [yes["outcome"], full["outcome"], line["outcome"]] == ["confirmed", "full", "waiting"]
    assert (back["state"], back["volunteer"], no["state"]) == ("withdrawn", None, "declined")
    first.refresh_from_db()
    assert first.channel == "phone"
    deeds = AuditEntry.objects.filter(on_behalf_of__gt="").order_by("id")
    assert list(deeds.values_list("deed", "user_id", "on_behalf_of")) == [
        ("accept_offer", cast.leader.pk, one.short_name),
        ("accept_too_late", cast.leader.pk, two.short_name),
        ("join_waiting_list", cast.leader.pk, two.short_name),
        ("withdraw", cast.leader.pk, one.short_name),
        ("decline_offer", cast.leader.pk, two.short_name),
    ]


def test_ones_own_answer_is_on_nobodys_behalf(cast: Cast) -> None:
    offer = offer_to(open_slot(cast), cast.helper)

    accept_offer(offer=offer, accepts_rules=True, by=link_actor(cast.helper), at=NOW)

    assert AuditEntry.objects.get(deed="accept_offer").on_behalf_of == ""


def test_acceptance_of_the_rules_is_stated_never_assumed(cast: Cast, leader: Caller) -> None:
    offer = offer_to(open_slot(cast), cast.helper)

    unsaid = leader.post(f"offers/{offer.uuid}/accept", PHONED)
    denied = leader.post(f"offers/{offer.uuid}/accept", {**PHONED, "accepts_rules": False})
    by_link = leader.post(f"offers/{offer.uuid}/accept", {**YES, "channel": "link"})

    found = [(one.status_code, one.json()["errors"][0]["pointer"]) for one in (unsaid, denied)]
    assert found == [(400, "#/accepts_rules"), (422, "#/accepts_rules")]
    assert by_link.status_code == 400
    assert Acceptance.objects.count() == 0


@pytest.mark.parametrize("who", ["leader_elsewhere", "ambassador"])
def test_only_who_may_ask_people_here_answers_for_them(cast: Cast, who: str) -> None:
    slot = open_slot(cast)
    offer = offer_to(slot, cast.helper)
    accept_offer(offer=offer, accepts_rules=True, by=link_actor(cast.helper), at=NOW)
    seat = Assignment.objects.get()
    by = cast.actor(getattr(cast, who))

    for deed, row in (
        (accept_offer, {"offer": offer, "accepts_rules": True}),
        (decline_offer, {"offer": offer}),
        (join_waiting_list, {"offer": offer}),
        (withdraw, {"assignment": seat}),
    ):
        assert refused(deed, row, by)
    # Control: the leader of the place may.
    assert not refused(withdraw, {"assignment": seat}, cast.actor(cast.leader))
    assert by.kind == ActorKind.USER


def refused(deed: Any, row: dict[str, Any], by: Actor) -> bool:
    try:
        deed(**row, by=by, at=NOW)
    except NotAllowed:
        return True
    return False


def test_people_are_entered_once(
    cast: Cast, leader: Caller, coordinator: Caller, moment: time_machine.Traveller
) -> None:
    skill = Skill.objects.create(municipality=cast.municipality, name="Kørekort")
    body = {
        "first_name": "Åse",
        "last_name": "Prøve",
        "phone": "20 12 34 56",
        "postcode": "8999",
        "kinds": [cast.kind.pk],
        "skills": [{"skill": skill.pk, "expires_on": "2027-01-31"}],
    }

    made = coordinator.post("volunteers", body)
    moment.move_to(NOW + timedelta(seconds=1))
    known = coordinator.post("volunteers", {**body, "last_name": "Rettet"})
    foreign = leader.post("volunteers", body)
    young = coordinator.post("volunteers", {**body, "phone": "20123457", "birth_year": 2020})

    person = Volunteer.objects.get(phone="+4520123456")
    assert (made.status_code, known.status_code, person.last_name) == (201, 200, "Rettet")
    assert (person.kinds.get(), person.skill_rows.get().skill) == (cast.kind, skill)
    assert (foreign.status_code, foreign.json()["code"]) == (403, "may_not_see_people")
    assert [one["pointer"] for one in young.json()["errors"]] == ["#/birth_year"]
    shown = coordinator.get(f"volunteers/{person.uuid}").json()
    assert (shown["first_name"], shown["phone"], shown["kinds"]) == (
        "Åse",
        "+4520123456",
        [cast.kind.pk],
    )

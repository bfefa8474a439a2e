"""The ten steps over the API, from an open checklist to a counted yes."""

from collections.abc import Callable
from datetime import timedelta

import time_machine

from backend.audit.models import AuditEntry
from institutions.models import Tick
from tests.api.conftest import Caller, need_body
from tests.cast import NOW, Cast, make_volunteers
from volunteers.actions.clockwork import run_clockwork
from volunteers.queries.indicators import measure
from volunteers.success.catalogue import COMPUTED
from volunteers.success.periods import this_quarter


def test_from_a_tick_to_a_counted_yes(
    cast: Cast,
    calling: Callable[..., Caller],
    moment: time_machine.Traveller,
) -> None:
    leader, coordinator = calling(cast.leader), calling(cast.coordinator)
    place = f"institutions/{cast.here.external_uuid}"
    Tick.objects.filter(run__institution=cast.here, item__code="F07").delete()

    # The institution is made ready.
    assert leader.get(f"{place}/checklist").json()["ready"] is False
    ready = leader.ok(f"{place}/checklist/F07/tick", {"evidence": "Lone Prøve"})
    assert ready["ready"] is True

    # A need is posted and declared, and the plan is looked at before anybody is asked.
    task = leader.ok(f"{place}/tasks", need_body(cast))
    answers = {"F02": "Ja, det erklærer jeg.", "F15": "Ja, det erklærer jeg."}
    leader.ok(f"tasks/{task['id']}/declare", {"answers": answers})
    slot = task["slots"][0]["id"]
    plan = leader.get(f"slots/{slot}/wave-preview").json()
    assert (plan["fits"], plan["sms"]["segments"]) == (1, 1)
    assert leader.rows("offers") == []
    assert leader.ok(f"tasks/{task['id']}/publish")["state"] == "open"

    # The one who was asked says yes by telephone.
    [offer] = leader.rows("offers", slot=slot)
    assert offer["volunteer"]["name"] == cast.helper.short_name
    answer = leader.ok(f"offers/{offer['id']}/accept", {"channel": "phone", "accepts_rules": True})
    assert answer["outcome"] == "confirmed"
    entry = AuditEntry.objects.get(deed="accept_offer")
    assert (entry.user_id, entry.on_behalf_of) == (cast.leader.pk, cast.helper.short_name)

    # The time is moved; the day comes; the person came; thanks are given.
    start = NOW + timedelta(days=4)
    span = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=3)).isoformat()}
    leader.ok(f"slots/{slot}/move", span)
    [seat] = leader.rows("assignments", slot=slot)
    assert seat["asked_again_at"] is not None
    moment.move_to(start + timedelta(hours=3))
    run_clockwork(at=start + timedelta(hours=3))
    held = leader.ok(f"assignments/{seat['id']}/record-attendance", {"came": True})
    assert (held["state"], held["hours"]) == ("attended", "3.00")
    leader.ok(f"slots/{slot}/give-thanks")
    assert leader.get(f"tasks/{task['id']}").json()["state"] == "done"

    # The figures are those of the pages.
    shown = {one["code"]: one for one in coordinator.get("indicators").json()["indicators"]}
    at = start + timedelta(hours=3)
    counted = measure(cast.municipality.pk, this_quarter(at), at)
    assert list(shown) == list(COMPUTED)
    assert {code: one["n"] for code, one in shown.items()} == {
        code: one.whole.n for code, one in counted.items()
    }
    assert (float(shown["K01"]["value"]), float(shown["K10"]["value"])) == (1, 3)
    assert counted["K10"].whole.value == 3


def test_few_people_are_hidden_from_all_but_the_coordinator(
    cast: Cast, leader: Caller, coordinator: Caller
) -> None:
    make_volunteers(cast, 1)

    assert leader.get("indicators").json()["code"] == "may_not_see_figures"
    assert coordinator.get("indicators").status_code == 200

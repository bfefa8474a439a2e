"""Addresses of other systems by the API: made, changed, rotated, switched, replayed."""

import pytest

from backend.accounts.models import KeptAnswer
from backend.accounts.secrets import unseal
from backend.audit.models import AuditEntry
from backend.webhooks.announcements import announce
from backend.webhooks.models import Delivery, Endpoint, Event
from tests.api.conftest import Caller
from tests.cast import NOW, Cast, open_slot

BODY = {
    "name": "Intranettet",
    "url": "https://hooks.example.org/samspil",
    "events": ["slot.filled", "task.opened"],
}


def test_the_secret_is_shown_once_and_kept_sealed(cast: Cast, coordinator: Caller) -> None:
    made = coordinator.ok("webhooks", BODY, Idempotency_Key="k-1")
    again = coordinator.ok("webhooks", BODY, Idempotency_Key="k-1")

    endpoint = Endpoint.objects.get()
    assert made["secret"].startswith("whsec_")
    assert (unseal(endpoint.secret), again["secret"]) == (made["secret"], None)
    assert made["secret"] not in (endpoint.secret, str(KeptAnswer.objects.get().body))
    assert "secret" not in coordinator.get(f"webhooks/{made['id']}").json()
    assert made["events"] == ["task.opened", "slot.filled"]


def test_rotating_keeps_the_old_secret_for_a_day(cast: Cast, coordinator: Caller) -> None:
    made = coordinator.ok("webhooks", BODY)

    turned = coordinator.ok(f"webhooks/{made['id']}/rotate-secret")

    endpoint = Endpoint.objects.get()
    assert turned["secret"] != made["secret"]
    assert (unseal(endpoint.secret), unseal(endpoint.old_secret)) == (
        turned["secret"],
        made["secret"],
    )
    assert turned["old_until"] == "2026-11-24T10:00:00+01:00"


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"url": "http://hooks.example.org/"}, "#/url"),
        ({"url": "https://127.0.0.1/"}, "#/url"),
        ({"name": " "}, "#/name"),
        ({"events": []}, "#/events"),
    ],
)
def test_what_cannot_be_called_is_refused(
    cast: Cast, coordinator: Caller, changes: dict[str, object], pointer: str
) -> None:
    refused = coordinator.post("webhooks", {**BODY, **changes})

    assert (refused.status_code, refused.json()["code"]) == (422, "endpoint_incomplete")
    assert [one["pointer"] for one in refused.json()["errors"]] == [pointer]
    assert Endpoint.objects.count() == 0


def test_it_is_changed_whole_and_switched_off_and_on(cast: Cast, coordinator: Caller) -> None:
    made = coordinator.ok("webhooks", BODY)
    path = f"webhooks/{made['id']}"
    tag = coordinator.get(path).headers["ETag"]

    new = coordinator.put(path, {**BODY, "name": "Vagtplanen"}, If_Match=tag)
    stale = coordinator.put(path, BODY, If_Match=tag)
    off = [coordinator.ok(f"{path}/switch-off")["off_at"] is None for _ in range(2)]
    on = coordinator.ok(f"{path}/switch-on")

    assert (new.json()["name"], stale.status_code) == ("Vagtplanen", 412)
    assert (off, on["off_at"]) == ([False, False], None)
    deeds = AuditEntry.objects.filter(subject_type="endpoint").order_by("id")
    assert list(deeds.values_list("deed", flat=True)) == [
        "add_endpoint",
        "change_endpoint",
        "switch_endpoint",
        "switch_endpoint",
    ]


def test_dead_calls_are_listed_and_made_anew(cast: Cast, coordinator: Caller) -> None:
    slot = open_slot(cast)
    made = coordinator.ok("webhooks", BODY)
    announce(Event.SLOT_FILLED, *[slot] * 3, at=NOW)
    Delivery.objects.update(state="dead", attempts=8, outcome="500")

    dead = coordinator.rows("webhook-calls", state="dead", webhook=made["id"])
    one = coordinator.ok(f"webhook-calls/{dead[0]['id']}/replay")
    rest = [coordinator.ok(f"webhooks/{made['id']}/replay-dead") for _ in range(2)]

    assert len(dead) == 3
    assert (one["state"], one["attempts"]) == ("queued", 0)
    assert rest == [{"count": 2}, {"count": 0}]


def test_a_leader_neither_sees_nor_makes_them(cast: Cast, leader: Caller) -> None:
    answers = [leader.get("webhooks"), leader.post("webhooks", BODY), leader.get("webhook-calls")]

    assert [one.json()["code"] for one in answers] == ["may_not_keep_organisation"] * 3

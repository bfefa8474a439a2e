"""Criteria and closed figures for other systems: read, entered, closed, and few people hidden."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.api.conftest import Caller
from tests.cast import Cast
from tests.volunteers.steering.stage import KNOWN, SUMMER, Group, make_criterion, make_group
from volunteers.models import ClosedPeriod, Criterion, ManualValue


@pytest.fixture
def group(cast: Cast) -> Group:
    return make_group(cast)


@pytest.fixture
def member(group: Group, calling: Callable[..., Caller]) -> Caller:
    """A system that acts as a member of the group."""
    return calling(group.elder)


def enter(member: Caller, row: Criterion, **body: object) -> dict[str, object]:
    """The answer to a value of the summer."""
    path = f"criteria/{row.uuid}/enter-value"
    answer = member.post(path, {"period": SUMMER.code, "source": "Panelet", **body})
    found: dict[str, object] = {"status": answer.status_code, **answer.json()}
    return found


def test_a_criterion_is_shown_with_what_was_decided(group: Group, member: Caller) -> None:
    row = make_criterion(group)

    shown = member.rows("criteria", state="active")[0]

    assert {name: shown[name] for name in ("id", "code", "unit", "target_value", "owner")} == {
        "id": str(row.uuid),
        "code": "K01",
        "unit": "share",
        "target_value": "0.800000",
        "owner": "Maja",
    }


def test_a_value_is_entered_and_the_impossible_is_refused_at_its_field(
    group: Group, member: Caller
) -> None:
    row = make_criterion(group, KNOWN)

    too_much = enter(member, row, value="1.2")
    half = enter(member, row, numerator="3")
    kept = enter(member, row, numerator="30", n=40)

    assert [too_much["status"], half["status"], kept["status"]] == [422, 422, 201]
    assert too_much["errors"][0]["pointer"] == "#/value"  # type: ignore[index]
    assert ManualValue.objects.get().value == Decimal("0.75")


def test_a_period_is_closed_and_its_figures_are_read(group: Group, member: Caller) -> None:
    few, many = make_criterion(group, KNOWN), make_criterion(group)
    enter(member, few, numerator="3", n=4)

    closed = member.ok("measurements/close-period", {"period": SUMMER.code})
    again = member.ok("measurements/close-period", {"period": SUMMER.code})
    rows = {one["criterion"]: one for one in member.rows("measurements")}

    assert (closed["period"], closed) == (SUMMER.code, again)
    assert ClosedPeriod.objects.count() == 1
    assert (rows[str(few.uuid)]["value"], rows[str(few.uuid)]["hidden"]) == (None, True)
    assert (rows[str(many.uuid)]["value"], rows[str(many.uuid)]["hidden"]) == (None, False)


def test_what_is_no_period_or_not_over_is_refused(group: Group, member: Caller) -> None:
    make_criterion(group)

    statuses = [
        member.post("measurements/close-period", {"period": code}).status_code
        for code in ("2026-k5", "2026-k4", "2025")
    ]

    assert statuses == [400, 409, 422]


def test_a_leader_neither_reads_nor_closes(group: Group, leader: Caller) -> None:
    make_criterion(group)

    assert leader.rows("criteria") == []
    assert leader.post("measurements/close-period", {"period": SUMMER.code}).status_code == 403


def test_figures_are_for_others_than_the_coordinator_once_the_period_is_closed(
    group: Group, member: Caller, coordinator: Caller
) -> None:
    make_criterion(group)
    address = "indicators?period=last_quarter"
    live = member.get(address).json()["indicators"]

    member.ok("measurements/close-period", {"period": SUMMER.code})
    closed = member.get(address).json()
    everything = coordinator.get(address).json()["indicators"]

    assert {one["hidden"] for one in live} == {True}
    assert [one["code"] for one in closed["indicators"] if not one["hidden"]] == [
        one["code"] for one in everything
    ]
    # The control: as they stand now, figures move while one looks.
    assert {one["hidden"] for one in everything} == {False}

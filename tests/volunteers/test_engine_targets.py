"""The table of targets: a miss is named, a busy machine tells no seconds, bounds are in order."""

import pytest

from tests.bench import targets
from tests.bench.nature import make_world

MONTH = {
    "fluid maximum": 0.95,
    "differences": {"greedy, every 2 h": {"filled": [-0.01, 0.002]}},
    "means": {
        "ours": {
            "filled": 0.92,
            "SMS per seat": 5.0,
            "Gini of asks": 0.38,
            "above 3 asks in 7 days": 0.0,
            "new people asked": 0.99,
            "faults": 0.0,
        },
        "greedy, every 2 h": {"filled": 0.91, "SMS per seat": 6.0},
    },
}


def verdicts(results: dict) -> dict[str, str]:
    return {row.claim: row.verdict for row in targets.rows_of(results)}


def test_a_month_within_its_targets() -> None:
    found = verdicts({"month": {"the usual month": MONTH}})

    assert set(found.values()) == {"met"}
    assert found["ours: filled / fluid maximum"] == "met"
    assert found["filled, less greedy, every 2 h"] == "met"


@pytest.mark.parametrize(
    ("name", "value", "claim"),
    [
        ("filled", 0.91, "ours: filled / fluid maximum"),
        ("SMS per seat", 5.9, "ours: SMS per filled seat"),
        ("Gini of asks", 0.41, "ours: Gini of asks"),
        ("new people asked", 0.94, "ours: new people asked"),
        ("faults", 1.0, "ours: broken rules"),
    ],
)
def test_a_missed_target_is_named(name: str, value: float, claim: str) -> None:
    means = {**MONTH["means"], "ours": {**MONTH["means"]["ours"], name: value}}

    found = verdicts({"month": {"the usual month": {**MONTH, "means": means}}})

    assert found[claim] == "MISSED"
    assert "MISSED" in targets.as_text([targets.Row(claim, "0", "1", is_met=False)])


def test_an_overbooked_seat_and_a_control_that_holds_are_misses() -> None:
    race = {
        "rounds": 3,
        "clients": 64,
        "faults": ["round 1: 2 seats"],
        "workers killed in a transaction": 3,
        "rounds overbooked by the control": 0,
    }

    assert list(verdicts({"race": race}).values()) == ["MISSED", "met", "MISSED"]


def test_a_busy_machine_tells_no_seconds() -> None:
    tick = {
        "scale": "region",
        "seed": 1,
        "target": 0.985,
        "plans": {"ours": {"ratio": 0.99, "faults": 0}},
        "same pairs as the naive loop": True,
        "times faster than the naive loop": 90.0,
        "seconds": None,
        "candidates and plan_s": None,
        "candidates and plan_cpu": 0.9,
    }

    found = {row.claim: row for row in targets.rows_of({"tick": [tick]})}

    seconds = found["region 1: candidates and plan, seconds"]
    assert (seconds.value, seconds.verdict) == ("unmeasured (0.90 CPU)", "unmeasured")
    assert found["region 1: tick, objective / bound B2"].verdict == "met"


def test_the_sharper_bound_of_a_month_is_the_lower() -> None:
    pytest.importorskip("scipy", reason="the audit bound needs scipy (make bench installs it)")
    from tests.bench.fluid import fluid_bound

    found = fluid_bound(make_world(3, 60))

    assert 0.5 < found.sharper <= found.plain + 1e-9 <= 1 + 2e-9

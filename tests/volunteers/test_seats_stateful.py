"""Waiting list, withdrawal, change of seats, companions and groups in any order: it adds up."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.volunteers.seat_machine import NaiveSeats, Seats, Stage

FEW = settings(
    max_examples=12,
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
MANY = settings(FEW, max_examples=400, stateful_step_count=40, derandomize=False)
# The control needs to fail, not to fail in the fewest steps.
FINDS = settings(FEW, max_examples=60, phases=[Phase.generate], report_multiple_bugs=False)


@pytest.fixture
def stage(db: None) -> Stage:
    """The people and the time, for all examples of a test."""
    return Stage()


def run(machine: type[Seats], stage: Stage, how: settings) -> None:
    """All the examples of one machine."""
    run_state_machine_as_test(type("Run", (machine,), {"stage": stage}), settings=how)


def test_the_seats_add_up_whatever_happens(stage: Stage) -> None:
    run(Seats, stage, FEW)


def test_control_a_seat_that_is_passed_on_without_counting_is_found(stage: Stage) -> None:
    with pytest.raises(AssertionError):
        run(NaiveSeats, stage, FINDS)


@pytest.mark.heavy
def test_the_seats_add_up_in_many_orders(stage: Stage) -> None:
    run(Seats, stage, MANY)

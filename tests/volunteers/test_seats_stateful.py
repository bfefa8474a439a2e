"""Waiting list, withdrawal, change of seats and groups at one moment, in any order: it adds up."""

from collections.abc import Iterator

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.cast import NOW
from tests.volunteers.seat_machine import NaiveSeats, Seats, Stage

pytestmark = pytest.mark.django_db(transaction=True)
FEW = settings(
    max_examples=6,
    stateful_step_count=6,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def stage() -> Iterator[Stage]:
    """The people and the time, for all examples of a test; Monday at ten."""
    with time_machine.travel(NOW, tick=True):
        yield Stage()


def run(machine: type[Seats], stage: Stage, how: settings) -> None:
    """All the examples of one machine."""
    run_state_machine_as_test(type("Run", (machine,), {"stage": stage}), settings=how)


def test_the_seats_add_up_whatever_happens_at_once(stage: Stage) -> None:
    run(Seats, stage, FEW)


def test_control_promotion_without_a_lock_does_not_add_up(stage: Stage) -> None:
    """Two who give back at one moment; one at a time the naive variant adds up as well."""
    machine = type("Run", (NaiveSeats,), {"stage": stage})()
    machine.begin()
    machine.at_one_moment([("give_back", 0), ("give_back", 1)])
    with pytest.raises(AssertionError):
        machine.every_seat_is_counted_once()
    machine.begin()

    for one in (0, 1, 2):
        machine.at_one_moment([("give_back", one)])
        machine.every_seat_is_counted_once()


def test_the_same_moment_adds_up_with_the_lock(stage: Stage) -> None:
    machine = type("Run", (Seats,), {"stage": stage})()
    machine.begin()

    machine.at_one_moment([("give_back", 0), ("give_back", 1), ("group_line", 2)])

    machine.every_seat_is_counted_once()
    machine.no_seat_is_free_while_somebody_waits()

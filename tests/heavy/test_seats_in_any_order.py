"""The seats of one time among people, a group and a leader at one moment, in many orders."""

import pytest
import time_machine
from django.db import IntegrityError
from hypothesis import settings
from hypothesis.errors import Flaky

from tests.cast import NOW
from tests.heavy.figures import sized
from tests.volunteers.seat_machine import NaiveSeats, Seats, Stage
from tests.volunteers.test_seats_stateful import FEW, run

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(1800),
]
ORDERS, STEPS = sized(40), 12
FINDS = settings(FEW, max_examples=60)
MANY = settings(FEW, max_examples=ORDERS, stateful_step_count=STEPS, derandomize=False)


def adds_up(machine: type[Seats], stage: Stage, how: settings) -> bool:
    """Whether no order was found in which the seats do not add up."""
    try:
        run(machine, stage, how)
    except (AssertionError, IntegrityError, Flaky):
        return False
    return True


def test_the_seats_add_up_in_many_orders() -> None:
    with time_machine.travel(NOW, tick=True):
        stage = Stage()
        held = adds_up(Seats, stage, MANY)
        naive_held = adds_up(NaiveSeats, stage, FINDS)

    # No promise of its own: what P1 says of one seat, of many deeds in any order.
    print(f"\nseats that did not add up in {ORDERS} orders of {STEPS} steps: {0 if held else 1}")
    assert (held, naive_held) == (True, False)

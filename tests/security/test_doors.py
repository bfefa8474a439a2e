"""No door opens for who has no business there: the walk of each build (P18 walks the whole)."""

from typing import Any

import pytest

from tests.architecture.test_routes import make_stage
from tests.cast import Cast
from tests.security.doors import SHUT, Stranger, few_strangers, leaks, walk

METHODS = ("get", "post", "delete")


@pytest.fixture
def stage(db: None) -> tuple[Cast, Cast, dict[str, Any]]:
    """Two municipalities, and rows of the first for every kind of address."""
    return make_stage()


def test_no_door_opens_for_a_stranger(stage: tuple[Cast, Cast, dict[str, Any]]) -> None:
    cast, other, rows = stage

    knocks = list(walk(few_strangers(cast, other), rows, METHODS))

    assert leaks(knocks) == []
    assert len(knocks) > 600


def test_control_own_people_get_in(stage: tuple[Cast, Cast, dict[str, Any]]) -> None:
    cast, _, rows = stage
    own = [Stranger("the coordinator", cast.coordinator, near=False)]

    opened = {one.route for one in walk(own, rows, ("get",)) if one.status not in SHUT}

    assert len(opened) > 60

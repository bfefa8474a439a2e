"""Tables of allowed moves."""

from enum import StrEnum

import pytest

from backend.common.refusals import Clash
from backend.common.states import allowed, require_move


class Lamp(StrEnum):
    OFF = "off"
    ON = "on"
    BROKEN = "broken"


MOVES = {Lamp.OFF: frozenset({Lamp.ON, Lamp.BROKEN}), Lamp.ON: frozenset({Lamp.OFF})}


def test_only_moves_of_the_table_are_allowed() -> None:
    found = {(now, then) for now in Lamp for then in Lamp if allowed(MOVES, now, then)}

    assert found == {(Lamp.OFF, Lamp.ON), (Lamp.OFF, Lamp.BROKEN), (Lamp.ON, Lamp.OFF)}


def test_another_move_is_refused_in_the_callers_words() -> None:
    require_move(MOVES, Lamp.OFF, Lamp.ON, "Lampen kan ikke tændes.")

    with pytest.raises(Clash) as refusal:
        require_move(MOVES, Lamp.BROKEN, Lamp.ON, "Lampen kan ikke tændes.")

    assert (refusal.value.code, refusal.value.text) == ("state", "Lampen kan ikke tændes.")

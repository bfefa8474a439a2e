"""Tables of allowed moves between states: one table per noun, one way to ask it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from backend.common.refusals import Clash

State = TypeVar("State", bound=StrEnum)


def allowed(table: Mapping[State, frozenset[State]], now: State, then: State) -> bool:
    """Whether the noun may go from ``now`` to ``then``. A state without a line is an end."""
    return then in table.get(now, frozenset())


def require_move(
    table: Mapping[State, frozenset[State]], now: State, then: State, text: str
) -> None:
    """Refuse (Clash, code "state") a move the table does not have, in the caller's Danish words.

    Staying where one is is a move like others: an action that may be repeated looks for itself.
    """
    if not allowed(table, now, then):
        raise Clash("state", text)

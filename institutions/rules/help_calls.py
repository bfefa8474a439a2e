"""The rules of a call for help: its states, and how long it may wait."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from enum import StrEnum

from backend.common.refusals import Invalid
from backend.common.states import require_move
from institutions.rules.words import PersonalKind, personal_hits

# Criterion K15: calls from institutions are answered within ten working days.
ANSWERED_WITHIN = 10
LONGEST_WORDS = 500
_SHORTEST_WORDS = 3
_SATURDAY = 5


class HelpCallState(StrEnum):
    """A call for help."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


HELP_CALL_MOVES: Mapping[HelpCallState, frozenset[HelpCallState]] = {
    # Closed without an answer: the institution managed by itself.
    HelpCallState.OPEN: frozenset({HelpCallState.ANSWERED, HelpCallState.CLOSED}),
    # Asked again: the answer did not help.
    HelpCallState.ANSWERED: frozenset({HelpCallState.OPEN, HelpCallState.CLOSED}),
    HelpCallState.CLOSED: frozenset(),
}
HELP_CALL_WORDS: Mapping[HelpCallState, str] = {
    HelpCallState.OPEN: "venter på svar",
    HelpCallState.ANSWERED: "besvaret",
    HelpCallState.CLOSED: "lukket",
}


def require_help_call_move(old: str, new: HelpCallState) -> None:
    """Refuses a move that the table does not have."""
    state = HelpCallState(old)
    text = f"Henvendelsen er {HELP_CALL_WORDS[state]}, så det kan ikke lade sig gøre."
    require_move(HELP_CALL_MOVES, state, new, text)


def answer_due_on(asked_on: date, is_holiday: Callable[[date], bool]) -> date:
    """The last day on which an answer is in time: the tenth working day after the day asked.

    Saturdays, Sundays and the public holidays told by ``is_holiday`` are no working days.
    """
    day, left = asked_on, ANSWERED_WITHIN
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY and not is_holiday(day)
    return day


def require_words(field: str, text: str, longest: int = LONGEST_WORDS) -> str:
    """The text without spaces around it; refuses (Invalid) none, too many, and a CPR number."""
    text = text.strip()
    fault = ""
    if len(text) < _SHORTEST_WORDS:
        fault = "Skriv med et par ord, hvad det handler om."
    elif len(text) > longest:
        fault = f"Skriv højst {longest} tegn. Der er {len(text)} nu."
    for hit in personal_hits(text):
        if hit.kind is PersonalKind.CPR:
            fault = hit.text
    if fault:
        raise Invalid("words", fault, {field: [fault]})
    return text

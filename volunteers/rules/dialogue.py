"""Who may write to whom about a time, for how long, and what words may hold."""

from datetime import datetime, timedelta

from backend.common.refusals import Invalid, TooLate
from institutions.rules.words import PersonalKind, personal_hits
from volunteers.rules.states import LIVE_OFFERS, AssignmentState

# Thanks, a lost pair of gloves, a word about next time; then it is over.
CLOSES_AFTER = timedelta(days=14)
LONGEST = 1000
MOST_A_DAY = 30
# Until then one SMS or mail has told of all that is new in the thread.
TELL_AGAIN_AFTER = timedelta(hours=1)
# The same words again this soon are a second tap.
SAME_TAP = timedelta(minutes=1)
_OVER = frozenset({AssignmentState.WITHDRAWN})


def closes_at(ends_at: datetime) -> datetime:
    """When a thread about a time that ends then is closed."""
    return ends_at + CLOSES_AFTER


def may_talk(
    *, offer_state: str, seat_state: str, starts_at: datetime, ends_at: datetime, at: datetime
) -> bool:
    """Whether the two sides may write: with a seat, in line or called off until 14 days after.

    Who has been asked and has not answered may write until it begins. ``seat_state`` is "" for a
    person without a seat or a place in line.
    """
    if seat_state:
        return seat_state not in _OVER and at < closes_at(ends_at)
    return offer_state in LIVE_OFFERS and at < starts_at


def require_open(*, is_open: bool) -> None:
    """Refuses a thread that is closed."""
    if not is_open:
        raise TooLate("dialogue_closed", "Samtalen er lukket. Ring i stedet til stedet.")


def require_words(body: str, *, number_is_meant: bool) -> str:
    """The words without the space around them.

    Refuses none, more than 1000 characters, a CPR number, and a telephone number that was not
    ticked as meant (field ``number_is_meant``): whose it is, only the writer knows.
    """
    words = body.strip()
    if not words:
        raise _wrong("body", "Skriv en besked.")
    if len(words) > LONGEST:
        raise _wrong("body", f"Skriv højst {LONGEST} tegn. Der er {len(words)} nu.")
    kinds = {hit.kind for hit in personal_hits(words)}
    if PersonalKind.CPR in kinds:
        raise _wrong("body", "Det ligner et CPR-nummer. Slet det, og send igen.")
    if PersonalKind.PHONE in kinds and not number_is_meant:
        raise _wrong(
            "number_is_meant",
            "Der står et telefonnummer i beskeden. Slet det, eller sæt kryds ved, at du vil "
            "dele det.",
        )
    return words


def _wrong(field: str, text: str) -> Invalid:
    return Invalid(f"dialogue_{field}", text, {field: [text]})

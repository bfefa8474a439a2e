"""A disagreement is talked through, not written through: a call first, then before, during, after.

The source is the customer's wish 127.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from backend.common.refusals import Invalid

# The words are of no use to anybody a year after; the row stays as a number.
KEEP_WORDS = timedelta(days=365)
# An open disagreement without a new talk for this long is shown as waiting.
QUIET = timedelta(days=7)


class Moment(StrEnum):
    """The three talks, in order."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


class Way(StrEnum):
    """How people talked. Writing is no way."""

    CALL = "call"
    MEETING = "meeting"


MOMENT_WORDS: Mapping[Moment, str] = {
    Moment.BEFORE: "Før: I har ringet sammen",
    Moment.DURING: "Under: I har talt om, hvad der skal ske",
    Moment.AFTER: "Efter: I har fulgt op",
}
WAY_WORDS: Mapping[Way, str] = {Way.CALL: "Telefon", Way.MEETING: "Møde"}


def next_moment(held: Mapping[Moment, date]) -> Moment | None:
    """The first talk that has not been held; None when all three have."""
    return next((moment for moment in Moment if moment not in held), None)


def require_talk(
    held: Mapping[Moment, date], moment: Moment, way: Way, held_on: date, today: date
) -> None:
    """Refuses a talk out of order: to come, before the one it follows, after the one it precedes.

    The first is a call. ``held`` may have the same moment already: then it is corrected.
    """
    if moment is Moment.BEFORE and way is not Way.CALL:
        raise _wrong("way", "Det første skridt er at ringe. Ring, og sæt så hak.")
    if held_on > today:
        raise _wrong("held_on", "Datoen ligger i fremtiden. Sæt hak, når I har talt sammen.")
    order = list(Moment)
    earlier, later = order[: order.index(moment)], order[order.index(moment) + 1 :]
    missing = [one for one in earlier if one not in held]
    if missing:
        raise _wrong("held_on", f"Sæt først hak ved »{MOMENT_WORDS[missing[0]]}«.")
    if any(held[one] > held_on for one in earlier):
        raise _wrong("held_on", "Datoen ligger før den samtale, den følger efter.")
    if any(one in held and held[one] < held_on for one in later):
        raise _wrong("held_on", "Datoen ligger efter den næste samtale.")


def require_close(held: Mapping[Moment, date], no_after_reason: str) -> None:
    """Refuses to close without the talk afterwards, unless a reason says why there was none."""
    if Moment.AFTER not in held and not no_after_reason.strip():
        wrong = (
            "Tal sammen bagefter, og sæt hak, eller skriv, hvorfor det ikke kunne lade sig gøre."
        )
        raise _wrong("no_after_reason", wrong)


def _wrong(field: str, text: str) -> Invalid:
    return Invalid(f"disagreement_{field}", text, {field: [text]})

"""The checklist's rules: what counts as evidence, and how long a closed checklist is valid."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from enum import StrEnum

from backend.common.refusals import Invalid
from institutions.rules.words import PersonalKind, personal_hits

# The column holds 300; a date written after the text takes 13 of them.
LONGEST_EVIDENCE = 300
_ROOM_FOR_DATE = 13
_SHORTEST_TEXT = 2
# The institution's point on insurance, which a long weekly rota asks again (L17).
INSURANCE = "F11"
AGAIN = "Opgaven gentages hver uge i mere end 8 uger. Se på forsikringen igen for den her opgave."


class EvidenceKind(StrEnum):
    """What the leader gives when a point is closed."""

    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"
    PERSON = "person"
    MED = "med"
    DECLARATION = "declaration"
    AUTOMATIC = "automatic"


def require_evidence(
    kind: EvidenceKind, evidence: str, *, held_on: date | None, today: date
) -> None:
    """Refuse (Invalid, code "evidence") what does not show that the point is in order.

    A date and a MED entry need a day that is not to come; all but a date need words. A MED entry
    names its committee, a person has a name. CPR numbers are refused everywhere.
    """
    written = evidence.strip()
    if kind in (EvidenceKind.DATE, EvidenceKind.MED):
        _require_day(held_on, today)
    if not _ENOUGH[kind](written):
        raise _invalid("evidence", _WORDS[kind])
    room = LONGEST_EVIDENCE - (_ROOM_FOR_DATE if held_on else 0)
    if len(written) > room:
        raise _invalid("evidence", f"Skriv højst {room} tegn. Der er {len(written)} nu.")
    for hit in personal_hits(written):
        if hit.kind is PersonalKind.CPR:
            raise _invalid("evidence", hit.text)


def run_valid_until(started_on: date) -> date:
    """The last day of the 12 months a checklist is valid: the day before the anniversary.

    Begun on 29 February, the anniversary is 1 March.
    """
    try:
        anniversary = started_on.replace(year=started_on.year + 1)
    except ValueError:
        anniversary = date(started_on.year + 1, 3, 1)
    return anniversary - timedelta(days=1)


def _require_day(held_on: date | None, today: date) -> None:
    if held_on is None:
        raise _invalid("held_on", "Skriv datoen, for eksempel 24-11-2026.")
    if held_on > today:
        raise _invalid("held_on", "Datoen ligger i fremtiden. Sæt hak, når det er sket.")


def _invalid(field: str, text: str) -> Invalid:
    return Invalid("evidence", text, {field: [text]})


def _has_words(written: str) -> bool:
    return len(written) >= _SHORTEST_TEXT


def _has_name(written: str) -> bool:
    return sum(char.isalpha() for char in written) >= _SHORTEST_TEXT


# Whether enough is written, per kind; a date needs no words.
_ENOUGH: Mapping[EvidenceKind, Callable[[str], bool]] = {
    EvidenceKind.TEXT: _has_words,
    EvidenceKind.DATE: lambda _written: True,
    EvidenceKind.CHOICE: _has_words,
    EvidenceKind.PERSON: _has_name,
    EvidenceKind.MED: _has_name,
    EvidenceKind.DECLARATION: _has_words,
    EvidenceKind.AUTOMATIC: _has_words,
}
_WORDS: Mapping[EvidenceKind, str] = {
    EvidenceKind.TEXT: "Skriv med et par ord, hvordan punktet er i orden.",
    EvidenceKind.DATE: "Skriv datoen, for eksempel 24-11-2026.",
    EvidenceKind.CHOICE: "Vælg et svar.",
    EvidenceKind.PERSON: "Skriv navnet på personen.",
    EvidenceKind.MED: "Skriv, hvilket MED-udvalg der har drøftet samarbejdet.",
    EvidenceKind.DECLARATION: "Sæt hak i erklæringen, hvis den er rigtig.",
    EvidenceKind.AUTOMATIC: "Svar på spørgsmålet.",
}

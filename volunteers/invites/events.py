"""One slot as a calendar sees it: an event that is checked before it becomes a file."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

_ADDRESS = re.compile(r"[^\s@<>\",;:]+@[^\s@<>\",;:]+")
_UID = re.compile(r"[A-Za-z0-9.:_@-]{1,255}")
_BREAKS = ("\r\n", "\r", "\u0085", "\u2028", "\u2029", "\v", "\f")


class EventStatus(StrEnum):
    """How firm the event is; a place on the waiting list is tentative."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Party:
    """A person or place with a mail address. Refuses (ValueError) what is not an address."""

    name: str
    email: str

    def __post_init__(self) -> None:
        if not _ADDRESS.fullmatch(self.email):
            raise ValueError(f"Not a mail address: {self.email!r}")
        if "\n" in clean_text(self.name):
            raise ValueError("A name has one line.")


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """A slot in somebody's calendar.

    ``uid`` belongs to the assignment and is never reused; ``sequence`` grows with every change;
    ``stamped_at`` is when this version was made; ``accepted`` whether the attendee has said yes
    or is only asked. Times are aware and kept as instants. Refuses
    (ValueError) naive times, an end that is not after the start, and a strange uid or url. Texts
    are cleaned when they are written (see ``clean_text``).
    """

    uid: str
    sequence: int
    stamped_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    organizer: Party
    description: str = ""
    location: str = ""
    url: str = ""
    attendee: Party | None = None
    status: EventStatus = EventStatus.CONFIRMED
    accepted: bool = True

    def __post_init__(self) -> None:
        if not _UID.fullmatch(self.uid):
            raise ValueError(f"Not a uid: {self.uid!r}")
        if self.sequence < 0:
            raise ValueError("A sequence begins at 0.")
        if any(moment.tzinfo is None for moment in (self.stamped_at, self.starts_at, self.ends_at)):
            raise ValueError("Calendar times need their time zone.")
        if self.ends_at.astimezone(UTC) <= self.starts_at.astimezone(UTC):
            raise ValueError("An event ends after it starts.")
        if self.url and not re.fullmatch(r"https?://[!-~]+", self.url):
            raise ValueError(f"Not an address of a page: {self.url!r}")


def clean_text(text: str) -> str:
    """The text with every kind of line break as a newline, which a calendar file escapes.

    Other control characters are left out: nobody sees them, they have been used to smuggle lines
    into a file, and a yes must not fail because the leader pasted one.
    """
    for line_break in _BREAKS:
        text = text.replace(line_break, "\n")
    return "".join(char for char in text if char in "\n\t" or not _is_control(char)).strip()


def _is_control(char: str) -> bool:
    return unicodedata.category(char) == "Cc"

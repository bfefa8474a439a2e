"""Events: their kinds, who takes part, what an answer may become, and what an event must have."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backend.common.refusals import Invalid
from backend.common.states import require_move

# "Ringer"-links and tags have no place in a calendar; a meeting's own address has no spaces.
_WEB = ("https://", "http://")
LONGEST_EVENT = timedelta(days=3)
MOST_SEATS = 2000


class EventKind(StrEnum):
    """What sort of event (wish 44's list)."""

    TALK = "talk"
    THEME_EVENING = "theme_evening"
    THEME_MEETING = "theme_meeting"
    AFTER_WORK = "after_work"
    COURSE = "course"
    DIALOGUE = "dialogue"
    THEME_DAY = "theme_day"
    NETWORK = "network"
    WORKSHOP = "workshop"


class Group(StrEnum):
    """Whom a participant counts as (wish 9), and the volunteers."""

    VOLUNTEER = "volunteer"
    CITIZEN = "citizen"
    ASSOCIATION = "association"
    UNION = "union"
    STAFF = "staff"


class Answer(StrEnum):
    """What a participant has said."""

    INVITED = "invited"
    COMING = "coming"
    WAITING = "waiting"
    DECLINED = "declined"


class Presence(StrEnum):
    """What happened on the day; empty until it is noted."""

    UNKNOWN = ""
    PLACE = "place"
    ONLINE = "online"
    ABSENT = "absent"


class Origin(StrEnum):
    """How somebody became a participant."""

    INVITED = "invited"
    OWN = "own"
    ORDERED = "ordered"


KIND_WORDS: Mapping[str, str] = {
    EventKind.TALK: "Oplæg",
    EventKind.THEME_EVENING: "Temaaften",
    EventKind.THEME_MEETING: "Temamøde",
    EventKind.AFTER_WORK: "Gå-hjem-møde",
    EventKind.COURSE: "Kursus",
    EventKind.DIALOGUE: "Dialogmøde",
    EventKind.THEME_DAY: "Temadag",
    EventKind.NETWORK: "Netværksmøde",
    EventKind.WORKSHOP: "Realiseringsværksted",
}
GROUP_WORDS: Mapping[str, str] = {
    Group.VOLUNTEER: "Frivillig",
    Group.CITIZEN: "Borger",
    Group.ASSOCIATION: "Forening",
    Group.UNION: "Faglig organisation",
    Group.STAFF: "Ansat",
}
ANSWER_WORDS: Mapping[str, str] = {
    Answer.INVITED: "Intet svar",
    Answer.COMING: "Kommer",
    Answer.WAITING: "På venteliste",
    Answer.DECLINED: "Kommer ikke",
}
PRESENCE_WORDS: Mapping[str, str] = {
    Presence.UNKNOWN: "",
    Presence.PLACE: "Mødt",
    Presence.ONLINE: "Mødt online",
    Presence.ABSENT: "Udeblev",
}
CAME = frozenset({Presence.PLACE, Presence.ONLINE})
# The kinds that K23 of the success criteria counts.
AWARENESS_KINDS = frozenset({EventKind.TALK, EventKind.THEME_EVENING, EventKind.COURSE})

ANSWER_MOVES: Mapping[Answer, frozenset[Answer]] = {
    Answer.INVITED: frozenset({Answer.COMING, Answer.WAITING, Answer.DECLINED}),
    Answer.COMING: frozenset({Answer.DECLINED}),
    Answer.WAITING: frozenset({Answer.COMING, Answer.DECLINED}),
    # A person may change their mind.
    Answer.DECLINED: frozenset({Answer.COMING, Answer.WAITING}),
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What decides whether an event makes sense; ``seats`` None is no limit."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    place: str
    online_url: str
    seats: int | None
    trains_ambassadors: bool


def require_answer_move(old: str, new: Answer) -> None:
    """Refuses a move that the table does not have."""
    text = f"Svaret er »{ANSWER_WORDS[old].lower()}«, så det kan ikke ændres sådan."
    require_move(ANSWER_MOVES, Answer(old), new, text)


def require_event(frame: Frame) -> None:
    """Refuses (Invalid, by field) an event that nobody could find, come to, or be trained by."""
    wrong = {name: [text] for name, text in _faults(frame).items() if text}
    if wrong:
        raise Invalid("event_wrong", "Ret felterne, og prøv igen.", wrong)


def _faults(frame: Frame) -> Mapping[str, str]:
    return {
        "kind": "" if frame.kind in KIND_WORDS else "Vælg, hvad slags arrangement det er.",
        "ends_at": _time_fault(frame),
        "place": "" if frame.place or frame.online_url else "Skriv et sted eller et link.",
        "online_url": _url_fault(frame.online_url),
        "seats": _seats_fault(frame.seats),
        "trains_ambassadors": (
            "Kun et kursus kan uddanne ambassadører. Vælg »Kursus«, eller fjern krydset."
            if frame.trains_ambassadors and frame.kind != EventKind.COURSE
            else ""
        ),
    }


def _time_fault(frame: Frame) -> str:
    if frame.ends_at <= frame.starts_at:
        return "Det slutter, før det begynder. Ret sluttidspunktet."
    if frame.ends_at - frame.starts_at > LONGEST_EVENT:
        return "Højst tre dage. Lav et forløb med flere dele i stedet."
    return ""


def _url_fault(url: str) -> str:
    if not url:
        return ""
    readable = url.startswith(_WEB) and url.isascii() and url.isprintable() and " " not in url
    return "" if readable else "Skriv hele linket, som begynder med https://, uden mellemrum."


def _seats_fault(seats: int | None) -> str:
    if seats is None or 1 <= seats <= MOST_SEATS:
        return ""
    return f"Skriv et tal fra 1 til {MOST_SEATS}, eller lad feltet stå tomt."

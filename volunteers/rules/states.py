"""The states of each noun on this side and the moves between them, written once."""

from collections.abc import Mapping
from enum import StrEnum

from backend.common.states import require_move


class OfferState(StrEnum):
    """A question to one person about one slot; ``seen_at`` stands beside it."""

    PLANNED = "planned"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    RECALLED = "recalled"


class AssignmentState(StrEnum):
    """What a yes became."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    ATTENDED = "attended"
    NO_SHOW = "no_show"


class GroupState(StrEnum):
    """A question to an association about one slot, and what became of it."""

    SENT = "sent"
    ACCEPTED = "accepted"
    WAITING = "waiting"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    RECALLED = "recalled"
    CANCELLED = "cancelled"


class AnswerChannel(StrEnum):
    """How an answer reached us."""

    LINK = "link"
    SMS = "sms"
    PHONE = "phone"
    IN_PERSON = "in_person"


LIVE_OFFERS = frozenset({OfferState.PLANNED, OfferState.SENT})
HOLDS_A_SEAT = frozenset(
    {AssignmentState.CONFIRMED, AssignmentState.ATTENDED, AssignmentState.NO_SHOW}
)

OFFER_MOVES: Mapping[OfferState, frozenset[OfferState]] = {
    OfferState.PLANNED: frozenset(
        {OfferState.SENT, OfferState.ACCEPTED, OfferState.DECLINED, OfferState.RECALLED}
    ),
    OfferState.SENT: frozenset(
        {OfferState.ACCEPTED, OfferState.DECLINED, OfferState.EXPIRED, OfferState.RECALLED}
    ),
    # A person may change their mind while the slot still wants people.
    OfferState.ACCEPTED: frozenset({OfferState.DECLINED, OfferState.RECALLED}),
    OfferState.DECLINED: frozenset({OfferState.ACCEPTED}),
    OfferState.EXPIRED: frozenset({OfferState.ACCEPTED, OfferState.DECLINED}),
    OfferState.RECALLED: frozenset(),
}
ASSIGNMENT_MOVES: Mapping[AssignmentState, frozenset[AssignmentState]] = {
    AssignmentState.WAITING: frozenset(
        {AssignmentState.CONFIRMED, AssignmentState.WITHDRAWN, AssignmentState.CANCELLED}
    ),
    AssignmentState.CONFIRMED: frozenset(
        {
            AssignmentState.WITHDRAWN,
            AssignmentState.CANCELLED,
            AssignmentState.ATTENDED,
            AssignmentState.NO_SHOW,
        }
    ),
    AssignmentState.WITHDRAWN: frozenset({AssignmentState.CONFIRMED, AssignmentState.WAITING}),
    AssignmentState.CANCELLED: frozenset(),
    # Attendance may be corrected.
    AssignmentState.ATTENDED: frozenset({AssignmentState.NO_SHOW, AssignmentState.CONFIRMED}),
    AssignmentState.NO_SHOW: frozenset({AssignmentState.ATTENDED, AssignmentState.CONFIRMED}),
}

GROUP_MOVES: Mapping[GroupState, frozenset[GroupState]] = {
    GroupState.SENT: frozenset(
        {
            GroupState.ACCEPTED,
            GroupState.WAITING,
            GroupState.DECLINED,
            GroupState.EXPIRED,
            GroupState.RECALLED,
            GroupState.CANCELLED,
        }
    ),
    GroupState.ACCEPTED: frozenset({GroupState.WITHDRAWN, GroupState.CANCELLED}),
    GroupState.WAITING: frozenset(
        {GroupState.ACCEPTED, GroupState.WITHDRAWN, GroupState.CANCELLED}
    ),
    GroupState.DECLINED: frozenset({GroupState.ACCEPTED, GroupState.WAITING}),
    GroupState.WITHDRAWN: frozenset(
        {GroupState.ACCEPTED, GroupState.WAITING, GroupState.CANCELLED}
    ),
    GroupState.EXPIRED: frozenset(),
    # Taken back before it left, because the seats were filled: it may be asked anew.
    GroupState.RECALLED: frozenset({GroupState.SENT}),
    GroupState.CANCELLED: frozenset(),
}

_WORDS: Mapping[str, str] = {
    "planned": "på vej",
    "sent": "spurgt",
    "accepted": "ja",
    "declined": "nej",
    "expired": "intet svar",
    "recalled": "trukket tilbage",
    "confirmed": "tilmeldt",
    "waiting": "på venteliste",
    "withdrawn": "afbud",
    "cancelled": "aflyst",
    "attended": "mødt",
    "no_show": "udeblevet",
}


def state_word(state: str) -> str:
    """The Danish word of a state on this side."""
    return _WORDS[state]


def require_offer_move(old: str, new: OfferState) -> None:
    """Refuses a move that the table does not have."""
    text = f"Forespørgslen står som {state_word(old)}, så det kan ikke ændres."
    require_move(OFFER_MOVES, OfferState(old), new, text)


def require_assignment_move(old: str, new: AssignmentState) -> None:
    """Refuses a move that the table does not have."""
    text = f"Tilmeldingen står som {state_word(old)}, så det kan ikke ændres."
    require_move(ASSIGNMENT_MOVES, AssignmentState(old), new, text)


def require_group_move(old: str, new: GroupState) -> None:
    """Refuses a move that the table does not have."""
    text = f"Foreningens svar står som {state_word(old)}, så det kan ikke ændres."
    require_move(GROUP_MOVES, GroupState(old), new, text)

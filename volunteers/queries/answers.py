"""What a personal link shows at this moment: it follows from rows, never from a visit."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from institutions.models import RulesVersion, Slot
from institutions.queries.checklists import rules_in_force
from institutions.rules.states import SlotState
from volunteers.models import Assignment, Link, Offer
from volunteers.queries.afterwards.thanks import Thanked, thanked_for
from volunteers.queries.certificates import asks, lacks_certificate, lacks_papers
from volunteers.queries.line import place_in_line
from volunteers.queries.links import seat_behind, slot_behind
from volunteers.queries.other_tasks import other_tasks
from volunteers.queries.trust import has_accepted
from volunteers.queries.young import lacks_leaders_yes
from volunteers.rules.states import HOLDS_A_SEAT, AssignmentState, OfferState


class Situation(StrEnum):
    """Where one person stands with one slot."""

    QUESTION = "question"
    FULL = "full"
    LOST_RACE = "lost_race"
    CONFIRMED = "confirmed"
    MOVED = "moved"
    WAITING = "waiting"
    SEAT_FREE = "seat_free"
    LAPSED = "lapsed"
    PAPERS = "papers"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    NOT_NEEDED = "not_needed"
    TOO_LATE = "too_late"
    CANCELLED = "cancelled"
    OVER = "over"
    PULSE = "pulse"
    PULSE_GIVEN = "pulse_given"


# Where a yes gives a seat, so that the page must offer the rules for acceptance.
CAN_SAY_YES = frozenset(
    {
        Situation.QUESTION,
        Situation.SEAT_FREE,
        Situation.LAPSED,
        Situation.DECLINED,
        Situation.WITHDRAWN,
    }
)
# Where the person would have come and there is no seat: other tasks are shown.
WITHOUT_A_SEAT = frozenset(
    {
        Situation.FULL,
        Situation.LOST_RACE,
        Situation.WAITING,
        Situation.LAPSED,
        Situation.NOT_NEEDED,
    }
)
# "er spurgt 1 gang de seneste 7 dage" is true, but no reason to ask somebody.
_NO_REASON = "er spurgt "


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """All that the page of one link shows.

    ``rules`` is set when they must be accepted with a yes (the first time at the institution).
    ``place_in_line`` counts from 1. ``may_withdraw`` is false from the municipality's cut-off on.
    """

    link: Link
    offer: Offer
    slot: Slot
    situation: Situation
    assignment: Assignment | None
    rules: RulesVersion | None
    place_in_line: int
    may_withdraw: bool
    others: tuple[Slot, ...]
    thanked: Thanked | None
    at: datetime

    @property
    def has_seats(self) -> bool:
        """Whether somebody who says yes now would get a seat."""
        return self.slot.seats_left > 0 or self.answer_by is not None

    @property
    def answer_by(self) -> datetime | None:
        """Until when a seat is kept for this person; None for somebody who is not called."""
        return self.assignment.answer_by if self.assignment is not None else None

    @property
    def may_bring(self) -> bool:
        """Whether somebody may be brought along: a seat is free, or theirs is there already."""
        held = self.assignment
        room = self.slot.seats_left > 0 or (held is not None and held.companions > 0)
        return room and not asks(self.slot.task) and self.slot.starts_at > self.at

    @property
    def reasons(self) -> list[str]:
        """Why this person was asked, said to the person: "Du bor 3 km væk"."""
        return [f"Du {why}" for why in self.offer.reasons if not why.startswith(_NO_REASON)]

    @property
    def waits_for_leader(self) -> bool:
        """Whether it is the leader's yes to somebody of 15-17 that is missing."""
        return lacks_leaders_yes(self.offer.volunteer, self.slot)

    @property
    def waits_for_certificate(self) -> bool:
        """Whether it is a certificate that is missing."""
        return lacks_certificate(self.offer.volunteer, self.slot)

    @property
    def rules_text(self) -> str:
        """The sentence that is accepted, with the version's number in it."""
        return _numbered(self.rules, self.rules.volunteer_text) if self.rules else ""

    @property
    def confidentiality_text(self) -> str:
        """The promise of confidentiality."""
        return _numbered(self.rules, self.rules.confidentiality_text) if self.rules else ""


def answer_page(link: Link, at: datetime) -> AnswerPage:
    """The page of a link that ``find_link`` found; no write.

    At most six queries, five more where a task asks for a certificate, and those of
    ``other_tasks`` where there is no seat.
    """
    offer = link.offer
    assert offer is not None
    slot = slot_behind(offer)
    assignment = seat_behind(offer)
    situation = situation_of(link, assignment, at)
    return AnswerPage(
        link=link,
        offer=offer,
        slot=slot,
        situation=situation,
        assignment=assignment,
        rules=_rules_to_accept(offer) if situation in CAN_SAY_YES else None,
        place_in_line=place_in_line(assignment),
        may_withdraw=at <= slot.starts_at - _cutoff(slot),
        thanked=thanked_for(assignment) if link.purpose == Link.Purpose.THANKS else None,
        others=other_tasks(offer, at) if situation in WITHOUT_A_SEAT else (),
        at=at,
    )


def situation_of(link: Link, assignment: Assignment | None, at: datetime) -> Situation:
    """Which of the page's faces to show, from rows that are already loaded."""
    offer = link.offer
    assert offer is not None
    if link.purpose == Link.Purpose.THANKS:
        return _after(assignment)
    slot = offer.slot
    held = assignment.state if assignment is not None else ""
    if slot.state == SlotState.CANCELLED:
        return Situation.CANCELLED
    if held in HOLDS_A_SEAT:
        assert assignment is not None
        return _with_seat(assignment, at)
    if slot.starts_at <= at or slot.state == SlotState.DONE:
        return Situation.TOO_LATE
    return _without_seat(offer, held, assignment)


def _with_seat(assignment: Assignment, at: datetime) -> Situation:
    recorded = assignment.state != AssignmentState.CONFIRMED
    if recorded or assignment.during.upper <= at:
        return Situation.OVER
    return Situation.MOVED if assignment.asked_again_at is not None else Situation.CONFIRMED


def _without_seat(offer: Offer, held: str, assignment: Assignment | None) -> Situation:
    is_called = assignment is not None and assignment.answer_by is not None
    if held == AssignmentState.WAITING and offer.slot.seats_left < 1 and not is_called:
        return Situation.WAITING
    if (is_called or offer.slot.seats_left > 0) and _waits_for_papers(offer, held):
        return Situation.PAPERS
    if held == AssignmentState.WITHDRAWN and assignment is not None and assignment.called_at:
        return Situation.LAPSED
    return _open_seat(offer, held)


def _open_seat(offer: Offer, held: str) -> Situation:
    if held == AssignmentState.WAITING:
        return Situation.SEAT_FREE
    if held == AssignmentState.WITHDRAWN:
        return Situation.WITHDRAWN
    if offer.state == OfferState.RECALLED:
        return Situation.NOT_NEEDED
    if offer.state == OfferState.DECLINED:
        return Situation.DECLINED
    if offer.slot.seats_left > 0:
        return Situation.QUESTION
    # A yes without a seat: somebody else took the last one a moment before.
    return Situation.LOST_RACE if offer.state == OfferState.ACCEPTED else Situation.FULL


def _waits_for_papers(offer: Offer, held: str) -> bool:
    """A yes that was noted and waits; no query for the grown up at tasks that ask for nothing."""
    noted = offer.state == OfferState.ACCEPTED and held in ("", AssignmentState.WAITING)
    return noted and lacks_papers(offer.volunteer, offer.slot)


def _after(assignment: Assignment | None) -> Situation:
    if assignment is None or assignment.state != AssignmentState.ATTENDED:
        return Situation.OVER
    return Situation.PULSE_GIVEN if hasattr(assignment, "pulse") else Situation.PULSE


def _rules_to_accept(offer: Offer) -> RulesVersion | None:
    institution_id = offer.slot.task.institution_id
    if has_accepted(offer.volunteer_id, institution_id, offer.municipality_id):
        return None
    return rules_in_force(offer.municipality_id)


def _cutoff(slot: Slot) -> timedelta:
    return timedelta(hours=slot.task.institution.municipality.withdraw_cutoff_hours)


def _numbered(rules: RulesVersion | None, text: str) -> str:
    return text.replace("{version}", str(rules.number)) if rules else text

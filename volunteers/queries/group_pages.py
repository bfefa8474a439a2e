"""What the page of one question to an association shows: it follows from rows, never a visit."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from institutions.models import RulesVersion
from institutions.queries.checklists import rules_in_force
from institutions.rules.states import SlotState
from volunteers.models import GroupOffer
from volunteers.queries.groups import group_has_accepted
from volunteers.queries.line import place_in_line
from volunteers.queries.my_page import accepted_texts
from volunteers.rules.states import GroupState


class GroupSituation(StrEnum):
    """Where one association stands with one slot."""

    QUESTION = "question"
    FULL = "full"
    WAITING = "waiting"
    SEATS_FREE = "seats_free"
    LAPSED = "lapsed"
    COMING = "coming"
    MOVED = "moved"
    DECLINED = "declined"
    TOO_LATE = "too_late"
    CANCELLED = "cancelled"
    OVER = "over"


_MAY_WAIT = frozenset(
    {
        GroupSituation.QUESTION,
        GroupSituation.FULL,
        GroupSituation.DECLINED,
        GroupSituation.LAPSED,
    }
)
_ANSWERS = _MAY_WAIT | {
    GroupSituation.WAITING,
    GroupSituation.SEATS_FREE,
    GroupSituation.COMING,
    GroupSituation.MOVED,
}


@dataclass(frozen=True, slots=True)
class GroupPage:
    """All that the page shows; ``rules`` is set when they must be promised with a yes."""

    group: GroupOffer
    situation: GroupSituation
    rules: RulesVersion | None
    may_give_back: bool
    place_in_line: int

    @property
    def most(self) -> int:
        """How many could come now: seats that are free, their own, and those kept for them."""
        kept = self.group.seats_in_line if self.group.answer_by else 0
        return self.group.slot.seats_left + self.group.seats + kept

    @property
    def suggested(self) -> int:
        """The number that stands in the field: those who come or wait, else those asked for."""
        group = self.group
        waits = group.seats_wanted if group.state == GroupState.WAITING else 0
        return group.seats or waits or min(group.seats_asked, self.most or group.slot.seats)

    @property
    def answers(self) -> bool:
        """Whether a number may be written."""
        return self.situation in _ANSWERS

    @property
    def may_wait(self) -> bool:
        """Whether the way to the line is shown: not by those who are on the team or called."""
        return self.situation in _MAY_WAIT and self.most < self.group.slot.seats

    @property
    def texts(self) -> list[str]:
        """What is promised, word for word."""
        return accepted_texts(self.rules) if self.rules else []


def group_page(group: GroupOffer, at: datetime) -> GroupPage:
    """The page at this moment; five queries at most, no write."""
    slot = group.slot
    cutoff = timedelta(hours=slot.task.institution.municipality.withdraw_cutoff_hours)
    situation = _situation(group, at)
    asks = situation in _ANSWERS - {GroupSituation.COMING, GroupSituation.MOVED}
    return GroupPage(
        group=group,
        situation=situation,
        rules=_rules_to_accept(group) if asks else None,
        may_give_back=at <= slot.starts_at - cutoff,
        place_in_line=place_in_line(group) if situation == GroupSituation.WAITING else 0,
    )


def _situation(group: GroupOffer, at: datetime) -> GroupSituation:
    slot = group.slot
    if slot.state == SlotState.CANCELLED:
        return GroupSituation.CANCELLED
    if group.state == GroupState.ACCEPTED:
        if slot.ends_at <= at:
            return GroupSituation.OVER
        return GroupSituation.MOVED if group.asked_again_at else GroupSituation.COMING
    if slot.starts_at <= at or slot.state != SlotState.OPEN:
        return GroupSituation.TOO_LATE
    return _without_seats(group)


def _without_seats(group: GroupOffer) -> GroupSituation:
    if group.state == GroupState.WAITING:
        return GroupSituation.SEATS_FREE if group.answer_by else GroupSituation.WAITING
    if group.state in (GroupState.DECLINED, GroupState.WITHDRAWN):
        return GroupSituation.LAPSED if group.called_at else GroupSituation.DECLINED
    slot = group.slot
    return GroupSituation.QUESTION if slot.seats_left else GroupSituation.FULL


def _rules_to_accept(group: GroupOffer) -> RulesVersion | None:
    return None if group_has_accepted(group) else rules_in_force(group.municipality_id)

"""What the page of one question to an association shows: it follows from rows, never a visit."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from institutions.models import RulesVersion
from institutions.queries.checklists import rules_in_force
from institutions.rules.states import SlotState
from volunteers.models import GroupOffer
from volunteers.queries.groups import group_has_accepted
from volunteers.queries.my_page import accepted_texts
from volunteers.rules.states import GroupState


class GroupSituation(StrEnum):
    """Where one association stands with one slot."""

    QUESTION = "question"
    FULL = "full"
    COMING = "coming"
    MOVED = "moved"
    DECLINED = "declined"
    TOO_LATE = "too_late"
    CANCELLED = "cancelled"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class GroupPage:
    """All that the page shows; ``rules`` is set when they must be promised with a yes."""

    group: GroupOffer
    situation: GroupSituation
    rules: RulesVersion | None
    may_give_back: bool

    @property
    def most(self) -> int:
        """How many could come now."""
        return self.group.slot.seats_left + self.group.seats

    @property
    def suggested(self) -> int:
        """The number that stands in the field: those who come, else those asked for."""
        return self.group.seats or min(self.group.seats_asked, self.most)

    @property
    def texts(self) -> list[str]:
        """What is promised, word for word."""
        return accepted_texts(self.rules) if self.rules else []


def group_page(group: GroupOffer, at: datetime) -> GroupPage:
    """The page at this moment; three queries at most, no write."""
    slot = group.slot
    cutoff = timedelta(hours=slot.task.institution.municipality.withdraw_cutoff_hours)
    situation = _situation(group, at)
    asks = situation in (GroupSituation.QUESTION, GroupSituation.DECLINED)
    return GroupPage(
        group=group,
        situation=situation,
        rules=_rules_to_accept(group) if asks else None,
        may_give_back=at <= slot.starts_at - cutoff,
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
    if group.state in (GroupState.DECLINED, GroupState.WITHDRAWN):
        return GroupSituation.DECLINED
    return GroupSituation.QUESTION if slot.seats_left else GroupSituation.FULL


def _rules_to_accept(group: GroupOffer) -> RulesVersion | None:
    return None if group_has_accepted(group) else rules_in_force(group.municipality_id)

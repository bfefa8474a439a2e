"""One time with the people who said yes, those in line, and why each was asked."""

from dataclasses import dataclass
from datetime import datetime

from institutions.models import Slot
from volunteers.models import Assignment, GroupOffer, Thanks
from volunteers.queries.board import Row, row_of
from volunteers.queries.groups import groups_by_slot
from volunteers.queries.line import InLine, in_turn
from volunteers.queries.tallies import Tally, tallies_of
from volunteers.rules.states import HOLDS_A_SEAT, AssignmentState, GroupState


@dataclass(frozen=True, slots=True)
class SignUps:
    """The answers to one slot. Those who said no are a number, never names."""

    slot: Slot
    row: Row
    seated: tuple[Assignment, ...]
    in_line: tuple[InLine, ...]
    withdrawn: int
    thanks: Thanks | None
    groups: tuple[GroupOffer, ...]

    @property
    def tally(self) -> Tally:
        """The questions in numbers."""
        return self.row.tally

    @property
    def told_if_changed(self) -> int:
        """How many get an SMS when the time is moved: those with a seat, and groups' contacts."""
        return len(self.seated) + len(self.groups)

    @property
    def told_if_cancelled(self) -> int:
        """How many get an SMS when it is called off: as above, and those in line."""
        return self.told_if_changed + len(self.in_line)

    @property
    def unmarked(self) -> int:
        """How many people and groups have no attendance yet."""
        people = sum(one.state == AssignmentState.CONFIRMED for one in self.seated)
        return people + sum(group.came is None for group in self.groups)

    @property
    def came(self) -> int:
        """How many came."""
        people = sum(one.state == AssignmentState.ATTENDED for one in self.seated)
        return people + sum(group.came or 0 for group in self.groups)


def sign_ups_of(slot: Slot, at: datetime) -> SignUps:
    """The answers as they stand; four queries when the slot's thanks are loaded with it."""
    rows = list(
        slot.assignments.select_related("volunteer", "offer").order_by(
            "volunteer__sort_key", "volunteer_id"
        )
    )
    held = [one for one in rows if one.state in HOLDS_A_SEAT | {AssignmentState.WAITING}]
    groups = groups_by_slot([slot.pk])[slot.pk]
    either: list[InLine] = [*rows, *groups]
    in_line = [one for one in either if one.state == AssignmentState.WAITING]
    return SignUps(
        slot=slot,
        row=row_of(slot, held, tallies_of([slot.pk], at)[slot.pk], at, groups),
        seated=tuple(one for one in rows if one.state in HOLDS_A_SEAT),
        in_line=tuple(in_turn(in_line)),
        withdrawn=sum(one.state == AssignmentState.WITHDRAWN for one in rows),
        thanks=getattr(slot, "thanks", None),
        groups=tuple(group for group in groups if group.state == GroupState.ACCEPTED),
    )


def clashing(slot: Slot, starts_at: datetime, ends_at: datetime) -> int:
    """How many with a seat here have another seat in the new span, and would lose this one."""
    held = slot.assignments.filter(state=AssignmentState.CONFIRMED).values("volunteer_id")
    return (
        Assignment.objects.filter(
            volunteer_id__in=held,
            state__in=sorted(HOLDS_A_SEAT),
            during__overlap=(starts_at, ends_at),
        )
        .exclude(slot=slot)
        .values("volunteer_id")
        .distinct()
        .count()
    )

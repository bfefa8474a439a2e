"""The leader's board: what needs a hand first, then every time with its people and answers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet

from backend.common.actors import Actor
from backend.common.danish_dates import local, local_instant
from institutions.models import Slot, Task
from institutions.queries.scope import slots_for, tasks_for
from institutions.rules.deeds import Deed
from institutions.rules.states import SlotState, TaskState
from volunteers.models import Assignment, GroupOffer
from volunteers.queries.groups import groups_by_slot
from volunteers.queries.line import InLine
from volunteers.queries.tallies import Tally, tallies_of
from volunteers.rules.attendance import CORRECTION
from volunteers.rules.states import HOLDS_A_SEAT, AssignmentState, GroupState

# Thanks after a month are no thanks.
LOOK_BACK = timedelta(days=30)
EARLIER = timedelta(days=92)
MOST_ROWS = 200


class Status(StrEnum):
    """What the badge of a time says."""

    FILLED = "filled"
    MISSING = "missing"
    SILENT = "silent"
    CANCELLED = "cancelled"
    ONGOING = "ongoing"
    UNMARKED = "unmarked"
    THANKLESS = "thankless"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What the leader wants to see; empty: everything from today on."""

    this_week: bool = False
    unanswered: bool = False
    earlier: bool = False
    institution_id: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One time: who comes (first name and initial), what was answered, what it stands as."""

    slot: Slot
    names: tuple[str, ...]
    tally: Tally
    status: Status
    unmarked: int
    in_line: int
    unsure: int

    @property
    def missing(self) -> int:
        """Free seats."""
        return self.slot.seats_left

    @property
    def chance(self) -> float:
        """The chance that the free seats are filled by the deadline."""
        return self.tally.chance(self.missing)

    @property
    def likely(self) -> bool:
        """Whether the seats are expected to be filled."""
        return self.tally.likely(self.missing)

    @property
    def wants_people(self) -> bool:
        """Whether it makes sense to ask more."""
        return self.status in (Status.MISSING, Status.SILENT)

    @property
    def stuck(self) -> bool:
        """Whether nothing more will happen by itself."""
        nobody_left = self.tally.next_look_at is None or self.tally.left == 0 or self.tally.too_late
        return self.status == Status.SILENT and nobody_left


@dataclass(frozen=True, slots=True)
class Board:
    """The page: exceptions over all times, the rows of the filter, and what is not out yet."""

    rows: tuple[Row, ...]
    cut: bool
    urgent: tuple[Row, ...]
    silent: tuple[Row, ...]
    unmarked: tuple[Row, ...]
    thankless: tuple[Row, ...]
    unsure: tuple[Row, ...]
    drafts: tuple[Task, ...]


def board_of(by: Actor, wanted: BoardFilter, at: datetime) -> Board:
    """The board of the places within reach; six queries whatever the number of rows."""
    rows = rows_of(_slots(by, wanted, at), at)
    tomorrow_ends = _midnight(at, days=2)
    soon = [row for row in rows if row.slot.starts_at < tomorrow_ends]
    later = [row for row in rows if row.slot.starts_at >= tomorrow_ends]
    shown = _wanted(rows, wanted, at)
    return Board(
        rows=tuple(shown[:MOST_ROWS]),
        cut=len(shown) > MOST_ROWS,
        urgent=tuple(row for row in soon if row.wants_people and not row.likely),
        # Where a next look is set, more people are asked by themselves.
        silent=tuple(row for row in later if row.stuck),
        unmarked=tuple(row for row in rows if row.status == Status.UNMARKED),
        thankless=tuple(row for row in rows if row.status == Status.THANKLESS),
        unsure=tuple(row for row in rows if row.unsure and row.slot.starts_at > at),
        drafts=tuple(_drafts(by, wanted)),
    )


def rows_of(slots: Iterable[Slot], at: datetime) -> list[Row]:
    """A row for each slot in order; four queries."""
    slots = list(slots)
    ids = [slot.pk for slot in slots]
    tallies = tallies_of(ids, at)
    held: dict[int, list[Assignment]] = defaultdict(list)
    for assignment in (
        Assignment.objects.filter(slot_id__in=ids)
        .filter(Q(state__in=sorted(HOLDS_A_SEAT)) | Q(state=AssignmentState.WAITING))
        .select_related("volunteer")
        .order_by("confirmed_at", "id")
    ):
        held[assignment.slot_id].append(assignment)
    groups = groups_by_slot(ids)
    return [
        row_of(slot, held[slot.pk], tallies[slot.pk], at, groups.get(slot.pk, ())) for slot in slots
    ]


def row_of(
    slot: Slot,
    held: list[Assignment],
    tally: Tally,
    at: datetime,
    groups: Sequence[GroupOffer] = (),
) -> Row:
    """The row of a slot from those with a seat or in line; no query when thanks are loaded.

    A group is one name with its number: "Søby IF (4)". In line it counts as its seats do.
    """
    either: list[InLine] = [*held, *groups]
    in_line = sum(one.seats_in_line for one in either if one.state == AssignmentState.WAITING)
    groups = [group for group in groups if group.state != GroupState.WAITING]
    states = [assignment.state for assignment in held]
    uncounted = sum(group.came is None for group in groups)
    unmarked = states.count(AssignmentState.CONFIRMED) + uncounted if slot.starts_at <= at else 0
    seated = [one for one in held if one.state in HOLDS_A_SEAT]
    came = AssignmentState.ATTENDED in states or any(group.came for group in groups)
    names = [assignment.volunteer.short_name for assignment in seated]
    return Row(
        slot=slot,
        names=(*names, *(f"{group.association} ({group.seats})" for group in groups)),
        tally=tally,
        status=_status(slot, tally, unmarked, came=came, at=at),
        unmarked=unmarked,
        in_line=in_line,
        unsure=sum(one.asked_again_at is not None for one in seated)
        + sum(group.asked_again_at is not None for group in groups),
    )


def _status(slot: Slot, tally: Tally, unmarked: int, *, came: bool, at: datetime) -> Status:
    if slot.state == SlotState.CANCELLED:
        return Status.CANCELLED
    if slot.starts_at > at:
        if slot.seats_left == 0:
            return Status.FILLED
        return Status.MISSING if tally.pending else Status.SILENT
    if unmarked and at <= slot.ends_at + CORRECTION:
        return Status.UNMARKED
    if came and slot.ends_at <= at and not hasattr(slot, "thanks"):
        return Status.THANKLESS
    return Status.DONE if slot.ends_at <= at else Status.ONGOING


def _slots(by: Actor, wanted: BoardFilter, at: datetime) -> QuerySet[Slot]:
    back = EARLIER if wanted.earlier else LOOK_BACK
    slots = slots_for(by, Deed.SEE_HELPERS).filter(
        ends_at__gte=at - back,
        task__state__in=[TaskState.OPEN, TaskState.DONE, TaskState.CANCELLED],
        task__published_at__isnull=False,
    )
    if wanted.institution_id is not None:
        slots = slots.filter(task__institution_id=wanted.institution_id)
    return slots.select_related("task__institution", "thanks").order_by("starts_at", "id")


def _drafts(by: Actor, wanted: BoardFilter) -> QuerySet[Task]:
    drafts = tasks_for(by, Deed.POST_NEED).filter(state__in=[TaskState.DRAFT, TaskState.IN_REVIEW])
    if wanted.institution_id is not None:
        drafts = drafts.filter(institution_id=wanted.institution_id)
    return drafts.select_related("institution").order_by("state", "-created_at", "-id")


def _wanted(rows: list[Row], wanted: BoardFilter, at: datetime) -> list[Row]:
    today = _midnight(at)
    if wanted.earlier:
        shown = [row for row in reversed(rows) if row.slot.ends_at < today]
    else:
        shown = [row for row in rows if row.slot.ends_at >= today]
    if wanted.this_week:
        monday = _midnight(at, days=-local(at).weekday())
        next_monday = _midnight(at, days=7 - local(at).weekday())
        shown = [row for row in shown if monday <= row.slot.starts_at < next_monday]
    if wanted.unanswered:
        shown = [row for row in shown if row.wants_people]
    return shown


def _midnight(at: datetime, days: int = 0) -> datetime:
    """The instant a Danish day begins, counted from the day of ``at``."""
    return local_instant(local(at).date() + timedelta(days=days), time(0))

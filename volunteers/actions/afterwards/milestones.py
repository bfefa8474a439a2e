"""Milestones: noted when thanks are given, each once."""

from datetime import datetime

from backend.audit.log import record
from backend.common.actors import clock
from institutions.models import Slot
from volunteers.models import Assignment, Milestone, Thanks, Volunteer
from volunteers.rules.milestones import OF_A_PERSON, OF_THE_MUNICIPALITY, reached
from volunteers.rules.states import AssignmentState


def reach_milestone(assignment: Assignment, at: datetime) -> int | None:
    """The highest number of times the person reached with this one; None when none is new.

    Only attended times count. The second time nothing is new.
    """
    times = Assignment.objects.filter(
        volunteer_id=assignment.volunteer_id, state=AssignmentState.ATTENDED
    ).count()
    return _note(assignment.slot, assignment.volunteer, reached(times, OF_A_PERSON), at)


def reach_together(slot: Slot, at: datetime) -> int | None:
    """The same for the municipality: times after which thanks were said or skipped."""
    times = Thanks.objects.filter(municipality_id=slot.municipality_id).count()
    return _note(slot, None, reached(times, OF_THE_MUNICIPALITY), at)


def _note(
    slot: Slot, person: Volunteer | None, numbers: tuple[int, ...], at: datetime
) -> int | None:
    newest = None
    for number in numbers:
        milestone, is_new = Milestone.objects.get_or_create(
            municipality_id=slot.municipality_id,
            volunteer=person,
            number=number,
            defaults={"slot": slot, "reached_at": at},
        )
        if is_new:
            record("reach_milestone", milestone, by=clock(slot.municipality_id), at=at, n=number)
            newest = number
    return newest

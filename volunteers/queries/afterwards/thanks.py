"""What the page behind the thanks shows: the leader's words, and milestones reached with it."""

from dataclasses import dataclass

from django.db.models import Q

from volunteers.models import Assignment, Milestone, Thanks


@dataclass(frozen=True, slots=True)
class Thanked:
    """The words ("" for none) and the person's and the municipality's milestones of the time."""

    words: str
    milestones: tuple[Milestone, ...]


def thanked_for(assignment: Assignment | None) -> Thanked | None:
    """What one person is thanked for at one time; two queries."""
    if assignment is None:
        return None
    thanks = Thanks.objects.filter(slot_id=assignment.slot_id).first()
    mine = Q(volunteer_id=assignment.volunteer_id) | Q(volunteer__isnull=True)
    milestones = Milestone.objects.filter(mine, slot_id=assignment.slot_id)
    return Thanked(
        words=thanks.words if thanks is not None else "",
        milestones=tuple(milestones.order_by("number", "id")),
    )

"""How many came by the Frivilligcenter, and how many of those have helped; no names."""

from dataclasses import dataclass

from volunteers.models import Assignment, Referral
from volunteers.rules.states import AssignmentState


@dataclass(frozen=True, slots=True)
class Referred:
    """Counts of all time: sent to us, new to us among them, and who have helped since."""

    people: int
    new_people: int
    have_helped: int
    associations: int
    new_associations: int


def referred(municipality_id: int) -> Referred:
    """The municipality's; three queries. Those erased since are still counted."""
    rows = list(
        Referral.objects.filter(municipality_id=municipality_id).values_list(
            "volunteer_id", "was_new"
        )
    )
    helped = (
        Assignment.objects.filter(
            volunteer__referrals__municipality_id=municipality_id, state=AssignmentState.ATTENDED
        )
        .values("volunteer_id")
        .distinct()
        .count()
    )
    people = [new for person, new in rows if person is not None]
    partners = [new for person, new in rows if person is None]
    return Referred(len(people), sum(people), helped, len(partners), sum(partners))

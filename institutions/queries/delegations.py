"""Points of checklists in colleagues' hands."""

from django.db.models import QuerySet

from backend.common.actors import Actor
from institutions.models import Delegation, Institution


def delegations_at(institution: Institution) -> dict[int, Delegation]:
    """Who has which point of the institution's run now, by the point's id; one query."""
    rows = Delegation.objects.filter(
        run__institution=institution, run__current=True, ended_at__isnull=True
    ).select_related("to", "delegated_by")
    return {row.item_id: row for row in rows}


def delegations_to(by: Actor) -> QuerySet[Delegation]:
    """The points that are the person's own to close; those of runs that are over fall away."""
    return Delegation.objects.filter(
        to_id=by.user_id or 0,
        run__institution__municipality_id=by.municipality_id,
        run__current=True,
        ended_at__isnull=True,
    ).select_related("item", "run__institution__municipality", "delegated_by")

"""Points of checklists in colleagues' hands."""

from typing import Any

from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

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


def handed_points(by: Actor) -> QuerySet[Delegation, Any]:
    """The same as a part of a place's own row, for lists of places."""
    rows = delegations_to(by).select_related(None).filter(run__institution=OuterRef("pk"))
    point = JSONObject(pk="pk", code="item__code", text="item__text", asked_by="delegated_by__name")
    return rows.order_by("delegated_at", "id").values(point=point)

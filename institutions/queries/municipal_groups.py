"""The lines by which the municipality's own groups give roles."""

from django.db.models import QuerySet

from backend.common.actors import Actor
from institutions.models import MunicipalGroup
from institutions.rules.deeds import Deed, grants_for


def municipal_groups(by: Actor) -> QuerySet[MunicipalGroup]:
    """The municipality's lines in the order of the groups' names; nothing for others."""
    if not grants_for(by, Deed.KEEP_ORGANISATION):
        return MunicipalGroup.objects.none()
    return (
        MunicipalGroup.objects.filter(municipality_id=by.municipality_id)
        .select_related("institution", "department")
        .order_by("group", "kind", "id")
    )

"""The other systems a municipality tells, and what became of each call."""

from django.db.models import QuerySet

from backend.common.actors import Actor
from backend.webhooks.models import Delivery, Endpoint
from institutions.rules.deeds import Deed, grants_for


def endpoints_for(by: Actor) -> QuerySet[Endpoint]:
    """The municipality's own, for those who keep its organisation; none for others."""
    rows = Endpoint.objects.filter(municipality_id=by.municipality_id)
    return rows if grants_for(by, Deed.KEEP_ORGANISATION) else rows.none()


def deliveries_for(by: Actor) -> QuerySet[Delivery]:
    """The calls to those, with whom they were to."""
    return Delivery.objects.filter(endpoint__in=endpoints_for(by)).select_related("endpoint")

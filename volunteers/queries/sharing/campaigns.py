"""Periods in which suggestions are asked for."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from backend.common.actors import Actor
from institutions.rules.deeds import Deed, grants_for
from volunteers.models import Campaign


def campaigns_for(by: Actor) -> QuerySet[Campaign]:
    """Those of the municipality with how many came in each, the newest first; who answers sees."""
    if not grants_for(by, Deed.ANSWER_SUGGESTIONS):
        return Campaign.objects.none()
    rows = Campaign.objects.filter(municipality_id=by.municipality_id)
    return rows.annotate(received=Count("suggestions")).order_by("-opens_on", "-id")


def open_campaign(municipality_id: int, on: date) -> Campaign | None:
    """The one that is open that day, the latest begun; None when none is."""
    return (
        Campaign.objects.filter(
            Q(closes_on__isnull=True) | Q(closes_on__gte=on),
            municipality_id=municipality_id,
            opens_on__lte=on,
        )
        .order_by("-opens_on", "-id")
        .first()
    )


def next_campaign(municipality_id: int, after: date) -> Campaign | None:
    """The first that opens after that day."""
    return (
        Campaign.objects.filter(municipality_id=municipality_id, opens_on__gt=after)
        .order_by("opens_on", "id")
        .first()
    )


def takes_suggestions(municipality_id: int, on: date) -> bool:
    """Whether the form is open: inside a campaign, or where none was ever planned."""
    return (
        open_campaign(municipality_id, on) is not None
        or not Campaign.objects.filter(municipality_id=municipality_id).exists()
    )

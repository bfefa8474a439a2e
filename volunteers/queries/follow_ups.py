"""The project group's actions: those that wait, those that are overdue, those with a result."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby

from django.db.models import QuerySet

from backend.accounts.models import Municipality
from backend.common.actors import Actor
from backend.common.danish_dates import local
from institutions.rules.deeds import Deed, grants_for
from volunteers.models import FollowUp


def follow_ups_for(by: Actor) -> QuerySet[FollowUp]:
    """The municipality's actions, for those who may see what the group decides."""
    if not grants_for(by, Deed.SEE_CRITERIA):
        return FollowUp.objects.none()
    return FollowUp.objects.filter(municipality_id=by.municipality_id).select_related(
        "owner", "meeting", "registered_by", "criterion"
    )


def overdue_follow_ups(by: Actor, at: datetime) -> QuerySet[FollowUp]:
    """Without a result and past their date, the oldest first."""
    today = local(at).date()
    return follow_ups_for(by).filter(registered_at=None, due_on__lt=today)


def waiting_follow_ups(by: Actor) -> QuerySet[FollowUp]:
    """Without a result, the first due first."""
    return follow_ups_for(by).filter(registered_at=None)


def due_by_municipality(today: date) -> Iterator[tuple[Municipality, list[FollowUp]]]:
    """All without a result that are due today or earlier, for the clock; one query."""
    due = FollowUp.objects.filter(registered_at=None, due_on__lte=today)
    rows = due.select_related("municipality", "owner__municipality").order_by(
        "municipality_id", "due_on", "id"
    )
    for municipality, found in groupby(rows, key=lambda one: one.municipality):
        yield municipality, list(found)


def finished_follow_ups(by: Actor, since: date) -> QuerySet[FollowUp]:
    """With a result and due on ``since`` or later, the newest first."""
    done = follow_ups_for(by).filter(registered_at__isnull=False, due_on__gte=since)
    return done.order_by("-due_on", "-id")

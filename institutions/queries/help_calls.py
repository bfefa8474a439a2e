"""Calls for help: who sees them, which wait, which are late."""

from datetime import date, timedelta

from django.db.models import QuerySet

from backend.common.actors import Actor
from institutions.models import HelpCall
from institutions.queries.scope import reach
from institutions.rules.deeds import Deed
from institutions.rules.help_calls import HelpCallState

# The owner hears this long before the deadline.
DUE_SOON = timedelta(days=2)


def help_calls_for(by: Actor, deed: Deed = Deed.SEE_NEEDS) -> QuerySet[HelpCall]:
    """The calls within reach: the institution's own, the department's, all; soonest due first."""
    within = reach(by, deed, institution="institution_id", department="institution__department_id")
    return HelpCall.objects.filter(within, municipality_id=by.municipality_id).select_related(
        "institution__municipality", "asked_by", "owner", "answered_by"
    )


def calls_due(today: date) -> QuerySet[HelpCall]:
    """Those of every municipality that wait and are late, or due within two days."""
    return HelpCall.objects.filter(
        state=HelpCallState.OPEN, due_on__lte=today + DUE_SOON
    ).select_related("institution__municipality", "owner")


def late_calls(by: Actor, today: date) -> QuerySet[HelpCall]:
    """Those whose deadline has passed, for the coordinator's first page; the oldest first."""
    return help_calls_for(by, Deed.SEE_OVERVIEW).filter(state=HelpCallState.OPEN, due_on__lt=today)

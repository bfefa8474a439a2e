"""Initiatives: what is tried in the municipality, and which wait for a result."""

from datetime import date

from django.db.models import Q, QuerySet

from backend.accounts.models import User
from backend.common.actors import Actor
from institutions.queries.scope import reach
from institutions.rules.deeds import Deed
from volunteers.models import Initiative


def initiatives_for(by: Actor) -> QuerySet[Initiative]:
    """Everybody signed in sees all of the municipality; soonest followed up first."""
    return Initiative.objects.filter(municipality_id=by.municipality_id).select_related(
        "institution", "owner", "event", "example_use__example", "result_by"
    )


def colleagues(by: Actor) -> QuerySet[User]:
    """Who may own one: those with an account of the municipality, by name."""
    return User.objects.filter(municipality_id=by.municipality_id, is_active=True).order_by(
        "sort_key", "id"
    )


def mine_to_end(by: Actor) -> QuerySet[Initiative]:
    """Those whose result the person may register: the own, and those of the own places."""
    within = reach(
        by,
        Deed.START_INITIATIVES,
        institution="institution_id",
        department="institution__department_id",
    )
    # In a subquery, for a reach without bounds beside an "or" would be no condition at all.
    reached = Initiative.objects.filter(within).values("pk")
    return initiatives_for(by).filter(Q(pk__in=reached) | Q(owner_id=by.user_id))


def overdue_initiatives(by: Actor, today: date) -> QuerySet[Initiative]:
    """Those whose day has come without a result, for the coordinator's first page (wish 133)."""
    return initiatives_for(by).filter(follow_up_on__lte=today, result_at=None)

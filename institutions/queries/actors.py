"""From a signed-in user to the actor of this request."""

from datetime import datetime

from django.db.models import Q

from backend.accounts.models import User
from backend.common.actors import Actor, ActorKind, Grant, RoleKind
from backend.common.danish_dates import COPENHAGEN
from institutions.models import Role


def actor_for(user: User, at: datetime) -> Actor | None:
    """The actor with the grants that hold today in Danish time; one query.

    None for a user who belongs to no municipality (the system owner).
    """
    if user.municipality_id is None:
        return None
    today = at.astimezone(COPENHAGEN).date()
    roles = Role.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today),
        user=user,
        municipality_id=user.municipality_id,
        valid_from__lte=today,
    ).order_by("id")
    return Actor(
        kind=ActorKind.USER,
        municipality_id=user.municipality_id,
        name=user.name,
        user_id=user.pk,
        grants=tuple(
            Grant(
                role=RoleKind(role.kind),
                department_id=role.department_id,
                institution_id=role.institution_id,
            )
            for role in roles
        ),
    )

"""From a signed-in user to the actor of this request."""

from datetime import date, datetime
from functools import partial

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from backend.accounts.models import User
from backend.common.actors import Actor, ActorKind, Grant, RoleKind
from backend.common.danish_dates import COPENHAGEN
from institutions.models import Institution, Role
from institutions.queries.holders import leader_of
from institutions.rules.roles import FOR_THE_LEADER, FROM_A_DEPARTMENT


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
    roles = roles.annotate(leader=_leader_name(today))
    return Actor(
        kind=ActorKind.USER,
        municipality_id=user.municipality_id,
        name=user.name,
        user_id=user.pk,
        grants=tuple(
            Grant(
                role=RoleKind(role.kind),
                department_id=None if role.kind in FROM_A_DEPARTMENT else role.department_id,
                institution_id=role.institution_id,
                on_behalf_of=role.leader if role.kind in FOR_THE_LEADER else "",
            )
            for role in roles
        ),
        leader_of=partial(_name_of_leader, today),
    )


def _name_of_leader(today: date, institution_id: int) -> str:
    """As ``_leader_name``, for one institution; two queries at most."""
    leader = leader_of(institution_id, today)
    if leader is not None:
        return leader.name
    names = Institution.objects.filter(pk=institution_id).values_list("contact_name", flat=True)
    return names.first() or ""


def _leader_name(today: date) -> Coalesce:
    """The institution's leader of today; without one its contact person, for want of a better."""
    leaders = Role.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today),
        institution_id=OuterRef("institution_id"),
        kind=RoleKind.LEADER,
        valid_from__lte=today,
    )
    name = Subquery(leaders.order_by("id").values("user__name")[:1])
    return Coalesce(name, F("institution__contact_name"), Value(""))

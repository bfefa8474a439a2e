"""The shared administration's chosen institutions, as one choice."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from backend.accounts.models import User
from backend.common.actors import Actor, RoleKind
from backend.common.danish_dates import local
from backend.common.refusals import Clash
from institutions.actions.organisation import require_keeper
from institutions.actions.roles import give_role, take_role
from institutions.models import Institution, Role


@transaction.atomic
def choose_places(
    *, user: User, places: Collection[Institution], by: Actor, at: datetime
) -> tuple[int, int]:
    """From today the person acts for these institutions' leaders and for no others.

    Gives and takes the roles that differ; returns how many of each. The same choice again changes
    nothing. Refuses all but the coordinator, a closed place, and one of another municipality.
    """
    assert user.municipality_id is not None
    require_keeper(user.municipality_id, by)
    today = local(at).date()
    held = {
        role.institution_id or 0: role
        for role in Role.objects.select_related("institution").filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=today),
            user=user,
            kind=RoleKind.SHARED_ADMINISTRATION,
        )
    }
    wanted = {place.pk: place for place in places}
    for pk in sorted(wanted.keys() - held.keys()):
        if wanted[pk].closed_at is not None:
            raise Clash("institution_closed", f"{wanted[pk]} er lukket.")
        give_role(
            user=user,
            kind=RoleKind.SHARED_ADMINISTRATION,
            institution=wanted[pk],
            valid_from=today,
            by=by,
            at=at,
        )
    gone = sorted(pk for pk in held if pk not in wanted)
    for pk in gone:
        take_role(role=held[pk], by=by, at=at)
    return len(wanted.keys() - held.keys()), len(gone)

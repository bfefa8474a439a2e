"""The day an ambassador is trained, as the courses give it."""

from datetime import date, datetime

from django.db import transaction

from backend.accounts.models import User
from backend.audit.log import record
from backend.common.actors import Actor, RoleKind
from institutions.models import Role


@transaction.atomic
def note_training(
    *, user: User, before: date | None, after: date | None, by: Actor, at: datetime
) -> int:
    """Gives the user's ambassador roles the day of the newest completed course; how many changed.

    ``before`` is the day the courses gave until now. A day that somebody wrote by hand is kept
    when it is newer; a day the courses gave is taken back when the course no longer counts. The
    caller has checked who may note attendance. The second time changes nothing.
    """
    changed = 0
    for role in Role.objects.select_for_update(of=("self",)).filter(
        user=user, kind=RoleKind.AMBASSADOR
    ):
        day = _newest(role.trained_on, before, after)
        if day != role.trained_on:
            role.trained_on = day
            role.save(update_fields=["trained_on"])
            record("note_training", role, by=by, at=at, trained=day is not None)
            changed += 1
    return changed


def _newest(kept: date | None, before: date | None, after: date | None) -> date | None:
    if kept is None or kept == before:
        return after
    return max(kept, after) if after is not None else kept

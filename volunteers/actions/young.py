"""A leader's yes to somebody of 15-17 (L21), and the seats that waited for it."""

from datetime import datetime

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Clash
from institutions.models import Slot
from institutions.rules.deeds import Deed, require_may
from volunteers.actions.certificates import confirm_waiting
from volunteers.models import Volunteer, YoungHelper
from volunteers.queries.young import is_young, young_waiting


@transaction.atomic
def confirm_young_helper(*, volunteer: Volunteer, slot: Slot, by: Actor, at: datetime) -> None:
    """The leader has looked at the task and the tools, and says yes to this person at the place.

    It counts for all of the place's times; yeses that waited become seats at once, or places in
    line. Refuses all but the place's leader and the coordinator, and somebody who has not said
    yes here. The second time changes nothing.
    """
    place = slot.task.institution
    require_may(by, Deed.CONFIRM_YOUNG, department_id=place.department_id, institution_id=place.pk)
    if YoungHelper.objects.filter(volunteer=volunteer, institution=place).exists():
        return
    if not is_young(volunteer, slot.starts_at) or not young_waiting(slot).contains(volunteer):
        raise Clash("not_waiting", "Der er ikke noget at bekræfte for den frivillige her.")
    assert by.user_id is not None
    helper = YoungHelper.objects.create(
        municipality_id=slot.municipality_id,
        volunteer=volunteer,
        institution=place,
        confirmed_by_id=by.user_id,
        confirmed_at=at,
    )
    record("confirm_young_helper", helper, by=by, at=at)
    confirm_waiting(volunteer=volunteer, at=at)

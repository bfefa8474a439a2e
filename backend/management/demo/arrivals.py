"""Ways onto the list and off it: referred, entered twice, on the day, young, and long silent."""

from datetime import datetime, timedelta
from functools import partial

from backend.accounts.models import User
from backend.common.actors import RoleKind
from backend.management.demo.content import read
from backend.management.demo.stage import Stage
from backend.management.demo.timeline import office_hours
from institutions.models import Slot
from institutions.queries.actors import actor_for
from institutions.rules.states import SlotState
from volunteers.actions.people import register_volunteer
from volunteers.actions.referrals import refer_association, refer_volunteer
from volunteers.actions.retention import SILENT, forget_what_is_due
from volunteers.actions.walk_ins import register_walk_in
from volunteers.models import Source, Volunteer

# Numbers that begin with 12 belong to nobody.
_NUMBER = "+451299{:04d}"


def plan_arrivals(stage: Stage) -> None:
    """Each once, in the last week of the story; the silent one joined more than two years ago."""
    long_ago = office_hours(stage.at - SILENT - timedelta(days=40))
    _enter(stage, ("Gerda", "Stille"), 1, long_ago)
    week = office_hours(stage.at - timedelta(days=6))
    stage.timeline.push(week, partial(_refer, stage))
    stage.timeline.push(week, partial(_enter_twice, stage))
    stage.timeline.push(stage.at - timedelta(hours=20), partial(_walk_in, stage))
    night = stage.at - timedelta(days=2)
    stage.timeline.push(night, lambda at: forget_what_is_due(at=at))


def _enter(stage: Stage, name: tuple[str, str], number: int, at: datetime) -> None:
    first, last = name
    register_volunteer(
        municipality=stage.municipality,
        fields=_person(first, last, number),
        source=Source.COORDINATOR,
        by=stage.coordinator,
        at=at,
    )


def _person(first: str, last: str, number: int) -> dict[str, str]:
    town = read("town")["postcodes"][0][0]
    return {
        "first_name": first,
        "last_name": last,
        "phone": _NUMBER.format(number),
        "postcode": town,
    }


def _refer(stage: Stage, at: datetime) -> None:
    """Two people, one of them known already, and an association."""
    user = User.objects.filter(
        municipality=stage.municipality, roles__kind=RoleKind.VOLUNTEER_CENTRE
    ).first()
    centre = actor_for(user, at) if user is not None else None
    if centre is None:
        return
    for number, name in ((2, "Jytte"), (1, "Gerda")):
        fields = _person(name, "Henvist", number)
        refer_volunteer(municipality=stage.municipality, fields=fields, by=centre, at=at)
    partner = {
        "name": "Gåklubben Fodsporet",
        "contact_name": "Poul Henvist",
        "contact_phone": _NUMBER.format(3),
    }
    refer_association(municipality=stage.municipality, fields=partner, by=centre, at=at)


def _enter_twice(stage: Stage, at: datetime) -> None:
    """Somebody gave another number the second time."""
    known = Volunteer.objects.filter(municipality=stage.municipality).order_by("pk").first()
    if known is not None:
        fields = _person(known.first_name, known.last_name, 4)
        register_volunteer(
            municipality=stage.municipality,
            fields={**fields, "postcode": known.postcode},
            source=Source.COORDINATOR,
            by=stage.coordinator,
            at=at,
        )


def _walk_in(stage: Stage, at: datetime) -> None:
    """At the newest time that has begun and asks for no certificate."""
    slots = Slot.objects.filter(
        municipality=stage.municipality,
        starts_at__lte=at,
        state__in=[SlotState.OPEN, SlotState.DONE],
        task__published_at__isnull=False,
        task__child_contact="none",
        task__certificate="none",
    )
    newest = slots.select_related("task__institution__municipality").order_by("-starts_at")
    slot = newest.first()
    if slot is None:
        return
    by = stage.leader_of(slot.task.institution_id)
    fields = _person("Erik", "Forbi", 5)
    register_walk_in(slot=slot, fields=fields, accepts_rules=True, by=by, at=at)

"""A green project of two departments that asks for help itself."""

from datetime import datetime, timedelta
from functools import partial

from backend.accounts.models import User
from backend.common.actors import RoleKind
from backend.management.demo.needs import Plan, post, spans
from backend.management.demo.readiness import tick_points
from backend.management.demo.stage import Stage
from backend.management.demo.timeline import office_hours
from institutions.actions.project_places import open_project
from institutions.actions.projects import create_project
from institutions.models import Department, Institution, Project, Role
from institutions.queries.actors import actor_for

_FIELD = "Natur"
_BEGUN_DAYS_AGO, _POSTED_DAYS_AGO, _DAYS_AHEAD = 40, 6, 8
_SOWING = {
    "kind": "Natur og grønt",
    "title": "Så vilde blomster ved søen",
    "sms_title": "Så vilde blomster",
    "description": "Riv jorden let, og så frø langs stien sammen med naboerne.",
    "not_to_do": "Du skal ikke bære sække. Det gør gartnerne.",
    "place": "P-pladsen ved søbadet",
    "from": "10:00",
    "to": "12:00",
}


def plan_project(stage: Stage) -> None:
    """Puts the project on the timeline: begun, given a place of its own, and a need posted."""
    days = min(_BEGUN_DAYS_AGO, stage.scale.days_back)
    at = office_hours(stage.at - timedelta(days=days))
    stage.timeline.push(at, partial(_begin, stage))


def _begin(stage: Stage, at: datetime) -> None:
    green = next((one for one in stage.institutions if one.field == _FIELD), stage.institutions[0])
    leads = _holder(green, RoleKind.LEADER)
    project = create_project(
        municipality=stage.municipality,
        department=green.department,
        partners=_partners(stage, green),
        members=_members(stage, leads),
        fields={
            "name": "Vilde blomster ved søen",
            "kind": "green",
            "description": "Vi sår og plejer vilde blomster langs stien sammen med naboerne.",
            "meeting_point": "P-pladsen ved søbadet",
            "equipment": "Gummistøvler og handsker. Vi har redskaber.",
            "weather_cancel": "Ved storm får du besked samme morgen.",
            "contact_name": leads.name,
            "contact_phone": leads.phone,
        },
        by=stage.coordinator,
        at=at,
    )
    _ask_for_help(stage, project, green, leads, at)


def _ask_for_help(
    stage: Stage, project: Project, green: Institution, leads: User, at: datetime
) -> None:
    """Its own place, checklist and need."""
    place = open_project(
        project=project,
        address="Søvej 1",
        postcode=green.postcode,
        short_name="Vilde blomster",
        leader=leads,
        by=stage.coordinator,
        at=at,
    )
    actor = actor_for(leads, at)
    assert actor is not None
    stage.leaders[place.pk] = actor
    tick_points(place, None, by=actor, at=at)
    day = stage.today + timedelta(days=_DAYS_AHEAD)
    plan = Plan(place, _SOWING, spans(_SOWING, [day]), seats=10)
    when = max(at, office_hours(stage.at - timedelta(days=_POSTED_DAYS_AGO)))
    stage.timeline.push(when, partial(post, stage, plan))


def _members(stage: Stage, leads: User) -> list[User]:
    """Who leads it, and the leader whose sign-in the demo tells."""
    first = _holder(stage.institutions[0], RoleKind.LEADER)
    return [leads] if first == leads else [leads, first]


def _holder(place: Institution, kind: RoleKind) -> User:
    return Role.objects.select_related("user").get(institution=place, kind=kind).user


def _partners(stage: Stage, green: Institution) -> list[Department]:
    own = green.department_id
    return [one for one in stage.municipality.departments.all() if one.pk != own][:1]

"""Rows of the organisation, its roles and its documents, for tests that open every address."""

from datetime import date
from typing import Any

from backend.common.actors import RoleKind
from institutions.actions.closed_days import close_days
from institutions.actions.invitations import invite_person
from institutions.actions.municipal_roles import map_group
from institutions.actions.need_templates import keep_as_template
from institutions.actions.projects import create_project
from institutions.actions.strategies import draft_strategy
from institutions.actions.webhooks import add_endpoint
from institutions.models import Task
from tests.cast import NOW, Cast

PROJECT = {
    "name": "Blomster ved søen",
    "kind": "green",
    "description": "Vi sår vilde blomster langs søen.",
    "agreed_with": "",
    "meeting_point": "P-pladsen ved søen",
    "equipment": "Gummistøvler",
    "weather_cancel": "Storm",
    "contact_name": "Lone",
    "contact_phone": "+4512345678",
    "review_on": None,
}


def organisation_rows(cast: Cast) -> dict[str, Any]:
    """A value for each part of the organisation's addresses."""
    by = cast.actor(cast.coordinator)
    project = create_project(
        municipality=cast.municipality,
        department=cast.here.department,
        partners=[cast.elsewhere.department],
        members=[cast.leader],
        fields=PROJECT,
        by=by,
        at=NOW,
    )
    deputy = invite_person(
        municipality=cast.municipality,
        email=f"betroet{cast.municipality.pk}@test.invalid",
        name="Betroet Medarbejder",
        phone="",
        kind=RoleKind.DEPUTY,
        department=None,
        institution=cast.here,
        valid_from=NOW.date(),
        valid_until=None,
        by=by,
        at=NOW,
    )
    line = map_group(group="frivillighed", kind=RoleKind.UNION, by=by, at=NOW)
    strategy = draft_strategy(
        municipality=cast.municipality, title="Frivilligstrategi", text="Et plus.", by=by, at=NOW
    )
    system, _ = add_endpoint(
        name="Intranettet",
        url="https://hooks.example.org/samspil",
        events=["slot.filled"],
        by=by,
        at=NOW,
    )
    return {
        "system": system.uuid,
        "strategy": strategy.number,
        "department": cast.here.department.external_uuid,
        "feature": "projects",
        "place": cast.here.external_uuid,
        "project": project.uuid,
        "role": deputy.pk,
        "line": line.pk,
        "user": cast.ambassador.pk,
    }


def need_rows(cast: Cast, task: Task) -> dict[str, Any]:
    """A value for each part of the addresses of templates, series and closed days."""
    days = close_days(
        municipality=cast.municipality,
        name="Juleaften",
        first_on=date(2026, 12, 24),
        last_on=date(2026, 12, 24),
        by=cast.actor(cast.coordinator),
        at=NOW,
    )
    by = cast.actor(cast.leader)
    template = keep_as_template(task=task, everywhere=False, by=by, at=NOW)
    # A series that is gone already is gone: any number opens the same door.
    return {"closed": days.pk, "template": template.uuid, "series": 1}

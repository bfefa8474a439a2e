"""Projects across departments."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from backend.accounts.models import Municipality, User
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Clash, Invalid
from institutions.actions.organisation import require_keeper
from institutions.models import Department, Institution, Project, ProjectKind
from institutions.queries.organisation import feature_on
from institutions.rules.features import Feature
from institutions.rules.places import require_known

PROJECT_FIELDS = frozenset(
    {
        "name",
        "kind",
        "description",
        "agreed_with",
        "meeting_point",
        "equipment",
        "weather_cancel",
        "contact_name",
        "contact_phone",
        "review_on",
    }
)
_NEEDED = {
    "name": "Skriv projektets navn.",
    "description": "Skriv kort, hvad projektet går ud på.",
    "contact_name": "Skriv, hvem man kan ringe til.",
    "contact_phone": "Skriv et telefonnummer.",
}


@transaction.atomic
def create_project(
    *,
    municipality: Municipality,
    department: Department,
    partners: Sequence[Department],
    members: Sequence[User],
    fields: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> Project:
    """A new project of a department with others. Twice gives two.

    Refuses gaps, a green project without a meeting point, a partnership without a day to look at
    the agreement again, people and departments of another municipality, and a department that
    does not have projects yet.
    """
    require_keeper(municipality.pk, by)
    project = Project(municipality=municipality, department=department)
    return _write_project(project, partners, members, fields, by=by, at=at, deed="create_project")


@transaction.atomic
def change_project(
    *,
    project: Project,
    department: Department,
    partners: Sequence[Department],
    members: Sequence[User],
    fields: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> Project:
    """Everything about a project anew; refuses as ``create_project`` does."""
    require_keeper(project.municipality_id, by)
    kept = Project.objects.select_for_update().get(pk=project.pk)
    kept.department = department
    return _write_project(kept, partners, members, fields, by=by, at=at, deed="change_project")


@transaction.atomic
def end_project(*, project: Project, by: Actor, at: datetime) -> None:
    """The project is over; it can still be read. The second time changes nothing.

    Refuses while it asks for help: closing its place says what happens with the needs.
    """
    require_keeper(project.municipality_id, by)
    kept = Project.objects.select_for_update().get(pk=project.pk)
    if Institution.objects.filter(project=kept, closed_at=None).exists():
        raise Clash(
            "place_open",
            f"{kept} beder stadig om hjælp. Luk først {kept} under Institutioner, så de behov, "
            "der ikke er slut, bliver taget hånd om.",
        )
    if kept.ended_at is None:
        kept.ended_at = at
        kept.save(update_fields=["ended_at"])
        record("end_project", kept, by=by, at=at)


def _write_project(
    project: Project,
    partners: Sequence[Department],
    members: Sequence[User],
    fields: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    deed: str,
) -> Project:
    require_known(fields, PROJECT_FIELDS)
    for name, value in fields.items():
        setattr(project, name, value)
    _require_complete(project)
    owners = {one.municipality_id for one in (project.department, *partners)}
    if owners | {one.municipality_id for one in members} != {project.municipality_id}:
        raise Clash("other_municipality", "Det hører til en anden kommune.")
    if not feature_on(project.municipality_id, Feature.PROJECTS, project.department_id):
        wrong = f"{project.department} har ikke projekter endnu. Slå det til under Prøveordninger."
        raise Invalid("not_in_pilot", wrong, {"department": [wrong]})
    project.save()
    project.partners.set(one for one in partners if one.pk != project.department_id)
    project.members.set(members)
    record(deed, project, by=by, at=at, members=len(members))
    return project


def _require_complete(project: Project) -> None:
    wrong = {
        name: [advice]
        for name, advice in _NEEDED.items()
        if not str(getattr(project, name)).strip()
    }
    if project.kind == ProjectKind.GREEN and not project.meeting_point.strip():
        wrong["meeting_point"] = ["Skriv, hvor man mødes. Et grønt projekt foregår ude."]
    if project.kind == ProjectKind.PARTNERSHIP and project.review_on is None:
        wrong["review_on"] = ["Skriv, hvornår I ser på aftalen igen."]
    if wrong:
        raise Invalid("project_incomplete", "Ret felterne, og prøv igen.", wrong)

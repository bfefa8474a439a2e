"""A project that asks for help itself: its place, and who leads its needs."""

from datetime import datetime

from django.db import transaction

from backend.accounts.models import User
from backend.audit.log import record
from backend.common.actors import Actor, RoleKind
from backend.common.danish_dates import local
from backend.common.refusals import Clash, Invalid
from institutions.actions.organisation import create_institution, require_keeper
from institutions.actions.roles import give_role
from institutions.models import Institution, Project


@transaction.atomic
def open_project(
    *,
    project: Project,
    address: str,
    postcode: str,
    short_name: str,
    leader: User,
    by: Actor,
    at: datetime,
) -> Institution:
    """Lets a project post needs: it gets a place of its own in its department, with a leader.

    The place has a checklist, a board and roles as an institution has, so that the same ground
    rules hold. Refuses a project that has ended, a leader who is no member, and what
    ``create_institution`` refuses. The second time gives the place there is.
    """
    require_keeper(project.municipality_id, by)
    kept = Project.objects.select_for_update().get(pk=project.pk)
    standing = Institution.objects.filter(project=kept).first()
    if standing is not None:
        return standing
    if kept.ended_at is not None:
        raise Clash("project_ended", "Projektet er afsluttet og kan ikke bede om hjælp.")
    if not kept.members.filter(pk=leader.pk).exists():
        text = "Vælg en af projektets deltagere."
        raise Invalid("no_member", text, {"leader": [text]})
    place = create_institution(
        department=kept.department,
        fields={
            "name": kept.name,
            "short_name": short_name,
            "address": address,
            "postcode": postcode,
            "contact_name": kept.contact_name,
            "contact_phone": kept.contact_phone,
        },
        by=by,
        at=at,
    )
    place.project = kept
    place.save(update_fields=["project"])
    give_role(
        user=leader,
        kind=RoleKind.LEADER,
        institution=place,
        valid_from=local(at).date(),
        by=by,
        at=at,
    )
    record("open_project", kept, by=by, at=at, institution=place.pk)
    return place

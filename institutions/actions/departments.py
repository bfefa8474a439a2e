"""Departments that change, and institutions that close."""

from datetime import datetime

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Clash, Invalid, NotAllowed
from institutions.actions.organisation import require_keeper
from institutions.models import Department, Institution
from institutions.queries.organisation import live_tasks
from institutions.rules.deeds import Deed, require_may


@transaction.atomic
def change_department(
    *, department: Department, name: str, approval_needed: bool, by: Actor, at: datetime
) -> Department:
    """A new name, or whether needs wait for the coordinator. The same again changes nothing.

    Refuses an empty name and one that another department has.
    """
    require_keeper(department.municipality_id, by)
    name = name.strip()
    if not name:
        raise Invalid("name_missing", "Skriv afdelingens navn.", {"name": ["Skriv navnet."]})
    kept = Department.objects.select_for_update().get(pk=department.pk)
    if (kept.name, kept.approval_needed) == (name, approval_needed):
        return kept
    others = Department.objects.filter(municipality_id=kept.municipality_id, name=name)
    if others.exclude(pk=kept.pk).exists():
        taken = f"Der er allerede en afdeling, der hedder {name}."
        raise Invalid("name_taken", taken, {"name": [taken]})
    kept.name, kept.approval_needed = name, approval_needed
    kept.save()
    record("change_department", kept, by=by, at=at, approval_needed=approval_needed)
    return kept


@transaction.atomic
def close_institution(*, institution: Institution, by: Actor, at: datetime) -> None:
    """The institution asks for no more help. The second time changes nothing.

    Its own leader may, and the coordinator. Refuses while it has needs that are not over:
    ``volunteers.actions.organisation.close_place`` calls them off first.
    """
    if by.municipality_id != institution.municipality_id:
        raise NotAllowed("other_municipality", "Det hører til en anden kommune.")
    require_may(
        by,
        Deed.CLOSE_PLACE,
        department_id=institution.department_id,
        institution_id=institution.pk,
    )
    kept = Institution.objects.select_for_update().get(pk=institution.pk)
    if kept.closed_at is not None:
        return
    waiting = live_tasks(kept).count()
    if waiting:
        needs = "1 behov" if waiting == 1 else f"{waiting} behov"
        raise Clash(
            "open_needs",
            f"{kept.name} har {needs}, der ikke er afsluttet. Vælg, hvad der skal ske med dem.",
        )
    kept.closed_at = at
    kept.save(update_fields=["closed_at"])
    record("close_institution", kept, by=by, at=at)


@transaction.atomic
def reopen_institution(*, institution: Institution, by: Actor, at: datetime) -> None:
    """The institution may ask for help again; needs that were called off stay so. Twice is once."""
    require_keeper(institution.municipality_id, by)
    kept = Institution.objects.select_for_update().get(pk=institution.pk)
    if kept.closed_at is None:
        return
    kept.closed_at = None
    kept.save(update_fields=["closed_at"])
    record("reopen_institution", kept, by=by, at=at)

"""The year's run of an institution's checklist, and what every deed on it asks first."""

from datetime import datetime

from backend.common.actors import Actor
from backend.common.danish_dates import COPENHAGEN
from backend.common.refusals import Clash, Invalid
from institutions.models import (
    ChecklistItem,
    ChecklistRun,
    ChecklistTemplate,
    Institution,
    RulesVersion,
    Tick,
)
from institutions.rules.checklist import run_valid_until
from institutions.rules.deeds import Deed, require_may
from institutions.rules.states import ChecklistLevel, DocumentState


def require_filler(institution: Institution, by: Actor) -> int:
    """The user's id; refuses those who do not fill the institution's checklist."""
    require_may(
        by,
        Deed.FILL_CHECKLIST,
        department_id=institution.department_id,
        institution_id=institution.pk,
    )
    assert by.user_id is not None
    return by.user_id


def run_in_force(institution: Institution, at: datetime) -> ChecklistRun:
    """The run in force; a new one when there is none or its year is over."""
    template = template_in_force(institution.municipality_id)
    today = at.astimezone(COPENHAGEN).date()
    run = institution.runs.filter(current=True).select_related("template").first()
    if run is not None and run.template_id == template.pk and run.valid_until >= today:
        return run
    if run is not None:
        run.current = False
        run.save(update_fields=["current"])
    return ChecklistRun.objects.create(
        institution=institution,
        template=template,
        rules_version=rules_in_force(institution.municipality_id),
        started_at=at,
        valid_until=run_valid_until(today),
    )


def template_in_force(municipality_id: int) -> ChecklistTemplate:
    """The approved checklist; refuses where there is none."""
    template = ChecklistTemplate.objects.filter(
        municipality_id=municipality_id, state=DocumentState.APPROVED
    ).first()
    if template is None:
        raise Clash(
            "no_checklist", "Kommunen har ingen godkendt tjekliste. Spørg frivilligkoordinatoren."
        )
    return template


def rules_in_force(municipality_id: int) -> RulesVersion:
    """The approved ground rules; refuses where there are none."""
    version = RulesVersion.objects.filter(
        municipality_id=municipality_id, state=DocumentState.APPROVED
    ).first()
    if version is None:
        raise Clash(
            "no_rules",
            "Spillereglerne er ikke godkendt endnu, så tjeklisten kan ikke udfyldes. "
            "Spørg frivilligkoordinatoren.",
        )
    return version


def item_of(template: ChecklistTemplate, code: str, *levels: ChecklistLevel) -> ChecklistItem:
    """The point with this code; refuses one that the checklist does not have at these levels."""
    item = template.items.filter(code=code, level__in=levels).first()
    if item is None:
        raise Invalid("unknown_item", f"Punktet {code} findes ikke i tjeklisten her.")
    return item


def reopen(tick: Tick, at: datetime, why: str) -> None:
    """The tick stands no longer; it is kept as history with the reason."""
    tick.reopened_at = at
    tick.reopened_why = why
    tick.save(update_fields=["reopened_at", "reopened_why"])

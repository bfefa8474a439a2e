"""The leader's checklist: closing points, with who, when and on what evidence."""

from datetime import date, datetime

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import COPENHAGEN
from backend.common.refusals import Clash, Invalid
from institutions.actions.posters import require_drafter
from institutions.models import (
    ChecklistItem,
    ChecklistRun,
    ChecklistTemplate,
    Institution,
    MedEntry,
    RulesVersion,
    Task,
    TaskTick,
    Tick,
)
from institutions.rules.checklist import INSURANCE, EvidenceKind, require_evidence, run_valid_until
from institutions.rules.deeds import Deed, require_may
from institutions.rules.states import ChecklistLevel, DocumentState


def _require_filler(institution: Institution, by: Actor) -> int:
    require_may(
        by,
        Deed.FILL_CHECKLIST,
        department_id=institution.department_id,
        institution_id=institution.pk,
    )
    assert by.user_id is not None
    return by.user_id


@transaction.atomic
def tick_item(
    *,
    institution: Institution,
    code: str,
    evidence: str,
    held_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Tick:
    """Closes a point of the institution's checklist; begins the year's run when there is none.

    Refuses empty evidence, a date to come, and a point of another level. Twice with the same
    evidence is one tick; with other evidence the old tick is kept as history.
    """
    user_id = _require_filler(institution, by)
    institution = Institution.objects.select_for_update().get(pk=institution.pk)
    run = _current_run(institution, at)
    item = _item(run.template, code, ChecklistLevel.INSTITUTION)
    today = at.astimezone(COPENHAGEN).date()
    require_evidence(EvidenceKind(item.evidence), evidence, held_on=held_on, today=today)
    written = _written(evidence, held_on)
    standing = run.ticks.filter(item=item, reopened_at__isnull=True).first()
    if standing is not None:
        if standing.evidence == written:
            return standing
        _reopen(standing, at, "Beviset er rettet.")
    if item.evidence == EvidenceKind.MED and held_on is not None:
        MedEntry.objects.create(
            municipality_id=institution.municipality_id,
            institution=institution,
            committee=evidence.strip(),
            held_on=held_on,
            kind="agreed",
            noted_by_id=user_id,
            noted_at=at,
        )
    tick = Tick.objects.create(
        run=run, item=item, evidence=written, ticked_by_id=user_id, ticked_at=at
    )
    record("tick_item", institution, by=by, at=at, code=code)
    return tick


@transaction.atomic
def untick_item(*, institution: Institution, code: str, by: Actor, at: datetime) -> None:
    """Opens a closed point again; an open one stays open."""
    _require_filler(institution, by)
    standing = (
        Tick.objects.select_for_update()
        .filter(
            run__institution=institution,
            run__current=True,
            item__code=code,
            reopened_at__isnull=True,
        )
        .first()
    )
    if standing is not None:
        _reopen(standing, at, "Åbnet igen af institutionen.")
        record("untick_item", institution, by=by, at=at, code=code)


@transaction.atomic
def tick_task_item(*, task: Task, code: str, evidence: str, by: Actor, at: datetime) -> TaskTick:
    """Closes a point that belongs to this task, or insurance again for a long weekly rota.

    Refuses those who may not draft the task. Twice keeps the newest evidence.
    """
    user_id = require_drafter(task.institution, by, task)
    template = _template(task.municipality_id)
    again = code == INSURANCE
    item = _item(template, code, ChecklistLevel.INSTITUTION if again else ChecklistLevel.TASK)
    today = at.astimezone(COPENHAGEN).date()
    require_evidence(EvidenceKind(item.evidence), evidence, held_on=None, today=today)
    tick, _ = TaskTick.objects.update_or_create(
        task=task,
        item=item,
        defaults={"evidence": evidence.strip(), "ticked_by_id": user_id, "ticked_at": at},
    )
    record("tick_task_item", task, by=by, at=at, code=code)
    return tick


def _current_run(institution: Institution, at: datetime) -> ChecklistRun:
    """The run in force; a new one when there is none or its year is over."""
    template = _template(institution.municipality_id)
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
        rules_version=_rules_in_force(institution.municipality_id),
        started_at=at,
        valid_until=run_valid_until(today),
    )


def _template(municipality_id: int) -> ChecklistTemplate:
    template = ChecklistTemplate.objects.filter(
        municipality_id=municipality_id, state=DocumentState.APPROVED
    ).first()
    if template is None:
        raise Clash(
            "no_checklist", "Kommunen har ingen godkendt tjekliste. Spørg frivilligkoordinatoren."
        )
    return template


def _rules_in_force(municipality_id: int) -> RulesVersion:
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


def _item(template: ChecklistTemplate, code: str, level: ChecklistLevel) -> ChecklistItem:
    item = template.items.filter(code=code, level=level).first()
    if item is None:
        raise Invalid("unknown_item", f"Punktet {code} findes ikke i tjeklisten her.")
    return item


def _written(evidence: str, held_on: date | None) -> str:
    day = "" if held_on is None else f"{held_on:%d-%m-%Y}"
    return " · ".join(part for part in (evidence.strip(), day) if part)


def _reopen(tick: Tick, at: datetime, why: str) -> None:
    tick.reopened_at = at
    tick.reopened_why = why
    tick.save(update_fields=["reopened_at", "reopened_why"])

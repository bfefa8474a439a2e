"""The leader's checklist: closing points, with who, when and on what evidence."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import COPENHAGEN
from backend.common.refusals import Clash
from institutions.actions.checklist_renewal import renew_when_through
from institutions.actions.checklist_runs import (
    item_of,
    reopen,
    require_filler,
    run_in_force,
    template_in_force,
)
from institutions.actions.posters import require_drafter
from institutions.models import (
    ChecklistItem,
    Delegation,
    Institution,
    MedEntry,
    MedKind,
    Task,
    TaskTick,
    Tick,
)
from institutions.rules.checklist import INSURANCE, EvidenceKind, require_evidence
from institutions.rules.deeds import Deed, require_may
from institutions.rules.states import COURSE_LEVELS, ChecklistLevel, TaskState


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

    A colleague who was handed the point may close it too, and is then done with it. Refuses empty
    evidence, a date to come, and a point of another level. Twice with the same evidence is one
    tick; with other evidence the old tick is kept as history. A talk in the MED committee points
    to its entry in the MED log, which is written when it is not there.
    """
    user_id = _require_ticker(institution, code, by)
    institution = Institution.objects.select_for_update().get(pk=institution.pk)
    run = run_in_force(institution, at)
    item = item_of(run.template, code, ChecklistLevel.INSTITUTION)
    today = at.astimezone(COPENHAGEN).date()
    require_evidence(EvidenceKind(item.evidence), evidence, held_on=held_on, today=today)
    written = _written(evidence, held_on)
    standing = run.ticks.filter(item=item, reopened_at__isnull=True).first()
    if standing is not None:
        if standing.evidence == written:
            return standing
        reopen(standing, at, "Beviset er rettet.")
    entry = None
    if item.evidence == EvidenceKind.MED and held_on is not None:
        entry = _med_entry(institution, evidence.strip(), held_on, user_id, at)
    tick = Tick.objects.create(
        run=run, item=item, evidence=written, med_entry=entry, ticked_by_id=user_id, ticked_at=at
    )
    run.delegations.filter(item=item, ended_at__isnull=True).update(ended_at=at)
    record("tick_item", institution, by=by, at=at, code=code)
    renew_when_through(run, at)
    return tick


@transaction.atomic
def untick_item(*, institution: Institution, code: str, by: Actor, at: datetime) -> None:
    """Opens a closed point again; an open one stays open."""
    require_filler(institution, by)
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
        reopen(standing, at, "Åbnet igen af institutionen.")
        record("untick_item", institution, by=by, at=at, code=code)


@transaction.atomic
def tick_task_item(
    *,
    task: Task,
    code: str,
    evidence: str,
    held_on: date | None = None,
    by: Actor,
    at: datetime,
) -> TaskTick:
    """Closes a point that belongs to this task, or insurance again for a long weekly rota.

    Before the task is published by those who may draft it; during and after by those who record
    who came. Refuses a point of the institution, and one of during or after too early. Twice
    keeps the newest evidence.
    """
    item = _task_item(task, code)
    user_id = _require_at_task(task, item, by)
    today = at.astimezone(COPENHAGEN).date()
    require_evidence(EvidenceKind(item.evidence), evidence, held_on=held_on, today=today)
    tick, _ = TaskTick.objects.update_or_create(
        task=task,
        item=item,
        defaults={
            "evidence": _written(evidence, held_on),
            "ticked_by_id": user_id,
            "ticked_at": at,
        },
    )
    record("tick_task_item", task, by=by, at=at, code=code)
    return tick


@transaction.atomic
def untick_task_item(*, task: Task, code: str, by: Actor, at: datetime) -> None:
    """Opens a point of during or after again; an open one stays open.

    Refuses the points of before: what was declared when the task was published stands.
    """
    item = _task_item(task, code)
    if item.level not in COURSE_LEVELS:
        raise Clash("declared", "Erklæringen gælder for opgaven, så længe den er lagt ud.")
    _require_at_task(task, item, by)
    if task.ticks.filter(item=item).delete()[0]:
        record("untick_task_item", task, by=by, at=at, code=code)


def _task_item(task: Task, code: str) -> ChecklistItem:
    again = code == INSURANCE
    levels = [ChecklistLevel.INSTITUTION] if again else [ChecklistLevel.TASK, *COURSE_LEVELS]
    return item_of(template_in_force(task.municipality_id), code, *levels)


def _require_at_task(task: Task, item: ChecklistItem, by: Actor) -> int:
    if item.level not in COURSE_LEVELS:
        return require_drafter(task.institution, by, task)
    place = task.institution
    require_may(
        by,
        Deed.RECORD_ATTENDANCE,
        department_id=place.department_id,
        institution_id=place.pk,
    )
    if task.state not in (TaskState.OPEN, TaskState.DONE):
        raise Clash("too_early", f"Punktet {item.code} hører til, når opgaven er lagt ud.")
    assert by.user_id is not None
    return by.user_id


def _require_ticker(institution: Institution, code: str, by: Actor) -> int:
    """Who fills the checklist, or has been handed this point of it."""
    handed = Delegation.objects.filter(
        run__institution=institution,
        run__current=True,
        item__code=code,
        to_id=by.user_id or 0,
        ended_at__isnull=True,
    )
    if by.user_id is not None and handed.exists():
        return by.user_id
    return require_filler(institution, by)


def _med_entry(
    institution: Institution, committee: str, held_on: date, user_id: int, at: datetime
) -> MedEntry:
    """The agreement in the log, of the institution's own or the municipality's committee."""
    known = MedEntry.objects.filter(
        Q(institution=institution) | Q(institution=None),
        municipality_id=institution.municipality_id,
        committee=committee,
        held_on=held_on,
        kind=MedKind.AGREED,
    ).first()
    return known or MedEntry.objects.create(
        municipality_id=institution.municipality_id,
        institution=institution,
        committee=committee,
        held_on=held_on,
        kind=MedKind.AGREED,
        noted_by_id=user_id,
        noted_at=at,
    )


def _written(evidence: str, held_on: date | None) -> str:
    day = "" if held_on is None else f"{held_on:%d-%m-%Y}"
    return " · ".join(part for part in (evidence.strip(), day) if part)

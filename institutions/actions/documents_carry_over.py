"""What a new version of the checklist leaves closed: nobody answers the same words twice."""

from collections.abc import Mapping
from datetime import datetime

from institutions.models import (
    ChecklistItem,
    ChecklistRun,
    ChecklistTemplate,
    Delegation,
    TaskTick,
    Tick,
)
from institutions.rules.checklist_points import ANSWERED_FOR, is_same
from institutions.rules.states import TaskState

_NOT_OVER = (TaskState.DRAFT, TaskState.IN_REVIEW, TaskState.OPEN)


def carry_over(old: ChecklistTemplate, new: ChecklistTemplate, at: datetime) -> int:
    """Moves every institution's year and every task's own points to the new version.

    Ticks are copied, so that the old run stands as it was. Returns how many closed points of
    institutions are open now because their words changed or they are gone.
    """
    before = {item.pk: item for item in old.items.all()}
    after = {item.code: item for item in new.items.all()}
    same = {
        pk: after[item.code]
        for pk, item in before.items()
        if item.code in after and is_same(_words(item), _words(after[item.code]))
    }
    follows = {pk: after[item.code] for pk, item in before.items() if item.code in after}
    runs = list(ChecklistRun.objects.select_for_update().filter(template=old, current=True))
    moved = _new_runs(runs, new)
    _copy_task_ticks(same)
    _copy_delegations(moved, follows)
    return _copy_ticks(moved, same, follows, new, at)


def _words(item: ChecklistItem) -> dict[str, object]:
    return {name: getattr(item, name) for name in ANSWERED_FOR}


def _new_runs(runs: list[ChecklistRun], new: ChecklistTemplate) -> Mapping[int, ChecklistRun]:
    """A run of the new version for each old one, for the rest of the same year."""
    ChecklistRun.objects.filter(pk__in=[run.pk for run in runs]).update(current=False)
    made = ChecklistRun.objects.bulk_create(
        ChecklistRun(
            institution_id=run.institution_id,
            template=new,
            rules_version_id=run.rules_version_id,
            started_at=run.started_at,
            valid_until=run.valid_until,
        )
        for run in runs
    )
    return {run.pk: copy for run, copy in zip(runs, made, strict=True)}


def _copy_ticks(
    moved: Mapping[int, ChecklistRun],
    same: Mapping[int, ChecklistItem],
    follows: Mapping[int, ChecklistItem],
    new: ChecklistTemplate,
    at: datetime,
) -> int:
    standing = Tick.objects.filter(run_id__in=moved, reopened_at__isnull=True)
    copies, opened = [], 0
    for tick in standing:
        stays = tick.item_id in same
        opened += not stays
        if tick.item_id not in follows:
            continue
        tick.pk, tick.run, tick.item = None, moved[tick.run_id], follows[tick.item_id]
        if not stays:
            tick.reopened_at = at
            tick.reopened_why = f"Tjeklisten, version {new.number}, har nye ord her."
        copies.append(tick)
    Tick.objects.bulk_create(copies)
    return opened


def _copy_task_ticks(same: Mapping[int, ChecklistItem]) -> None:
    copies = []
    for tick in TaskTick.objects.filter(task__state__in=_NOT_OVER, item_id__in=same):
        tick.pk, tick.item = None, same[tick.item_id]
        copies.append(tick)
    TaskTick.objects.bulk_create(copies, ignore_conflicts=True)


def _copy_delegations(
    moved: Mapping[int, ChecklistRun], follows: Mapping[int, ChecklistItem]
) -> None:
    """Who was asked to look after a point still is."""
    copies = []
    for one in Delegation.objects.filter(run_id__in=moved, ended_at=None, item_id__in=follows):
        one.pk, one.run, one.item = None, moved[one.run_id], follows[one.item_id]
        copies.append(one)
    Delegation.objects.bulk_create(copies)

"""A new year of the checklist before the old one has run out, so that nothing stands still."""

from datetime import datetime

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.common.refusals import Clash, TooLate
from institutions.actions.checklist_runs import (
    item_of,
    reopen,
    require_filler,
    rules_in_force,
    run_in_force,
)
from institutions.models import ChecklistRun, Institution, Tick
from institutions.rules.checklist import run_valid_until
from institutions.rules.checklist_reminders import renewal_opens
from institutions.rules.states import ChecklistLevel


@transaction.atomic
def confirm_item(*, institution: Institution, code: str, by: Actor, at: datetime) -> Tick:
    """The point is still right: it stands on the same evidence, with today's name and moment.

    Only in the last 60 days of the run, and when every gating point has been confirmed or
    corrected there, the next twelve months begin. Refuses an open point, and refuses earlier.
    Confirmed in this round already, nothing changes.
    """
    user_id = require_filler(institution, by)
    institution = Institution.objects.select_for_update().get(pk=institution.pk)
    run = run_in_force(institution, at)
    opens_on = renewal_opens(run.valid_until)
    if local(at).date() < opens_on:
        raise TooLate("too_early", f"Punkterne kan bekræftes igen fra {opens_on:%d-%m-%Y}.")
    item = item_of(run.template, code, ChecklistLevel.INSTITUTION)
    old = run.ticks.filter(item=item, reopened_at__isnull=True).first()
    if old is None:
        raise Clash("open_point", f"Punktet {code} er åbent. Sæt hak med det, der gælder nu.")
    if local(old.ticked_at).date() >= opens_on:
        return old
    reopen(old, at, "Bekræftet igen for et nyt år.")
    tick = Tick.objects.create(
        run=run,
        item=item,
        evidence=old.evidence,
        med_entry=old.med_entry,
        ticked_by_id=user_id,
        ticked_at=at,
    )
    record("confirm_item", institution, by=by, at=at, code=code)
    renew_when_through(run, at)
    return tick


def renew_when_through(run: ChecklistRun, at: datetime) -> ChecklistRun:
    """The next run, when every gating point was closed in the last 60 days of this; else this.

    The standing ticks go along with their names and moments. Call it with the institution locked.
    """
    today = local(at).date()
    opens_on = renewal_opens(run.valid_until)
    if today < opens_on:
        return run
    standing = list(run.ticks.filter(reopened_at__isnull=True))
    fresh = {tick.item_id for tick in standing if local(tick.ticked_at).date() >= opens_on}
    gates = run.template.items.filter(gates=True, level=ChecklistLevel.INSTITUTION)
    if not set(gates.values_list("pk", flat=True)) <= fresh:
        return run
    ChecklistRun.objects.filter(pk=run.pk).update(current=False)
    renewed = ChecklistRun.objects.create(
        institution_id=run.institution_id,
        template_id=run.template_id,
        rules_version=rules_in_force(run.institution.municipality_id),
        started_at=at,
        valid_until=run_valid_until(today),
    )
    for tick in standing:
        tick.pk, tick.run = None, renewed
    Tick.objects.bulk_create(standing)
    run.delegations.filter(ended_at__isnull=True).update(run=renewed)
    return renewed

"""Versions of the checklist: drafted point by point, sent on, sent back, approved."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.common.refusals import Clash, Invalid, NotAllowed
from institutions.actions.documents_carry_over import carry_over
from institutions.models import ChecklistItem, ChecklistTemplate
from institutions.rules.checklist_points import next_code, require_point
from institutions.rules.deeds import Deed, require_may
from institutions.rules.states import DocumentState, require_document_move

_EDITED = ("level", "text", "gates", "evidence", "evidence_hint", "reopened_by_rules")


@transaction.atomic
def draft_checklist(*, municipality: Municipality, by: Actor, at: datetime) -> ChecklistTemplate:
    """A new draft with the points in force. Refuses a second draft: that one is edited."""
    _require_own(municipality.pk, by)
    versions = ChecklistTemplate.objects.filter(municipality=municipality)
    if versions.filter(state=DocumentState.DRAFT).exists():
        raise Clash("draft_there", "Der er allerede en kladde. Ret den i stedet.")
    template = ChecklistTemplate.objects.create(
        municipality=municipality,
        number=(versions.aggregate(n=Max("number"))["n"] or 0) + 1,
    )
    in_force = versions.filter(state=DocumentState.APPROVED).first()
    items = list(in_force.items.all()) if in_force else []
    for item in items:
        item.pk, item.template = None, template
    ChecklistItem.objects.bulk_create(items)
    record("draft_checklist", template, by=by, at=at, items=len(items))
    return template


@transaction.atomic
def keep_point(
    *,
    template: ChecklistTemplate,
    code: str,
    fields: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> ChecklistItem:
    """Changes a point of a draft; with a phase's letter as ``code`` adds one at its end.

    Refuses every other state, gaps, and evidence that the level cannot give. The same words again
    change nothing.
    """
    kept = _draft(template, by)
    given = {name: fields[name] for name in _EDITED}
    require_point(given)
    known = kept.items.filter(code=code).first()
    if known is None:
        codes = list(kept.items.values_list("code", flat=True))
        known = ChecklistItem(template=kept, code=next_code(code, codes), phase=fields["phase"])
    elif all(getattr(known, name) == given[name] for name in _EDITED):
        return known
    for name, value in given.items():
        setattr(known, name, value)
    known.save()
    record("keep_point", kept, by=by, at=at, code=known.code)
    return known


@transaction.atomic
def drop_point(*, template: ChecklistTemplate, code: str, by: Actor, at: datetime) -> None:
    """Takes a point out of a draft; refuses every other state. The second time changes nothing."""
    kept = _draft(template, by)
    dropped, _ = kept.items.filter(code=code).delete()
    if dropped:
        record("drop_point", kept, by=by, at=at, code=code)


@transaction.atomic
def move_checklist(
    *, template: ChecklistTemplate, to: DocumentState, by: Actor, at: datetime
) -> None:
    """Sends a draft on for approval, or back to draft. Refuses an empty one and other moves."""
    kept = _locked(template, by)
    if to == DocumentState.APPROVED:
        raise Clash("approve", "Notér, hvem der har godkendt tjeklisten, og hvornår.")
    require_document_move(kept.state, to)
    if not kept.items.exists():
        raise Clash("no_points", "Tjeklisten har ingen punkter endnu.")
    kept.state = to
    kept.save(update_fields=["state"])
    record("move_checklist", kept, by=by, at=at, state=to)


@transaction.atomic
def approve_checklist(
    *, template: ChecklistTemplate, approved_by: str, approved_on: date, by: Actor, at: datetime
) -> int:
    """Puts a version in force; returns how many closed points of institutions open again.

    A point that reads as before stays closed with its evidence; one with other words opens with
    the reason, and one that is new is open. Refuses a version that is not up for approval, no
    body, and a day to come.
    """
    kept = _locked(template, by)
    if not approved_by.strip():
        wrong = "Skriv, hvem der har godkendt tjeklisten."
        raise Invalid("approved_by_missing", wrong, {"approved_by": [wrong]})
    if approved_on > local(at).date():
        wrong = "Datoen ligger i fremtiden."
        raise Invalid("approved_on", wrong, {"approved_on": [wrong]})
    require_document_move(kept.state, DocumentState.APPROVED)
    in_force = ChecklistTemplate.objects.filter(
        municipality_id=kept.municipality_id, state=DocumentState.APPROVED
    )
    before = in_force.first()
    in_force.update(state=DocumentState.SUPERSEDED)
    kept.state = DocumentState.APPROVED
    kept.approved_by, kept.approved_on = approved_by.strip(), approved_on
    kept.save(update_fields=["state", "approved_by", "approved_on"])
    reopened = carry_over(before, kept, at) if before else 0
    record("approve_checklist", kept, by=by, at=at, reopened=reopened)
    return reopened


def _draft(template: ChecklistTemplate, by: Actor) -> ChecklistTemplate:
    kept = _locked(template, by)
    if kept.state != DocumentState.DRAFT:
        raise Clash("not_a_draft", "Kun en kladde kan rettes. Lav en ny version.")
    return kept


def _locked(template: ChecklistTemplate, by: Actor) -> ChecklistTemplate:
    _require_own(template.municipality_id, by)
    return ChecklistTemplate.objects.select_for_update().get(pk=template.pk)


def _require_own(municipality_id: int, by: Actor) -> None:
    require_may(by, Deed.APPROVE_RULES)
    if by.municipality_id != municipality_id:
        raise NotAllowed("other_municipality", "Det hører til en anden kommune.")

"""Governing documents: load a version, approve it, and what an approval reopens."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Clash, Invalid, NotAllowed
from institutions.actions.documents_carry_over import carry_over
from institutions.models import (
    ChecklistItem,
    ChecklistTemplate,
    GroundRule,
    RulesVersion,
    Strategy,
    Tick,
)
from institutions.rules.deeds import Deed, require_may
from institutions.rules.states import DocumentState, require_document_move

_TEXTS = ("title", "leader_text", "volunteer_text", "confidentiality_text")


@transaction.atomic
def draft_rules(
    *, municipality: Municipality, content: Mapping[str, Any], parties: str, by: Actor, at: datetime
) -> RulesVersion:
    """A new draft of the ground rules with the next number. Twice gives two drafts.

    ``content`` has title, leader_text, volunteer_text, confidentiality_text and rules
    (code, title, text), as in institutions/data.
    """
    require_may(by, Deed.APPROVE_RULES)
    newest = RulesVersion.objects.filter(municipality=municipality).aggregate(n=Max("number"))["n"]
    version = RulesVersion.objects.create(
        municipality=municipality,
        number=(newest or 0) + 1,
        title=content["title"],
        parties=parties,
        leader_text=content["leader_text"],
        volunteer_text=content["volunteer_text"],
        confidentiality_text=content["confidentiality_text"],
    )
    GroundRule.objects.bulk_create(
        GroundRule(version=version, code=rule["code"], title=rule["title"], text=rule["text"])
        for rule in content["rules"]
    )
    record("draft_rules", version, by=by, at=at, rules=len(content["rules"]))
    return version


@transaction.atomic
def edit_rules(
    *, version: RulesVersion, content: Mapping[str, Any], parties: str, by: Actor, at: datetime
) -> RulesVersion:
    """New words in a draft, as ``draft_rules`` takes them; the same words again change nothing.

    Refuses every other state: what somebody was asked to sign or said yes to never changes.
    """
    _require_own(version.municipality_id, by)
    version = RulesVersion.objects.select_for_update().get(pk=version.pk)
    if version.state != DocumentState.DRAFT:
        raise Clash("not_a_draft", "Kun en kladde kan rettes. Lav en ny version.")
    texts = {name: content[name] for name in _TEXTS} | {"parties": parties}
    rules = [(rule["code"], rule["title"], rule["text"]) for rule in content["rules"]]
    known = [(rule.code, rule.title, rule.text) for rule in version.rules.all()]
    if known == sorted(rules) and all(getattr(version, name) == texts[name] for name in texts):
        return version
    for name, text in texts.items():
        setattr(version, name, text)
    version.save(update_fields=list(texts))
    version.rules.all().delete()
    GroundRule.objects.bulk_create(
        GroundRule(version=version, code=code, title=title, text=text)
        for code, title, text in rules
    )
    record("edit_rules", version, by=by, at=at, rules=len(rules))
    return version


@transaction.atomic
def send_back_rules(*, version: RulesVersion, by: Actor, at: datetime) -> None:
    """Makes a version that is up for approval a draft again; refuses any other state.

    Signatures go: they stood below words that may now change.
    """
    _require_own(version.municipality_id, by)
    version = RulesVersion.objects.select_for_update().get(pk=version.pk)
    require_document_move(version.state, DocumentState.DRAFT)
    removed, _ = version.signatures.all().delete()
    version.state = DocumentState.DRAFT
    version.save(update_fields=["state"])
    record("send_back_rules", version, by=by, at=at, signatures=removed)


@transaction.atomic
def submit_rules(*, version: RulesVersion, by: Actor, at: datetime) -> None:
    """Sends a draft to the parties for approval; refuses any other state."""
    require_may(by, Deed.APPROVE_RULES)
    version = RulesVersion.objects.select_for_update().get(pk=version.pk)
    require_document_move(version.state, DocumentState.FOR_APPROVAL)
    version.state = DocumentState.FOR_APPROVAL
    version.save(update_fields=["state"])
    record("submit_rules", version, by=by, at=at)


@transaction.atomic
def approve_rules(
    *, version: RulesVersion, approved_by: str, approved_on: date, by: Actor, at: datetime
) -> int:
    """Puts a version in force, supersedes the one before, and reopens the points it touches.

    Refuses a version that is not up for approval, and an approval without saying by whom.
    Returns the number of institutions' points that were reopened.
    """
    require_may(by, Deed.APPROVE_RULES)
    if not approved_by.strip():
        raise Invalid(
            "approved_by_missing",
            "Skriv, hvem der har godkendt spillereglerne.",
            {"approved_by": ["Skriv parterne, fx byrådet og de faglige organisationer."]},
        )
    version = RulesVersion.objects.select_for_update().get(pk=version.pk)
    require_document_move(version.state, DocumentState.APPROVED)
    in_force = RulesVersion.objects.filter(
        municipality_id=version.municipality_id, state=DocumentState.APPROVED
    )
    version.leaders_asked = _concerns_leaders(version, in_force.first())
    in_force.update(state=DocumentState.SUPERSEDED)
    version.strategy = Strategy.objects.filter(
        municipality_id=version.municipality_id, state=DocumentState.APPROVED
    ).first()
    version.state = DocumentState.APPROVED
    version.approved_by = approved_by
    version.approved_on = approved_on
    version.save(update_fields=["state", "approved_by", "approved_on", "leaders_asked", "strategy"])
    reopened = _reopen_points(version, at)
    record("approve_rules", version, by=by, at=at, reopened=reopened)
    return reopened


@transaction.atomic
def load_checklist(
    *, municipality: Municipality, items: list[Mapping[str, Any]], on: date, by: Actor, at: datetime
) -> ChecklistTemplate:
    """Loads the next version of the checklist and puts it in force at once.

    A closed point that reads as before stays closed.
    """
    require_may(by, Deed.APPROVE_RULES)
    versions = ChecklistTemplate.objects.filter(municipality=municipality)
    newest = versions.aggregate(n=Max("number"))["n"]
    before = versions.filter(state=DocumentState.APPROVED).first()
    versions.filter(state=DocumentState.APPROVED).update(state=DocumentState.SUPERSEDED)
    template = ChecklistTemplate.objects.create(
        municipality=municipality,
        number=(newest or 0) + 1,
        state=DocumentState.APPROVED,
        approved_on=on,
    )
    ChecklistItem.objects.bulk_create(ChecklistItem(template=template, **item) for item in items)
    if before is not None:
        carry_over(before, template, at)
    record("load_checklist", template, by=by, at=at, items=len(items))
    return template


def _require_own(municipality_id: int, by: Actor) -> None:
    require_may(by, Deed.APPROVE_RULES)
    if by.municipality_id != municipality_id:
        raise NotAllowed("other_municipality", "Det hører til en anden kommune.")


def _concerns_leaders(version: RulesVersion, before: RulesVersion | None) -> bool:
    """Whether what leaders say yes to reads otherwise than before.

    The first yes is a point of the institution's checklist.
    """
    if before is None:
        return False
    if before.leader_text != version.leader_text:
        return True
    old, new = (list(one.rules.values_list("code", "title", "text")) for one in (before, version))
    return old != new


def _reopen_points(version: RulesVersion, at: datetime) -> int:
    return Tick.objects.filter(
        run__institution__municipality_id=version.municipality_id,
        run__current=True,
        item__reopened_by_rules=True,
        reopened_at__isnull=True,
        ticked_at__lt=at,
    ).update(
        reopened_at=at,
        reopened_why=f"Spillereglerne, version {version.number}, er godkendt.",
    )

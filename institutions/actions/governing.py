"""The first version of everything that governs: ground rules, checklist and words, in one go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from backend.accounts.models import Municipality
from backend.common.actors import Actor
from backend.common.refusals import Invalid
from institutions.actions.documents import approve_rules, draft_rules, load_checklist, submit_rules
from institutions.actions.organisation import set_watch_words
from institutions.models import ChecklistTemplate, RulesVersion
from institutions.queries.checklists import rules_in_force
from institutions.rules.states import DocumentState

_NEEDED = (
    "title",
    "leader_text",
    "volunteer_text",
    "confidentiality_text",
    "rules",
    "checklist",
    "words_red",
    "words_amber",
)
_POINT = ("code", "phase", "level", "text", "gates", "evidence", "evidence_hint")


@dataclass(frozen=True, slots=True)
class Approval:
    """Who agreed on the ground rules, who put them in force, and on which day."""

    parties: str
    approved_by: str
    approved_on: date


@transaction.atomic
def put_in_force(
    *,
    municipality: Municipality,
    content: Mapping[str, Any],
    approval: Approval,
    by: Actor,
    at: datetime,
) -> RulesVersion:
    """Loads the three and walks the rules from draft over approval into force.

    ``content`` is as in institutions/data. Refuses content with something missing, and approval
    without parties. What already reads so word for word is left alone, so that the second time
    changes nothing and reopens no institution's checklist.
    """
    _require_content(content)
    if not approval.parties.strip():
        raise Invalid("parties_missing", "Skriv, hvem der er enige om spillereglerne.")
    version = rules_in_force(municipality.pk)
    if version is None or not _same_rules(version, content):
        version = draft_rules(
            municipality=municipality, content=content, parties=approval.parties, by=by, at=at
        )
        submit_rules(version=version, by=by, at=at)
        approve_rules(
            version=version,
            approved_by=approval.approved_by,
            approved_on=approval.approved_on,
            by=by,
            at=at,
        )
    if not _same_checklist(municipality, content):
        load_checklist(
            municipality=municipality,
            items=content["checklist"],
            on=approval.approved_on,
            by=by,
            at=at,
        )
    set_watch_words(
        municipality=municipality,
        red=content["words_red"],
        amber=content["words_amber"],
        by=by,
        at=at,
    )
    return RulesVersion.objects.get(pk=version.pk)


def _require_content(content: Mapping[str, Any]) -> None:
    missing = [name for name in _NEEDED if not content.get(name)]
    if missing:
        raise Invalid("content_missing", f"Filen mangler: {', '.join(missing)}.")


def _same_rules(version: RulesVersion, content: Mapping[str, Any]) -> bool:
    texts = ("title", "leader_text", "volunteer_text", "confidentiality_text")
    known = [(rule.code, rule.title, rule.text) for rule in version.rules.all()]
    given = sorted((rule["code"], rule["title"], rule["text"]) for rule in content["rules"])
    return known == given and all(getattr(version, name) == content[name] for name in texts)


def _same_checklist(municipality: Municipality, content: Mapping[str, Any]) -> bool:
    template = ChecklistTemplate.objects.filter(
        municipality=municipality, state=DocumentState.APPROVED
    ).first()
    if template is None:
        return False
    known = [tuple(getattr(item, name) for name in _POINT) for item in template.items.all()]
    return known == [tuple(item[name] for name in _POINT) for item in content["checklist"]]

"""The ground rules as pages need them: the shipped texts, and what an approval reopened."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from backend.audit.models import AuditEntry
from institutions.models import RulesVersion

_SHIPPED = Path(__file__).parents[1] / "data" / "governing.da.json"


@cache
def shipped_content() -> Mapping[str, Any]:
    """The texts a new installation begins with: title, texts, rules, optional_rules, checklist."""
    content: Mapping[str, Any] = json.loads(_SHIPPED.read_text(encoding="utf-8"))
    return content


def next_content(version: RulesVersion | None, optional: Iterable[str]) -> dict[str, Any]:
    """What a new draft says: the words in force, with the optional rules that were chosen.

    Without a version in force the shipped words. An optional rule that stands in the version in
    force keeps its words there; one that is not chosen is left out.
    """
    shipped = shipped_content()
    choosable = {rule["code"]: rule for rule in shipped["optional_rules"]}
    chosen = set(optional)
    base = _content(version) if version else dict(shipped)
    rules = {rule["code"]: rule for rule in base["rules"]}
    kept = [rule for code, rule in rules.items() if code not in choosable or code in chosen]
    added = [rule for code, rule in choosable.items() if code in chosen and code not in rules]
    return {**base, "rules": [*kept, *added]}


def accepted_words(version: RulesVersion) -> dict[str, str]:
    """What a leader and a volunteer say yes to, with the version's number written in."""
    given = {"{version}": str(version.number), "{institution}": "institutionen"}
    words = {"leader": version.leader_text, "volunteer": version.volunteer_text}
    for placeholder, value in given.items():
        words = {who: text.replace(placeholder, value) for who, text in words.items()}
    return words


def reopened_counts(versions: Sequence[RulesVersion]) -> dict[int, int]:
    """How many points of institutions' checklists each approval reopened; one query."""
    entries = AuditEntry.objects.filter(
        deed="approve_rules",
        subject_type="rulesversion",
        subject_id__in=[version.pk for version in versions],
    )
    return {entry.subject_id: int(entry.details.get("reopened", 0)) for entry in entries}


def _content(version: RulesVersion) -> dict[str, Any]:
    return {
        "title": version.title,
        "leader_text": version.leader_text,
        "volunteer_text": version.volunteer_text,
        "confidentiality_text": version.confidentiality_text,
        "rules": [
            {"code": rule.code, "title": rule.title, "text": rule.text}
            for rule in version.rules.all()
        ],
    }

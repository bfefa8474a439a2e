"""Rules with the questions that were answered about them, and the questions that wait."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from backend.common.actors import Actor
from institutions.models import GroundRule, RuleQuestion, RulesVersion
from institutions.rules.deeds import Deed, grants_for

SHOWN = 200


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule and its questions as the person sees them."""

    rule: GroundRule
    questions: tuple[RuleQuestion, ...]


def questions_for(by: Actor) -> QuerySet[RuleQuestion]:
    """Those who approve the rules see all; others the answered ones, and their own.

    Who asked is told to nobody else: the pages show a name only to those who approve the rules.
    """
    rows = RuleQuestion.objects.filter(municipality_id=by.municipality_id)
    if grants_for(by, Deed.APPROVE_RULES):
        return rows
    shown = Q(answered_at__isnull=False, set_aside=False)
    return rows.filter(shown | Q(asked_by_id=by.user_id))


def rule_lines(version: RulesVersion, by: Actor) -> list[RuleLine]:
    """The version's rules with the answered questions about each; two queries."""
    answered: dict[str, list[RuleQuestion]] = defaultdict(list)
    rows = questions_for(by).filter(answered_at__isnull=False, set_aside=False)
    for question in rows.select_related("answered_under"):
        answered[question.code].append(question)
    return [RuleLine(rule, tuple(answered[rule.code])) for rule in version.rules.all()]


def listed_questions(by: Actor) -> list[RuleQuestion]:
    """The unanswered first, the oldest of them first; then the newest answers. One query."""
    rows = questions_for(by).select_related("asked_by", "answered_under", "version")
    return list(rows.order_by(F("answered_at").desc(nulls_first=True), "asked_at", "id")[:SHOWN])


def unanswered(by: Actor) -> int:
    """How many wait for those who approve the rules; 0 for everybody else. One query."""
    if not grants_for(by, Deed.APPROVE_RULES):
        return 0
    return questions_for(by).filter(answered_at__isnull=True).count()

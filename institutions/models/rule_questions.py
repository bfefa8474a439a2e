"""Questions about the ground rules, each answered once for all."""

import uuid

from django.db import models
from django.db.models import Q

from backend.accounts.models import Municipality, User
from institutions.models.governing import RulesVersion

LONGEST_QUESTION, LONGEST_ANSWER = 300, 1000


class RuleQuestion(models.Model):
    """A question about one rule, by its code: the answer follows the rule into new versions.

    Moderated: only an answered question is shown to others. One that was ``set_aside`` got its
    answer as well, and is shown to nobody but the one who asked and those who approve the rules.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    version = models.ForeignKey(RulesVersion, models.PROTECT, related_name="+")
    code = models.CharField(max_length=4)
    question = models.CharField(max_length=LONGEST_QUESTION)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(max_length=LONGEST_ANSWER, blank=True)
    # The version whose words the answer explains.
    answered_under = models.ForeignKey(
        RulesVersion, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    set_aside = models.BooleanField(default=False)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="", set_aside=False)
                | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="rule_answer_has_words",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "code"], name="rule_question_of_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.asked_at:%Y-%m-%d}"

"""The ground rules agreed with the unions, as versions whose words never change."""

from django.db import models

from backend.accounts.models import Municipality
from backend.audit.stamps import Stamped
from institutions.rules.states import DocumentState


class RulesVersion(Stamped):
    """One version of the ground rules with the texts that people accept."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="rules_versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=12, default=DocumentState.DRAFT)
    parties = models.TextField(blank=True)
    approved_by = models.CharField(max_length=120, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    leader_text = models.TextField()
    volunteer_text = models.TextField()
    confidentiality_text = models.TextField()
    # The strategy in force when it was approved.
    strategy = models.ForeignKey(
        "institutions.Strategy", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Whether what leaders say yes to differs from the version before.
    leaders_asked = models.BooleanField(default=False)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="rules_number_once"),
            models.UniqueConstraint(
                fields=["municipality"],
                condition=models.Q(state=DocumentState.APPROVED),
                name="one_approved_rules_version",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=list(DocumentState)), name="rules_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=DocumentState.APPROVED)
                | models.Q(approved_on__isnull=False),
                name="approved_rules_have_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"


class GroundRule(models.Model):
    """One rule of one version."""

    version = models.ForeignKey(RulesVersion, models.PROTECT, related_name="rules")
    code = models.CharField(max_length=4)
    title = models.CharField(max_length=80)
    text = models.TextField()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="rule_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class WatchWord(models.Model):
    """A word that may mean staff's work: red goes to the coordinator, amber shows the rule."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="watch_words")
    word = models.CharField(max_length=40)
    level = models.CharField(max_length=5, choices=[("red", "rød"), ("amber", "gul")])

    class Meta:
        ordering = ["word"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "word"], name="watch_word_once"),
        ]

    def __str__(self) -> str:
        return self.word

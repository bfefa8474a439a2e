"""The parties of the agreements, when they signed, who was heard, and who said yes."""

from django.db import models

from backend.accounts.models import Municipality, User
from institutions.models.governing import RulesVersion
from institutions.models.organisation import Institution
from institutions.models.strategies import Strategy


class Party(models.Model):
    """A party of the ground rules: the municipality, or a trade union."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="parties")
    name = models.CharField(max_length=120)
    contact_name = models.CharField(max_length=80, blank=True)
    contact_email = models.EmailField(blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="party_once"),
        ]
        verbose_name_plural = "parties"

    def __str__(self) -> str:
        return self.name


class Signature(models.Model):
    """The day a party signed a version, and the name below it."""

    version = models.ForeignKey(RulesVersion, models.PROTECT, related_name="signatures")
    party = models.ForeignKey(Party, models.PROTECT, related_name="signatures")
    signed_on = models.DateField()
    signed_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["signed_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "party"], name="signature_once"),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.signed_on}"


class Hearing(models.Model):
    """Who was heard about a document, how, and what they said."""

    rules_version = models.ForeignKey(
        RulesVersion, models.PROTECT, null=True, blank=True, related_name="hearings"
    )
    strategy = models.ForeignKey(
        Strategy, models.PROTECT, null=True, blank=True, related_name="hearings"
    )
    heard = models.CharField(max_length=120)
    held_on = models.DateField()
    note = models.TextField(max_length=1000)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rules_version__isnull=True) ^ models.Q(strategy__isnull=True),
                name="hearing_of_one_document",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.heard} {self.held_on}"


class LeaderAcceptance(models.Model):
    """A leader's yes to one version for one institution; what it says is the version's words."""

    version = models.ForeignKey(RulesVersion, models.PROTECT, related_name="leader_acceptances")
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="acceptances_of_rules"
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()

    class Meta:
        ordering = ["-accepted_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "institution", "user"], name="leader_acceptance_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.institution_id} {self.version_id}"

"""What a person accepted, and the thanks they got."""

from django.db import models

from backend.accounts.models import Municipality, User
from institutions.models import Institution, RulesVersion, Slot
from volunteers.models.people import Volunteer


class Acceptance(models.Model):
    """Ground rules and confidentiality accepted, once per institution and version (R09, U02)."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="acceptances")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    rules_version = models.ForeignKey(RulesVersion, models.PROTECT, related_name="acceptances")
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "institution", "rules_version"], name="acceptance_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.institution_id} {self.rules_version_id}"


class Thanks(models.Model):
    """The thanks after a slot, or the leader's conscious choice to skip it.

    ``words`` are the leader's own or picked ones, shown to those who came.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    slot = models.OneToOneField(Slot, models.PROTECT, related_name="thanks")
    skipped = models.BooleanField(default=False)
    words = models.CharField(max_length=300, blank=True)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "thanks"

    def __str__(self) -> str:
        return f"{self.slot_id}"


class Pulse(models.Model):
    """A volunteer's answer to the one question afterwards, stored once (K20).

    ``respect`` (K22) may be answered beside it, once too.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    assignment = models.OneToOneField("volunteers.Assignment", models.PROTECT, related_name="pulse")
    score = models.PositiveSmallIntegerField()
    respect = models.PositiveSmallIntegerField(null=True, blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score__range=(1, 5)), name="pulse_score_1_to_5"
            ),
            models.CheckConstraint(
                condition=models.Q(respect__isnull=True) | models.Q(respect__range=(1, 5)),
                name="pulse_respect_1_to_5",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.score}"

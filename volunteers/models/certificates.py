"""A certificate as a status: never the paper, never a reason (L12)."""

from django.db import models

from backend.accounts.models import Municipality, User
from institutions.models import Institution
from volunteers.models.people import Volunteer
from volunteers.rules.certificates import CertificateState


class CertificateKind(models.TextChoices):
    """Which certificate; the words of ``institutions.models.tasks``."""

    CHILDREN = "children", "Børneattest"
    RECORD = "record", "Straffeattest"


class Certificate(models.Model):
    """Where one person's certificate stands. ``ok_until`` is the last day it counts.

    The person's own column ``certificate_ok_until`` repeats that day of the children's
    certificate for the matching; a file may have written it without an assessor.
    ``institution`` is the place that asked for it, if one did. ``reminded_day`` is the reminder
    that was sent last, in days after the order.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="certificates")
    kind = models.CharField(max_length=8, choices=CertificateKind.choices)
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, default=CertificateState.MISSING)
    wanted_at = models.DateTimeField()
    ordered_on = models.DateField(null=True, blank=True)
    ok_until = models.DateField(null=True, blank=True)
    assessed_on = models.DateField(null=True, blank=True)
    assessed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reminded_day = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["state", "ordered_on"], name="certificate_by_order")]
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "kind"], name="certificate_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=list(CertificateState)),
                name="certificate_state_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=CertificateState.ORDERED)
                | models.Q(ordered_on__isnull=False),
                name="ordered_on_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=CertificateState.IN_ORDER)
                | models.Q(
                    ok_until__isnull=False, assessed_on__isnull=False, assessed_by__isnull=False
                ),
                name="in_order_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.state}"

"""The associations, companies and networks people come through."""

from django.db import models

from backend.accounts.models import Municipality
from institutions.models.organisation import Named
from volunteers.models.people import Volunteer


class Association(Named):
    """A partner. CVR is optional: small associations may have none."""

    class Kind(models.TextChoices):
        """What sort of partner."""

        ASSOCIATION = "association", "Forening"
        COMPANY = "company", "Virksomhed"
        NETWORK = "network", "Netværk"

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="associations")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.ASSOCIATION)
    cvr = models.CharField(max_length=8, blank=True)
    contact_name = models.CharField(max_length=80)
    contact_phone = models.CharField(max_length=16)
    contact_email = models.EmailField(blank=True)
    agreement_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "cvr"],
                condition=~models.Q(cvr=""),
                name="association_cvr_once",
            ),
            models.UniqueConstraint(fields=["municipality", "name"], name="association_name_once"),
        ]


class Membership(models.Model):
    """A person in an association; a person may be in several."""

    association = models.ForeignKey(Association, models.CASCADE, related_name="memberships")
    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["association", "volunteer"], name="member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.association_id} {self.volunteer_id}"

"""The links of associations' contacts: only their hash at rest, each for its one purpose."""

from django.db import models

from backend.accounts.models import Municipality
from volunteers.models.associations import AssociationContact
from volunteers.models.groups import GroupOffer


class ContactLink(models.Model):
    """One door for one contact. ``DOOR`` asks for a code; ``PAGE`` is what the code opens."""

    class Purpose(models.TextChoices):
        """What the link opens."""

        GROUP = "group"
        DOOR = "door"
        PAGE = "page"

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    contact = models.ForeignKey(AssociationContact, models.CASCADE, related_name="links")
    group = models.ForeignKey(GroupOffer, models.CASCADE, null=True, related_name="links")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(purpose="group", group__isnull=False)
                | (~models.Q(purpose="group") & models.Q(group__isnull=True)),
                name="group_link_has_its_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.contact_id}"

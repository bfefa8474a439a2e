"""Personal links: 22 base58 characters in the message, only their hash at rest."""

from django.db import models

from backend.accounts.models import Municipality
from institutions.models import Institution
from volunteers.models.answers import Offer
from volunteers.models.people import Volunteer


class Link(models.Model):
    """One door for one person to one thing; never valid for another purpose."""

    class Purpose(models.TextChoices):
        """What the link opens."""

        ANSWER = "answer"
        THANKS = "thanks"
        CALENDAR = "calendar"
        MY_PAGE = "my_page"
        DIALOGUE = "dialogue"

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="links")
    offer = models.ForeignKey(Offer, models.CASCADE, null=True, related_name="links")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(purpose__in=["answer", "thanks", "dialogue"])
                | models.Q(offer__isnull=False),
                name="link_has_its_offer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.volunteer_id}"


class InstitutionFeed(models.Model):
    """The secret address of one institution's calendar; making a new one ends the old."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_live_feed_an_institution",
            ),
        ]

    def __str__(self) -> str:
        return f"feed of {self.institution_id}"

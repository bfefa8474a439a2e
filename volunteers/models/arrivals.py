"""By which way somebody came: referred, invited by a friend; and who may come below 18."""

import uuid

from django.db import models
from django.db.models import Q

from backend.accounts.models import Municipality, User
from institutions.models import Institution
from volunteers.models.associations import Association
from volunteers.models.people import Volunteer


class Referral(models.Model):
    """One volunteer or association that the Frivilligcenter sent to us; counted as theirs.

    ``was_new``: we did not know them before. Nothing about the person stands here.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, null=True, related_name="referrals")
    association = models.ForeignKey(
        Association, models.PROTECT, null=True, related_name="referrals"
    )
    was_new = models.BooleanField()
    referred_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    referred_at = models.DateTimeField()

    class Meta:
        ordering = ["-referred_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(volunteer__isnull=True) ^ Q(association__isnull=True),
                name="referral_of_one",
            ),
            models.UniqueConstraint(fields=["volunteer"], name="volunteer_referred_once"),
            models.UniqueConstraint(fields=["association"], name="association_referred_once"),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id or self.association_id} {self.referred_at:%Y-%m-%d}"


class FriendLink(models.Model):
    """The address a volunteer passes on by hand; who signs up there is counted, not named."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="friend_links")
    created_at = models.DateTimeField()
    sign_ups = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["volunteer"], name="friend_link_once"),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.sign_ups}"


class YoungHelper(models.Model):
    """A leader's yes to somebody of 15-17 at the own place (L21); counts until it is grown up."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="young_at")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "institution"], name="young_helper_once"),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.institution_id}"

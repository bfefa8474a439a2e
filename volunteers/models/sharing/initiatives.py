"""Initiatives: what is tried, who owns it, and the day it is followed up."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from backend.accounts.models import Municipality, User
from institutions.models import Institution
from volunteers.models.events import Event


class Initiative(models.Model):
    """Something set going, with three goals (wish 122) and a day that cannot be left out (133).

    ``result`` is registered once, with how one knows (138); in time is at most 30 days after
    ``follow_up_on`` (K29). That day never moves.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="initiatives")
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="initiatives"
    )
    # The workshop that began it (wish 54).
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="begun")
    title = models.CharField(max_length=120)
    # What we believe will happen, and how we will see it (wish 126).
    hypothesis = models.CharField(max_length=500)
    measure = models.CharField(max_length=300)
    for_citizens = models.CharField(max_length=300)
    for_resources = models.CharField(max_length=300)
    for_staff = models.CharField(max_length=300)
    owner = models.ForeignKey(User, models.PROTECT, related_name="initiatives")
    started_on = models.DateField()
    follow_up_on = models.DateField()
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    result = models.CharField(max_length=500, blank=True)
    known_by = models.CharField(max_length=300, blank=True)
    result_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    result_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["follow_up_on", "id"]
        indexes = [
            models.Index(fields=["municipality", "follow_up_on"], name="initiative_follow_up")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(follow_up_on__gt=models.F("started_on")),
                name="initiative_followed_up_later",
            ),
            models.CheckConstraint(
                condition=Q(result="", result_at__isnull=True)
                | (~Q(result="") & ~Q(known_by="") & Q(result_at__isnull=False)),
                name="result_has_moment_and_source",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def waits(self) -> bool:
        """Whether nobody has written what came of it."""
        return self.result_at is None

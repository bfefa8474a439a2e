"""Ready-made needs: a municipality's for all its places, and an institution's own."""

import uuid

from django.db import models

from backend.accounts.models import Municipality, User
from institutions.models.organisation import Institution
from institutions.models.tasks import NeedWords


class NeedTemplate(NeedWords):
    """Words, usual hours and seats to begin a need from. Without institution: for every place.

    An empty contact means the one of the institution that uses it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="need_templates")
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="need_templates"
    )
    # Danish wall clock.
    starts = models.TimeField()
    lasts_minutes = models.PositiveSmallIntegerField()
    seats = models.PositiveSmallIntegerField(default=1)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seats__range=(1, 99)), name="template_seats_1_to_99"
            ),
            models.CheckConstraint(
                condition=models.Q(lasts_minutes__range=(1, 960)), name="template_lasts_16_hours"
            ),
        ]

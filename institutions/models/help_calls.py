"""A call for help from an institution to its department's ambassador."""

import uuid

from django.db import models

from backend.accounts.models import Municipality, User
from institutions.models.organisation import Institution
from institutions.rules.help_calls import HelpCallState


class HelpCall(models.Model):
    """What an institution asks help with, who owns it, and by when it is answered.

    Without an owner the department has no ambassador, and the coordinator has it. ``due_on`` is
    the last of ten working days (criterion K15).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="help_calls")
    about = models.CharField(max_length=500)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=10, default=HelpCallState.OPEN)
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["municipality", "state"], name="help_call_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=list(HelpCallState)), name="help_call_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=HelpCallState.ANSWERED)
                | models.Q(answered_at__isnull=False),
                name="answered_call_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.asked_at:%Y-%m-%d}"

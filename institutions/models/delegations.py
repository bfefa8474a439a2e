"""A point of the checklist, handed to a named colleague."""

from django.db import models

from backend.accounts.models import User
from institutions.models.checklists import ChecklistItem, ChecklistRun


class Delegation(models.Model):
    """Who looks after a point of the year's run, who asked, and when it ended.

    It ends when the point is closed, taken back, or handed to somebody else; ended ones stay for
    history.
    """

    run = models.ForeignKey(ChecklistRun, models.PROTECT, related_name="delegations")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="+")
    to = models.ForeignKey(User, models.PROTECT, related_name="delegations")
    note = models.CharField(max_length=200, blank=True)
    delegated_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    delegated_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["delegated_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "item"],
                condition=models.Q(ended_at__isnull=True),
                name="one_colleague_per_point",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.to_id}"

"""The days on which the municipality's own places are closed."""

from django.db import models

from backend.accounts.models import Municipality
from backend.audit.stamps import Stamped


class ClosedDay(Stamped):
    """One day or several in a row, both ends included, with the name people know them by."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="closed_days")
    name = models.CharField(max_length=60)
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        ordering = ["first_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "first_on", "last_on"], name="closed_days_once"
            ),
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")), name="closed_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.first_on}"

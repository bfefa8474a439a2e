"""What was forgotten when: numbers alone."""

from django.db import models

from backend.accounts.models import Municipality


class Forgetting(models.Model):
    """One night's forgetting in one municipality (L04); a second run the same day adds to it."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    on = models.DateField()
    asked = models.PositiveIntegerField(default=0)
    anonymised = models.PositiveIntegerField(default=0)
    messages = models.PositiveIntegerField(default=0)
    links = models.PositiveIntegerField(default=0)
    codes = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "on"], name="one_forgetting_a_night"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.on}"

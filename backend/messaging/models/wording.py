"""The municipality's own wording of a text."""

from typing import ClassVar

from django.db import models

from backend.accounts.models import Municipality


class Wording(models.Model):
    """One text in one language as a municipality wants it; without a row the shipped one holds."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="wordings")
    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    body = models.CharField(max_length=300)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "language"], name="one_wording_a_language"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"

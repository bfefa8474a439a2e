"""Who asked for no more questions by SMS: our own truth, whatever the provider keeps."""

from typing import ClassVar

from django.db import models

from backend.accounts.models import Municipality


class OptOut(models.Model):
    """One number that wants no more questions from one municipality, since ``at``."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "phone"], name="one_opt_out_a_number"),
        ]

    def __str__(self) -> str:
        return f"opt-out {self.pk}"

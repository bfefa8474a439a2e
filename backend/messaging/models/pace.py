"""How far ahead one sender's hand-overs are reserved."""

from django.db import models

from backend.accounts.models import Municipality


class SenderPace(models.Model):
    """The first moment that no worker has taken for this municipality's next SMS."""

    municipality = models.OneToOneField(Municipality, models.CASCADE, related_name="+")
    free_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"free at {self.free_at}"

"""A channel that the provider refuses as a whole: wrong credentials, sender not allowed."""

from typing import ClassVar

from django.db import models

from backend.accounts.models import Municipality


class ChannelPause(models.Model):
    """Nothing is handed over on the channel until ``until``; then one message tries again."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8)
    code = models.CharField(max_length=20)
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "channel"], name="one_pause_a_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} paused: {self.code}"

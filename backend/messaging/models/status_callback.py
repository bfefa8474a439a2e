"""What the provider told about a message, in the order it arrived."""

from typing import ClassVar

from django.db import models

from backend.messaging.models.message import Message


class StatusCallback(models.Model):
    """One receipt, kept even when it taught us nothing new. ``status`` is the provider's word."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="callbacks")
    provider_id = models.CharField(max_length=80)
    status = models.CharField(max_length=20)
    code = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.status} {self.code}".strip()

"""Codes by SMS: proof that somebody holds a telephone number at this moment."""

from django.db import models

from backend.accounts.models import Municipality


class ContactCode(models.Model):
    """One code of six digits to one number for one purpose; only its keyed hash is kept.

    ``tries`` counts every attempt, right ones too. The newest row of a number and purpose counts.
    """

    class Purpose(models.TextChoices):
        """What the code proves; never valid for another purpose."""

        SIGN_UP = "sign_up"
        EMAIL = "email"
        PHONE = "phone"
        NEW_PHONE = "new_phone"
        ERASE = "erase"
        CONTACT = "contact"
        EVENT = "event"

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    phone = models.CharField(max_length=16)
    code_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["municipality", "phone", "-created_at"], name="code_of_number"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"

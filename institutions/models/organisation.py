"""Municipality → department → institution."""

import uuid
from typing import Any

from django.db import models

from backend.accounts.models import Municipality
from backend.audit.stamps import Stamped
from backend.common.danish import sort_key


class Named(Stamped):
    """A listed name with the stored key that makes lists sort as Danes do."""

    name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=240, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the sort key in step with the name."""
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)


class Department(Named):
    """A department (afdeling) of the municipality."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="departments")
    external_uuid = models.UUIDField(default=uuid.uuid4)
    approval_needed = models.BooleanField(default=False)

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "external_uuid"], name="department_once"
            ),
            models.UniqueConstraint(fields=["municipality", "name"], name="department_name_once"),
        ]


class Postcode(models.Model):
    """A postcode of the municipality and its middle, so that distance needs no address service."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="postcodes")
    code = models.CharField(max_length=4)
    name = models.CharField(max_length=60)
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "code"], name="postcode_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Institution(Named):
    """A place that asks for help: a care home, a school, a library."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="institutions")
    department = models.ForeignKey(Department, models.PROTECT, related_name="institutions")
    # Set where a project asks for help: the place is the project's, with its own leader.
    project = models.OneToOneField(
        "institutions.Project", models.PROTECT, null=True, blank=True, related_name="place"
    )
    external_uuid = models.UUIDField(default=uuid.uuid4)
    # What an SMS has room for.
    short_name = models.CharField(max_length=18)
    field = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=120)
    postcode = models.CharField(max_length=4)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    contact_name = models.CharField(max_length=80)
    contact_phone = models.CharField(max_length=16)
    deputy_name = models.CharField(max_length=80, blank=True)
    insurance_text = models.CharField(max_length=300, blank=True)
    expenses_text = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "external_uuid"], name="institution_once"
            ),
        ]

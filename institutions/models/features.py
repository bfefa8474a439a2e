"""Which departments try what."""

from django.db import models

from backend.accounts.models import Municipality
from institutions.models.organisation import Department
from institutions.rules.features import Feature


class FeatureSwitch(models.Model):
    """Where a feature is on. Without a row it is on everywhere."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="features")
    feature = models.CharField(max_length=24)
    everywhere = models.BooleanField(default=True)
    departments = models.ManyToManyField(Department, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "feature"], name="feature_once"),
            models.CheckConstraint(
                condition=models.Q(feature__in=list(Feature)), name="feature_known"
            ),
        ]

    def __str__(self) -> str:
        return self.feature

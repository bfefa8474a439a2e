"""How many calls somebody has made in the minute at hand."""

from django.db import models

from backend.accounts.models.tokens import ApiToken
from backend.accounts.models.user import User


class ApiUse(models.Model):
    """One row for each caller, begun anew each minute; without a token it is the signed-in."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    token = models.ForeignKey(ApiToken, models.CASCADE, null=True, related_name="+")
    minute = models.DateTimeField()
    calls = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "token"], nulls_distinct=False, name="api_use_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.calls} in {self.minute:%H:%M}"

"""Keys for other systems: who they act as, what they may do, until when."""

from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models

from backend.accounts.models.municipality import Municipality
from backend.accounts.models.user import User


class Scope(StrEnum):
    """What a token opens: looking, and doing."""

    READ = "read"
    WRITE = "write"


class ApiToken(models.Model):
    """One key of one integration. It acts with the roles its user has at that moment.

    Only the hash is kept: the key itself is shown once, when it is issued.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="api_tokens")
    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=10))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scopes__contained_by=list(Scope)) & models.Q(scopes__len__gte=1),
                name="token_scopes_known",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")),
                name="token_expires_after_creation",
            ),
        ]

    def __str__(self) -> str:
        return self.name

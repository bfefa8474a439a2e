"""What was answered to a POST that may be sent again."""

from django.db import models

from backend.accounts.models.tokens import ApiToken
from backend.accounts.models.user import User


class KeptAnswer(models.Model):
    """The answer to one Idempotency-Key, so that a repeated POST acts once.

    Keys belong to a token, or to the signed-in user when ``token`` is empty. ``request_hash``
    covers method, path and body. ``status`` 0 is never seen outside its own transaction.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    token = models.ForeignKey(ApiToken, models.CASCADE, null=True, related_name="+")
    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "token", "key"], nulls_distinct=False, name="idempotency_key_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"

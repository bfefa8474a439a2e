"""From a key in a header to the token behind it."""

from datetime import datetime, timedelta

from django.db.models import F, Q

from backend.accounts.models import ApiToken
from backend.common.tokens import new_token, token_hash

# Says what it is when it turns up in a log or a repository where it should not be.
PREFIX = "samspil_"
# Often enough to see whether a key is in use; not a write for every look.
NOTED_EVERY = timedelta(minutes=1)


def new_key() -> str:
    """A new key: the prefix and 128.8 random bits."""
    return f"{PREFIX}{new_token()}"


def key_hash(key: str) -> str:
    """What is stored of a key."""
    return token_hash(key)


def find_token(key: str, at: datetime) -> ApiToken | None:
    """The live token with its user, in one query.

    None for unknown, expired and revoked keys, for users who are shut out, and for users who have
    moved to another municipality since; they all look the same to the one who asks.
    """
    return (
        ApiToken.objects.select_related("user")
        .filter(
            token_hash=key_hash(key),
            revoked_at__isnull=True,
            expires_at__gt=at,
            user__is_active=True,
            user__municipality_id=F("municipality_id"),
        )
        .first()
    )


def note_use(token: ApiToken, at: datetime) -> None:
    """Keeps when the token was last used, to the minute."""
    if token.last_used_at is None or token.last_used_at <= at - NOTED_EVERY:
        ApiToken.objects.filter(
            Q(last_used_at__isnull=True) | Q(last_used_at__lt=at), pk=token.pk
        ).update(last_used_at=at)

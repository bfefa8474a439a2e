"""Secrets and signatures by the Standard Webhooks convention (standardwebhooks.com)."""

import base64
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from standardwebhooks import Webhook

_BYTES = 32


def new_secret() -> str:
    """``whsec_`` and 256 random bits; a new one each time."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(_BYTES)).decode()}"


def signed_headers(call: UUID, body: str, keys: Sequence[str], at: datetime) -> dict[str, str]:
    """The three headers of one attempt, with a signature by each of the secrets."""
    # The library takes the clock face for UTC.
    moment = at.astimezone(UTC)
    return {
        "webhook-id": str(call),
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(Webhook(key).sign(str(call), moment, body) for key in keys),
    }

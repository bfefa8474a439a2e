"""Secrets that must be read back, kept unreadable in the database."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def seal(text: str) -> str:
    """The text encrypted under the installation's secret key; differs from call to call."""
    return _keys().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """The text again, under this key or an earlier one in SECRET_KEY_FALLBACKS.

    Refuses (ValueError) what was sealed under a key we no longer have: a copy of the database
    alone gives nobody's second factor away.
    """
    try:
        return _keys().decrypt(sealed.encode("ascii")).decode()
    except InvalidToken as error:
        raise ValueError("Sealed under another SAMSPIL_SECRET_KEY.") from error


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(str(secret))) for secret in secrets])


def _key(secret: str) -> bytes:
    # The secret has at least 50 random characters, so one round of SHA-256 is enough.
    return base64.urlsafe_b64encode(hashlib.sha256(b"samspil.seal:" + secret.encode()).digest())

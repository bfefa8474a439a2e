"""Tokens for links and keys: long random text in the message, only a hash at rest."""

import hashlib
import secrets

# Base58: no 0, O, I or l, so that a token survives being read aloud.
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
TOKEN_LENGTH = 22


def new_token() -> str:
    """22 base58 characters, 128.8 bits; a new one each time."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(TOKEN_LENGTH))


def token_hash(token: str) -> str:
    """SHA-256 in hex: what is stored. The token has enough bits to need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()

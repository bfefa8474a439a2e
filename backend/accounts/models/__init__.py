"""Who signs in, and the municipality everything belongs to."""

from backend.accounts.models.idempotency import KeptAnswer
from backend.accounts.models.municipality import Municipality
from backend.accounts.models.tokens import ApiToken, Scope
from backend.accounts.models.usage import ApiUse
from backend.accounts.models.user import User

__all__ = ["ApiToken", "ApiUse", "KeptAnswer", "Municipality", "Scope", "User"]

"""Who signs in, and the municipality everything belongs to."""

from backend.accounts.models.municipality import Municipality
from backend.accounts.models.user import User

__all__ = ["Municipality", "User"]

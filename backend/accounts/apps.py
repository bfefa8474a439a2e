"""The app's start: what is asked of the database before it is used."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from backend.accounts.checks import check_fence


class AccountsConfig(AppConfig):
    """Registers the check of the fence."""

    name = "backend.accounts"

    def ready(self) -> None:
        """A second start registers the same check, which counts once."""
        register(check_fence, Tags.database)

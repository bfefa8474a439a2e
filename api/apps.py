"""The machine's door as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Makes the OpenAPI document know our way of signing in."""

    name = "api"

    def ready(self) -> None:
        """Registers by being imported; the second time changes nothing."""
        import_module("api.schema")

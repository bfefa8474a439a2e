"""Django's admin: the system owner's own tool, behind the same door as everything else."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest

from backend.web.second_factor import is_missing

# The queue of jobs: read only, by its own library.
_SHOWN = frozenset({"procrastinate.ProcrastinateJob"})


class OwnersAdmin(AdminSite):
    """Signs in by the product's own page, with its limits, and asks for the second factor."""

    site_header = "Samspil: systemejer"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.login = secure_admin_login(self.login)  # type: ignore[method-assign]

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Takes the worker's jobs, to be looked at; what the libraries add is left out.

        Second factors, sessions, groups and keys have pages of their own, whose deeds are logged.
        """
        alone = isinstance(model_or_iterable, type)
        models: list[Any] = [model_or_iterable] if alone else list(model_or_iterable)
        kept = [model for model in models if model._meta.label in _SHOWN]
        super().register(kept, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Refuses whoever has not used a second factor in this session, where one is required."""
        return super().has_permission(request) and not is_missing(request, None)

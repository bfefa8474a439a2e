"""Django's admin: the system owner's own tool, behind the same door as everything else."""

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest

from backend.web.second_factor import is_missing


class OwnersAdmin(AdminSite):
    """Signs in by the product's own page, with its limits, and asks for the second factor."""

    site_header = "Samspil: systemejer"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.login = secure_admin_login(self.login)  # type: ignore[method-assign]

    def has_permission(self, request: HttpRequest) -> bool:
        """Refuses whoever has not used a second factor in this session, where one is required."""
        return super().has_permission(request) and not is_missing(request, None)

"""Sign-in of staff: no self sign-up, no redirects to other sites, sentences that help."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from backend.web.forms import DanishErrors


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The library's behaviour, narrowed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never: people are given access by the municipality."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only addresses on the host that was asked; the library also trusts other known hosts."""
        host = {self.request.get_host()}
        return bool(
            url_has_allowed_host_and_scheme(
                url, allowed_hosts=host, require_https=self.request.is_secure()
            )
        )


class LoginForm(DanishErrors, account_forms.LoginForm):  # type: ignore[misc]
    """Sign-in with e-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].error_messages["required"] = _("Skriv din e-mailadresse.")
        self.fields["password"].error_messages["required"] = _("Skriv din adgangskode.")


class ResetPasswordForm(DanishErrors, account_forms.ResetPasswordForm):  # type: ignore[misc]
    """Asks for a link to a new password."""


class ResetPasswordKeyForm(DanishErrors, account_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """Chooses a new password after following the link."""


class ChangePasswordForm(DanishErrors, account_forms.ChangePasswordForm):  # type: ignore[misc]
    """Changes one's own password while signed in."""

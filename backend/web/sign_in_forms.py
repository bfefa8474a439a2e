"""The forms of signing in: the library's, with sentences that help."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factors
from allauth.mfa.totp import forms as codes
from allauth.mfa.webauthn import forms as keys
from django import forms
from django.utils.translation import gettext_lazy as _

from backend.web.forms import DanishErrors

_CODE = _("Skriv de seks cifre, som din app viser nu, eller en af dine nødkoder.")


class LoginForm(DanishErrors, account.LoginForm):  # type: ignore[misc]
    """Sign-in with e-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].error_messages["required"] = _("Skriv din e-mailadresse.")
        self.fields["password"].error_messages["required"] = _("Skriv din adgangskode.")


class ResetPasswordForm(DanishErrors, account.ResetPasswordForm):  # type: ignore[misc]
    """Asks for a link to a new password."""


class ResetPasswordKeyForm(DanishErrors, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """Chooses a new password after following the link."""


class ChangePasswordForm(DanishErrors, account.ChangePasswordForm):  # type: ignore[misc]
    """Changes one's own password while signed in."""


class SetPasswordForm(DanishErrors, account.SetPasswordForm):  # type: ignore[misc]
    """Chooses a first password: for those who came by the municipality's own account."""


class ReauthenticateForm(DanishErrors, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that a stranger at the desk must not do."""


class AuthenticateForm(DanishErrors, factors.AuthenticateForm):  # type: ignore[misc]
    """The second factor: a code from the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self.fields["code"])


class ReauthenticateByCodeForm(DanishErrors, factors.ReauthenticateForm):  # type: ignore[misc]
    """A code once more, before the factors are changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self.fields["code"])


class ActivateCodesForm(DanishErrors, codes.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app, which shows that the two agree."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self.fields["code"])
        self.fields["code"].help_text = ""


class AddKeyForm(DanishErrors, keys.AddWebAuthnForm):  # type: ignore[misc]
    """A new key or passkey: its name, and what the browser made of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Navn på nøglen")
        self.fields["passwordless"] = forms.BooleanField(
            label=_("Brug nøglen i stedet for adgangskode"),
            required=False,
            help_text=_("Så spørger den om din finger, dit ansigt eller en pinkode."),
        )
        self.fields["credential"].error_messages["required"] = _(
            "Nøglen svarede ikke. Tryk på »Tilføj nøglen« igen, og følg din browser."
        )


class NameKeyForm(DanishErrors, keys.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Navn på nøglen")


def _ask_for_code(field: forms.Field) -> None:
    field.label = _("Kode")
    field.help_text = _CODE
    field.error_messages["required"] = _CODE
    field.widget.attrs |= {"autocomplete": "one-time-code", "autofocus": True, "class": "short"}

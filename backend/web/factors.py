"""The second factor: how its secrets are kept, which may be removed, and the first of them."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.accounts.secrets import seal, unseal

_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The library's behaviour, narrowed."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Koden passer ikke. Vent på den næste, og skriv den, når den er ny."),
        "cannot_delete_authenticator": _(
            "Du kan ikke fjerne den sidste, for du ser oplysninger om mennesker. "
            "Tilføj en anden først."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Sealed: a copy of the database alone gives nobody's codes away."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again."""
        return unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one, where a second factor is required."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=_FACTORS)
        return not settings.SECOND_FACTOR_REQUIRED or others.exclude(pk=authenticator.pk).exists()


class ActivateCodes(ActivateTOTPView):  # type: ignore[misc]
    """Adds an app with codes. The code that proves it counts as the second factor at once."""

    def form_valid(self, form: ActivateTOTPForm) -> HttpResponse:
        """The library adds it; we note that it was used."""
        response: HttpResponse = super().form_valid(form)
        note_factor(self.request, Authenticator.Type.TOTP)
        return response


class AddKey(AddWebAuthnView):  # type: ignore[misc]
    """Adds a key or passkey. Its first answer counts as the second factor at once."""

    def form_valid(self, form: AddWebAuthnForm) -> HttpResponse:
        """The library adds it; we note that it was used."""
        response: HttpResponse = super().form_valid(form)
        note_factor(self.request, Authenticator.Type.WEBAUTHN)
        return response


def note_factor(request: HttpRequest, kind: str) -> None:
    """Notes in the session that a second factor was used just now, so that the recovery codes
    are shown without asking again. A second note changes nothing.
    """
    assert isinstance(request.user, User)
    record_authentication(request, request.user, "mfa", type=kind, reauthenticated=True)

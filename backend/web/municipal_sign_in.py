"""Sign-in by the municipality's own accounts (OpenID Connect)."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.accounts.models import User
from backend.common.refusals import Refusal
from backend.web.clock import now
from backend.web.refusals import status_of
from institutions.actions.municipal_roles import welcome


class MunicipalAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Who comes in is decided by the groups that the municipality's sign-in names."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Finds or makes the person, with the roles of the groups, before anybody is signed in.

        Refuses with a page: an address that is not proved, and groups that give no role.
        """
        facts = _facts(sociallogin)
        try:
            user = welcome(
                email=str(facts.get("email") or ""),
                proved=facts.get("email_verified") is True,
                name=str(facts.get("name") or ""),
                groups=_groups(facts),
                at=now(),
            )
        except Refusal as refusal:
            raise ImmediateHttpResponse(_refused(request, refusal)) from refusal
        if not sociallogin.is_existing:
            sociallogin.connect(request, user)
        elif sociallogin.user.pk != user.pk:
            # The address has moved to another person at the municipality: theirs from now on.
            sociallogin.account.user = sociallogin.user = user
            sociallogin.account.save(update_fields=["user"])
        note_strength(request, user, facts)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Never by a form: ``welcome`` has made whoever may come in."""
        return False


def note_strength(request: HttpRequest, user: User, facts: dict[str, Any]) -> None:
    """Notes whether the municipality's sign-in says that two factors were used."""
    if facts.get("acr") in settings.OIDC_STRONG:
        record_authentication(request, user, "municipal", strong=True)


def _facts(sociallogin: SocialLogin) -> dict[str, Any]:
    """What the ID token says, completed by the answer about the user."""
    data = sociallogin.account.extra_data
    return {**data.get("userinfo", {}), **data.get("id_token", {})}


def _groups(facts: dict[str, Any]) -> frozenset[str]:
    named = facts.get(settings.OIDC_GROUPS) or []
    return frozenset([named] if isinstance(named, str) else [str(one) for one in named])


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return render(request, "refusal.html", {"refusal": refusal}, status=status_of(refusal))

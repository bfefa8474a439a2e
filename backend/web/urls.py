"""Addresses of the public pages and of sign-in."""

from allauth.account import views as account
from django.urls import include, path, re_path

from backend.web import public

urlpatterns = [
    path("", include("backend.web.callback_urls")),
    path("", public.front, name="front"),
    path("hjem", public.home, name="home"),
    path("er-smsen-aegte", public.genuine_sms, name="genuine_sms"),
    path("tilgaengelighed", public.accessibility, name="accessibility"),
    path("was", public.statement_shortcut, name="was"),
    path("oplysninger", public.privacy, name="privacy"),
    path("sundhed", public.health, name="health"),
    path("sprog", public.language, name="set_language"),
    path("farver.css", public.colours, name="colours"),
    path("farver/<slug:slug>.css", public.colours, name="municipality_colours"),
    # Only what is used of the sign-in library. The names are the library's own.
    path("konto/log-ind", account.login, name="account_login"),
    path("konto/log-af", account.logout, name="account_logout"),
    path("konto/lukket", account.account_inactive, name="account_inactive"),
    path("konto/adgangskode", account.password_change, name="account_change_password"),
    path("konto/glemt", account.password_reset, name="account_reset_password"),
    path("konto/glemt/sendt", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^konto/ny/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "konto/ny-er-gemt",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

"""Addresses of sign-in: only what is used of the library. The names are the library's own."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as codes
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as municipal
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.usersessions import views as sessions
from django.urls import path, re_path

from backend.web.factors import ActivateCodes, AddKey

urlpatterns = [
    path("log-ind", account.login, name="account_login"),
    path("log-af", account.logout, name="account_logout"),
    path("lukket", account.account_inactive, name="account_inactive"),
    path("bekraeft", account.reauthenticate, name="account_reauthenticate"),
    path("adgangskode", account.password_change, name="account_change_password"),
    path("adgangskode/vaelg", account.password_set, name="account_set_password"),
    path("glemt", account.password_reset, name="account_reset_password"),
    path("glemt/sendt", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^ny/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "ny-er-gemt",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("to-trin", factors.index, name="mfa_index"),
    path("to-trin/kode", factors.authenticate, name="mfa_authenticate"),
    path("to-trin/bekraeft", factors.reauthenticate, name="mfa_reauthenticate"),
    path("to-trin/app", ActivateCodes.as_view(), name="mfa_activate_totp"),
    path("to-trin/app/fjern", codes.deactivate_totp, name="mfa_deactivate_totp"),
    path("to-trin/noedkoder", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "to-trin/noedkoder/nye",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "to-trin/noedkoder/hent",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("noegler", keys.list_webauthn, name="mfa_list_webauthn"),
    path("noegler/ny", AddKey.as_view(), name="mfa_add_webauthn"),
    path("noegler/log-ind", keys.login_webauthn, name="mfa_login_webauthn"),
    path("noegler/bekraeft", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("noegler/<int:pk>", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("noegler/<int:pk>/fjern", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("her-er-du-logget-ind", sessions.list_usersessions, name="usersessions_list"),
    path("<slug:provider_id>/log-ind", openid.login, name="openid_connect_login"),
    path("<slug:provider_id>/svar", openid.callback, name="openid_connect_callback"),
    path("afbrudt", municipal.login_cancelled, name="socialaccount_login_cancelled"),
    path("fejl", municipal.login_error, name="socialaccount_login_error"),
    path("ingen-adgang", municipal.signup, name="socialaccount_signup"),
]

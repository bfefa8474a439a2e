"""Sign-in of staff by django-allauth: by e-mail, a second factor, no self sign-up."""

from backend.environment import flag, read_list, read_text
from backend.settings.mode import PRODUCTION

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_ADAPTER = "backend.web.sign_in.StaffAdapter"
ACCOUNT_FORMS = {
    "login": "backend.web.sign_in_forms.LoginForm",
    "reset_password": "backend.web.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "backend.web.sign_in_forms.ResetPasswordKeyForm",
    "change_password": "backend.web.sign_in_forms.ChangePasswordForm",
    "set_password": "backend.web.sign_in_forms.SetPasswordForm",
    "reauthenticate": "backend.web.sign_in_forms.ReauthenticateForm",
}
ACCOUNT_LOGOUT_ON_GET = False
# No "remember me": how long one stays is the same for all, see backend/web/sessions.py.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PREVENT_ENUMERATION = True
# Five wrong tries in five minutes close the door for that address, whichever process is asked.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key", "reauthenticate": "5/5m/user"}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
# How many proxies stand before us and add the caller's address to X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if flag("SAMSPIL_TLS_ENDS_BEFORE_US") else 0
_PASSWORDS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_PASSWORDS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_PASSWORDS}.CommonPasswordValidator"},
    {"NAME": "backend.accounts.passwords.OwnWordsValidator"},
]

# Whoever sees people signs in with two factors. The demo's invented people have one.
SECOND_FACTOR_REQUIRED = PRODUCTION
MFA_ADAPTER = "backend.web.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# The municipality gave the address itself: nobody can claim somebody else's by signing up.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Samspil"
# A telephone's clock may be half a minute wrong.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_FORMS = {
    "authenticate": "backend.web.sign_in_forms.AuthenticateForm",
    "reauthenticate": "backend.web.sign_in_forms.ReauthenticateByCodeForm",
    "activate_totp": "backend.web.sign_in_forms.ActivateCodesForm",
    "add_webauthn": "backend.web.sign_in_forms.AddKeyForm",
    "edit_webauthn": "backend.web.sign_in_forms.NameKeyForm",
}

# The municipality's own accounts by OpenID Connect; empty: e-mail and password alone.
OIDC_URL = read_text("SAMSPIL_OIDC_URL", default="")
OIDC_ISSUER = read_text("SAMSPIL_OIDC_ISSUER", default=OIDC_URL)
# The claim that lists a person's groups, and the ``acr`` values that mean two factors there.
OIDC_GROUPS = read_text("SAMSPIL_OIDC_GROUPS_CLAIM", default="groups")
OIDC_STRONG = read_list("SAMSPIL_OIDC_STRONG_ACR", default=[])
SOCIALACCOUNT_ADAPTER = "backend.web.municipal_sign_in.MunicipalAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "kommune",
                "name": read_text("SAMSPIL_OIDC_NAME", default="kommunens konto"),
                "client_id": read_text("SAMSPIL_OIDC_CLIENT_ID", default="samspil"),
                "secret": read_text("SAMSPIL_OIDC_SECRET", default=""),
                # The issuer is the one we know, whatever the document at the address says.
                "settings": {
                    "server_url": OIDC_URL,
                    "openid_configuration_overrides": {"issuer": OIDC_ISSUER},
                },
            }
        ]
        if OIDC_URL
        else [],
    }
}

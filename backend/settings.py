"""Settings, read from the environment; every odd value is refused with a sentence.

``DATABASE_URL`` unset: the embedded PostgreSQL of ``backend.database`` is used.
``SAMSPIL_MODE`` is ``production`` unless the demo or the tests say otherwise, so that a
forgotten variable gives the safe side.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from backend.database.address import django_database
from backend.environment import flag, read_choice, read_list, read_secret, read_text

BASE_DIR = Path(__file__).resolve().parent.parent
MODE = read_choice("SAMSPIL_MODE", ("production", "demo", "test"), default="production")
PRODUCTION = MODE == "production"
DEBUG = False

SECRET_KEY = read_secret("SAMSPIL_SECRET_KEY", required=PRODUCTION)
ALLOWED_HOSTS = read_list("SAMSPIL_HOSTS", default=[] if PRODUCTION else ["*"])
if PRODUCTION and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("SAMSPIL_HOSTS must name the hosts; '*' is refused in production.")
# The address that links in messages and provider callbacks carry, without a final slash.
PUBLIC_URL = read_text("SAMSPIL_PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    # Before django.forms, so that our form templates win.
    "backend",
    "backend.accounts",
    "backend.audit",
    "backend.messaging",
    "institutions",
    "volunteers",
    "api",
    "django.forms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "csp",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "backend.web.middleware.LinkPrivacyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "backend.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "backend.web.middleware.ActorMiddleware",
    "backend.web.middleware.RefusalMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "backend.urls"
WSGI_APPLICATION = "backend.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "backend.web.context.page",
            ],
        },
    }
]
FORM_RENDERER = "backend.web.forms.DesignSystemRenderer"

DATABASES = {"default": django_database(BASE_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
# Shared by all processes: allauth's rate limits live in the cache.
_CACHE = "django.core.cache.backends.db.DatabaseCache"
CACHES = {"default": {"BACKEND": _CACHE, "LOCATION": "cache"}}

LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "backend" / "locale"]
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [
    ("dkfds", BASE_DIR / "node_modules" / "dkfds" / "dist"),
    ("htmx", BASE_DIR / "node_modules" / "htmx.org" / "dist"),
]
STATICFILES_FINDERS = [
    "backend.web.assets.AssetFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
_PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
_ASSETS = _PLAIN if MODE == "test" else "backend.web.assets.AssetStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _ASSETS},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = MODE == "test"

# Sign-in (django-allauth): by e-mail, no self sign-up of staff.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "backend.web.sign_in.StaffAdapter"
ACCOUNT_FORMS = {
    "login": "backend.web.sign_in.LoginForm",
    "reset_password": "backend.web.sign_in.ResetPasswordForm",
    "reset_password_from_key": "backend.web.sign_in.ResetPasswordKeyForm",
    "change_password": "backend.web.sign_in.ChangePasswordForm",
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
_PASSWORDS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_PASSWORDS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_PASSWORDS}.CommonPasswordValidator"},
]

# Cookies and headers. The demo runs on plain http at loopback, and says so itself.
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL.startswith("https://") else []
SECURE_SSL_REDIRECT = PRODUCTION and not flag("SAMSPIL_TLS_ENDS_BEFORE_US")
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if flag("SAMSPIL_TLS_ENDS_BEFORE_US") else None
)
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# What we owe people. Without Twilio's credentials the demo's telephone shows each SMS.
TWILIO = {
    "account_sid": read_text("TWILIO_ACCOUNT_SID", default=""),
    "auth_tokens": read_list("TWILIO_AUTH_TOKENS", default=[]),
    "region": read_text("TWILIO_REGION", default=""),
    "base_url": read_text("TWILIO_BASE_URL", default=""),
    "timeout_seconds": 10,
}
# Any other provider that takes an SMS by HTTP; see docs/messaging.md.
HTTP_SMS_URL = read_text("SAMSPIL_SMS_URL", default="").rstrip("/")
HTTP_SMS_KEY = read_text("SAMSPIL_SMS_KEY", default="")
# The telephone shows every SMS on a page, so production does not have it.
_REST = "off" if PRODUCTION else "phone"
_USUAL = "twilio" if TWILIO["account_sid"] else _REST
SMS_PROVIDER = read_choice(
    "SAMSPIL_SMS", (_REST, "off", "twilio", "http", "nemsms"), default=_USUAL
)
# Letters for the municipality's own mail room; empty: none are written.
LETTER_FOLDER = read_text("SAMSPIL_LETTER_FOLDER", default="")
EMAIL_HOST = read_text("SAMSPIL_SMTP_HOST", default="")
EMAIL_PORT = int(read_text("SAMSPIL_SMTP_PORT", default="25"))
EMAIL_HOST_USER = read_text("SAMSPIL_SMTP_USER", default="")
EMAIL_HOST_PASSWORD = read_text("SAMSPIL_SMTP_PASSWORD", default="")
EMAIL_USE_TLS = flag("SAMSPIL_SMTP_STARTTLS")
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
DEFAULT_FROM_EMAIL = read_text("SAMSPIL_MAIL_FROM", default="samspil@localhost")

# The outbox asks the worker to hand over after each commit; tests drive the pump themselves.
MESSAGING_WAKES_PUMP = MODE != "test"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = ["backend.jobs.tasks"]
# One job at a time a process: with more, the next job of a lock waits for a poll.
PROCRASTINATE_WORKER_DEFAULTS = {
    "concurrency": 1,
    "fetch_job_polling_interval": 1.0,
    "update_heartbeat_interval": 10.0,
    "stalled_worker_timeout": 30.0,
    # Then the pump is told to finish what it has in hand; nothing is broken off.
    "shutdown_graceful_timeout": 1.0,
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "api.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.problems.problem",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Samspil",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
}

_LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "backend.common.masking.MaskingFormatter", "format": _LINE}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # The twilio client writes telephone numbers at INFO.
    "loggers": {"twilio": {"level": "WARNING"}, "procrastinate": {"level": "WARNING"}},
}

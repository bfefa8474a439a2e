"""What Django is made of here: apps, middleware, templates, database, language, assets."""

from backend.database.address import django_database
from backend.settings.mode import BASE_DIR, MODE

INSTALLED_APPS = [
    # Before django.forms, so that our form templates win.
    "backend",
    "backend.accounts",
    "backend.audit",
    "backend.messaging",
    "backend.webhooks",
    "institutions",
    "volunteers",
    "api",
    "django.forms",
    "backend.web.admin_app.OwnersAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "backend.web.headers.AnswerHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "backend.web.middleware.LinkPrivacyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "backend.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "backend.web.sessions.SessionLimitsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "backend.web.middleware.FenceMiddleware",
    "backend.web.middleware.ActorMiddleware",
    "backend.web.security_log.RefusedLookMiddleware",
    "backend.web.looks.LookMiddleware",
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

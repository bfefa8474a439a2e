"""Which kind of place this is, what it is called, and its secret."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from backend.environment import read_choice, read_list, read_secret, read_text

BASE_DIR = Path(__file__).resolve().parent.parent.parent
MODE = read_choice("SAMSPIL_MODE", ("production", "demo", "test"), default="production")
PRODUCTION = MODE == "production"
DEBUG = False

SECRET_KEY = read_secret("SAMSPIL_SECRET_KEY", required=PRODUCTION)
ALLOWED_HOSTS = read_list("SAMSPIL_HOSTS", default=[] if PRODUCTION else ["*"])
if PRODUCTION and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("SAMSPIL_HOSTS must name the hosts; '*' is refused in production.")
# The address that links in messages and provider callbacks carry, without a final slash.
PUBLIC_URL = read_text("SAMSPIL_PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")
if PRODUCTION and not PUBLIC_URL.startswith("https://"):
    raise ImproperlyConfigured("SAMSPIL_PUBLIC_URL must begin with https:// in production.")

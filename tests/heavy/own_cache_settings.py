"""The tests' settings with a cache in each process: what makes a lock-out leak."""

from tests.settings import *  # noqa: F403

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

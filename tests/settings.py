"""The settings under test: those of the service, in test mode whatever the shell says.

Also what mypy's Django plugin reads. Set before the import, because settings read it once.
"""

import os

os.environ["SAMSPIL_MODE"] = "test"

from backend.settings import *  # noqa: F403

# Signing in is not what is tested by most: a slow hash a user would be half of the run.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Most tests begin behind the door; tests/web/test_second_factor.py stands before it.
SECOND_FACTOR_REQUIRED = False

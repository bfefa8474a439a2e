"""The settings under test: those of the service, in test mode whatever the shell says.

Also what mypy's Django plugin reads. Set before the import, because settings read it once.
"""

import os

os.environ["SAMSPIL_MODE"] = "test"

from backend.settings import *  # noqa: F403

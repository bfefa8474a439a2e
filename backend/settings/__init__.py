"""Settings, read from the environment; every odd value is refused with a sentence.

``DATABASE_URL`` unset: the embedded PostgreSQL of ``backend.database`` is used.
``SAMSPIL_MODE`` is ``production`` unless the demo or the tests say otherwise, so that a
forgotten variable gives the safe side. Each topic has its own file.
"""

from backend.settings.application import *  # noqa: F403
from backend.settings.logs import *  # noqa: F403
from backend.settings.machines import *  # noqa: F403
from backend.settings.messages import *  # noqa: F403
from backend.settings.mode import *  # noqa: F403
from backend.settings.security import *  # noqa: F403
from backend.settings.sign_in import *  # noqa: F403

"""``python -m backend.database.lend COMMAND``: run a command beside the test server.

The command finds the server in DATABASE_URL, as it would find one in production.
"""

import os
import subprocess
import sys
from pathlib import Path

from backend.database.address import embedded_url
from backend.database.places import choose_place
from backend.database.refusal import DatabaseRefusedError
from backend.database.server import ensure_running, release

_ROOT = Path(__file__).resolve().parent.parent.parent


def main() -> int:
    """The command's exit code; 1 with a sentence when no server can be started."""
    try:
        place = choose_place(_ROOT, "test")
        ensure_running(place)
    except DatabaseRefusedError as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    environment = os.environ | {"DATABASE_URL": embedded_url(place)}
    try:
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode  # noqa: S603 - the caller's own command.
    finally:
        release(place)


if __name__ == "__main__":
    sys.exit(main())

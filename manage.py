#!/usr/bin/env python
"""Django's command line for Samspil."""

import os
import sys


def main() -> None:
    """Run one management command; settings come from backend.settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    from django.core.management import execute_from_command_line

    from backend.database.refusal import DatabaseRefusedError

    try:
        execute_from_command_line(sys.argv)
    except DatabaseRefusedError as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()

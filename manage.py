#!/usr/bin/env python
"""Django's command line for Samspil."""

import os
import sys

from django.core.management import execute_from_command_line

from backend.database.refusal import DatabaseRefusedError


def main() -> None:
    """Run one management command; a missing database is told in a sentence, without traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    try:
        execute_from_command_line(sys.argv)
    except DatabaseRefusedError as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()

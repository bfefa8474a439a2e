"""``manage.py import_institutions``: institutions from a CSV file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand

from backend.management.import_page import read_file, tell
from backend.management.owner import municipality_named, system_owner
from backend.web.clock import now
from institutions.actions.imports import import_institutions, preview_institutions


class Command(BaseCommand):
    """Shows what a file would do; with --apply it is done, all of it or nothing."""

    help = "Load institutions from a CSV file with semicolons; a dry run unless --apply is given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, the municipality, and whether to keep it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--municipality", required=True, help="slug of the municipality")
        parser.add_argument("--apply", action="store_true", help="keep what the file says")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Tells each fault with its line; any fault is exit code 1 and nothing kept."""
        municipality, data = municipality_named(options["municipality"]), read_file(options["file"])
        by, at = system_owner(municipality.pk), now()
        report = preview_institutions(municipality=municipality, data=data, by=by)
        if options["apply"] and not report.faults:
            report = import_institutions(municipality=municipality, data=data, by=by, at=at)
        tell(report, self.stdout.write, applied=options["apply"])

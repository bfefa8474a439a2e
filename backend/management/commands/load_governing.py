"""``manage.py load_governing``: ground rules, checklist and words of a municipality."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from backend.common.danish_dates import parse_date, show_date
from backend.common.refusals import Refusal
from backend.management.governing_file import read_governing
from backend.management.owner import municipality_named, system_owner
from backend.web.clock import now
from institutions.actions.governing import Approval, put_in_force


class Command(BaseCommand):
    """Loads the texts and puts them in force; the second time changes nothing."""

    help = "Load ground rules, checklist and words from a file and put them in force."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who agreed and when is asked for, never assumed."""
        parser.add_argument("--municipality", required=True, help="slug of the municipality")
        parser.add_argument("--file", type=Path, help="JSON; default: the texts that are shipped")
        parser.add_argument("--parties", required=True, help="who agreed, as it is to be shown")
        parser.add_argument("--approved-by", required=True, help="who put the rules in force")
        parser.add_argument("--approved-on", required=True, help="day-month-year")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Refuses with the action's own sentence."""
        municipality = municipality_named(options["municipality"])
        content = read_governing(options["file"])
        try:
            approval = Approval(
                options["parties"], options["approved_by"], parse_date(options["approved_on"])
            )
            by, at = system_owner(municipality.pk), now()
            version = put_in_force(
                municipality=municipality, content=content, approval=approval, by=by, at=at
            )
        except (Refusal, ValueError) as refusal:
            raise CommandError(str(refusal)) from refusal
        day = show_date(version.approved_on) if version.approved_on else ""
        self.stdout.write(f"{version} is in force, approved {day} by {version.approved_by}.")

"""``manage.py count_days``: brings the daily facts of the figures up to date, or anew."""

from argparse import ArgumentParser
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand

from backend.accounts.models import Municipality
from backend.web.clock import now
from volunteers.actions.daily_facts import rebuild_daily_facts, refresh_all


class Command(BaseCommand):
    """Counts the days that changed; with ``--rebuild`` all days of every municipality."""

    help = "Counts the days that the figures are made of; see docs/success.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One choice."""
        parser.add_argument("--rebuild", action="store_true", help="all days, from the rows")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Says how many days were counted and how long it took; the second time there are none."""
        at, began = now(), perf_counter()
        if options["rebuild"]:
            places = Municipality.objects.order_by("pk").values_list("pk", flat=True)
            days = sum(rebuild_daily_facts(municipality_id=one, at=at) for one in places)
        else:
            days = refresh_all(at=at)
        self.stdout.write(f"{days} days counted in {perf_counter() - began:.1f} s")

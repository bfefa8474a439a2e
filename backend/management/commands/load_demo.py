"""``manage.py load_demo``: an invented municipality with three months of history."""

from typing import Any

from django.core.management import BaseCommand

from backend.management.demo.content import HERE, Scale
from backend.management.demo.story import tell_story
from backend.web.clock import now


class Command(BaseCommand):
    """Tells the demo's story up to this moment; the second time changes nothing."""

    help = "Load the invented municipality of the demo."

    def handle(self, *_args: Any, **options: Any) -> None:
        """Says which of the two happened."""
        told = tell_story(scale=Scale(), address=HERE, at=now())
        if options["verbosity"] > 0:
            self.stdout.write("The demo is loaded." if told else "The demo was loaded already.")

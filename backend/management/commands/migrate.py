"""``manage.py migrate``: Django's own, then the walls between municipalities and the witnesses."""

from typing import Any

from django.core.management import CommandError
from django.core.management.commands.migrate import Command as DjangosMigrate

from backend.accounts.walls import WallsRefusedError, raise_walls
from backend.audit.witness import set_witnesses


class Command(DjangosMigrate):
    """So that a new table has both before anybody can use it, with no step to remember."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrates, then raises walls and sets witnesses where the tables are all there."""
        super().handle(*args, **options)
        if options["plan"] or options["check_unapplied"] or options["app_label"]:
            return
        try:
            raise_walls()
            set_witnesses()
        except WallsRefusedError as refusal:
            raise CommandError(str(refusal)) from refusal

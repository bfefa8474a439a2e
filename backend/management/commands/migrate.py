"""``manage.py migrate``: Django's own, then walls between municipalities, witnesses and stamps."""

from typing import Any

from django.core.management import CommandError
from django.core.management.commands.migrate import Command as DjangosMigrate

from backend.accounts.walls import WallsRefusedError, raise_walls
from backend.audit.stamps import set_stamps
from backend.audit.witness import set_witnesses
from backend.management.garbage import collected_seldom


class Command(DjangosMigrate):
    """So that a new table has them before anybody can use it, with no step to remember."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrates, then raises walls, sets witnesses and stamps where the tables are all there."""
        with collected_seldom():
            super().handle(*args, **options)
        if options["plan"] or options["check_unapplied"] or options["app_label"]:
            return
        try:
            raise_walls()
            set_witnesses()
            set_stamps()
        except WallsRefusedError as refusal:
            raise CommandError(str(refusal)) from refusal

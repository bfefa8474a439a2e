"""``manage.py issue_token``: a key for another system, shown once."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management import BaseCommand, CommandError

from backend.accounts.models import Scope, User
from backend.common.refusals import Refusal
from backend.management.owner import system_owner
from backend.web.clock import now
from institutions.actions.tokens import issue_token


class Command(BaseCommand):
    """Issues a token that acts with the roles of one user; twice gives two."""

    help = "Issue a key for the API. It is printed once and stored only as a hash."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who it acts as, what it is for, what it may do and for how long."""
        parser.add_argument("--user", required=True, help="e-mail address it acts as")
        parser.add_argument("--name", required=True, help="the system it is for")
        parser.add_argument("--scopes", nargs="+", choices=list(Scope), default=[Scope.READ])
        parser.add_argument("--days", type=int, default=180, help="life in days, at most 366")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Refuses an unknown user, and with the action's own sentence."""
        user = User.objects.filter(email=options["user"].lower()).first()
        if user is None:
            raise CommandError(f"Nobody signs in as “{options['user']}”.")
        at = now()
        try:
            token, key = issue_token(
                user=user,
                name=options["name"],
                scopes=[Scope(scope) for scope in options["scopes"]],
                expires_at=at + timedelta(days=options["days"]),
                by=system_owner(user.municipality_id or 0),
                at=at,
            )
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stderr.write(f"Token {token.pk} for {user}. It is shown once, so keep it now:")
        self.stdout.write(key)

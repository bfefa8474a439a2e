"""What is said at ``migrate`` and ``check --database default``: whether the fence can hold."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage
from django.core.checks import Warning as Caution
from django.db import connections

from backend.accounts.fence import FENCED_ROLE

_ASKED = (
    "SELECT rolsuper OR rolbypassrls, EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s)"
    " AND EXISTS (SELECT 1 FROM pg_policy WHERE polname = 'fence')"
    " FROM pg_roles WHERE rolname = session_user"
)


def check_fence(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """A warning for a login above the fence, another where no fence stands yet; production only.

    The embedded server of demo and tests has one login, and it is a superuser.
    """
    if not settings.PRODUCTION or "default" not in (databases or ()):
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute(_ASKED, [FENCED_ROLE])
        above, stands = cursor.fetchone() or (False, False)
    return fence_messages(above=above, stands=stands)


def fence_messages(*, above: bool, stands: bool) -> list[CheckMessage]:
    """What there is to say of a login that is above the fence, and of a fence that is not there."""
    found: list[CheckMessage] = []
    if above:
        found.append(
            Caution(
                "DATABASE_URL signs in as a superuser or past row-level security.",
                hint="Give Samspil a login that owns nothing: docs/security.md, The database.",
                id="samspil.W001",
            )
        )
    if not stands:
        found.append(
            Caution(
                "No fence stands between the municipalities.",
                hint="Run manage.py migrate with the owner's login.",
                id="samspil.W002",
            )
        )
    return found

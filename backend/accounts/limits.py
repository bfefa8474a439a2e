"""How many calls a minute: counted in the database, so that all processes count together."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from backend.accounts.models import ApiToken, User

# One statement: two calls at once are two, whichever process took them.
_COUNT = """
    INSERT INTO accounts_apiuse AS held (user_id, token_id, minute, calls)
    VALUES (%(user)s, %(token)s, %(minute)s, 1)
    ON CONFLICT ON CONSTRAINT api_use_once DO UPDATE SET
        minute = EXCLUDED.minute,
        calls = CASE WHEN held.minute = EXCLUDED.minute THEN held.calls + 1 ELSE 1 END
    RETURNING calls
"""


def count_call(user: User, token: ApiToken | None, at: datetime) -> timedelta | None:
    """Counts one call; None, or how long to wait when the minute's calls are used up."""
    minute = at.replace(second=0, microsecond=0)
    caller = {"user": user.pk, "token": token.pk if token else None, "minute": minute}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, caller)
        [calls] = cursor.fetchone()
    if calls <= settings.API_CALLS_A_MINUTE:
        return None
    return minute + timedelta(minutes=1) - at

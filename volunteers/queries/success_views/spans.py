"""The span that a question to the database is about."""

from datetime import datetime
from typing import Any

from volunteers.success.periods import Period

# The table of one row that the facts' words stand on.
SPAN = (
    "span AS (SELECT %(starts_at)s::timestamptz AS starts_at, %(ends_at)s::timestamptz AS ends_at)"
)


def span(municipality_id: int, period: Period, at: datetime) -> dict[str, Any]:
    """The parameters of a query: whose facts, from when to when, and known by when."""
    return {
        "municipality": municipality_id,
        "starts_at": period.starts_at,
        "ends_at": period.ends_at,
        "at": at,
    }

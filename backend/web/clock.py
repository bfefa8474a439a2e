"""The clock: the only module of the product that asks what time it is."""

from datetime import UTC, datetime


def now() -> datetime:
    """This moment, aware, in UTC. Doors ask once per request and pass it on as ``at``."""
    return datetime.now(tz=UTC)

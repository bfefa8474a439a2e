"""The waiting list: how long somebody who is called has to answer, and when no answer is needed."""

from datetime import datetime, timedelta

# Only this close to the start may a seat be given without another answer, to who chose it so.
BY_ITSELF = timedelta(hours=24)


def answer_deadline(sends_at: datetime, starts_at: datetime, hours: int) -> datetime:
    """When a call ends: the municipality's hours after the text leaves, to the whole minute.

    Never later than half the time that is left, so that the next in line can still be reached.
    """
    latest = sends_at + (starts_at - sends_at) / 2
    return min(sends_at + timedelta(hours=hours), latest).replace(second=0, microsecond=0)


def gives_by_itself(starts_at: datetime, at: datetime) -> bool:
    """Whether the start is so near that who chose it gets a freed seat without being asked."""
    return at < starts_at <= at + BY_ITSELF

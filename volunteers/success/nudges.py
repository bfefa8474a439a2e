"""When somebody hears of an action: on its day, and once more while a result still counts."""

from datetime import date, timedelta

# The second time leaves nine days of the thirty that K29 allows.
NUDGE_AFTER = (timedelta(0), timedelta(days=21))


def nudge_due(due_on: date, today: date) -> int | None:
    """Which of the two is due today or should have been: 0 or 1; None before the day."""
    passed = [number for number, after in enumerate(NUDGE_AFTER) if due_on + after <= today]
    return passed[-1] if passed else None

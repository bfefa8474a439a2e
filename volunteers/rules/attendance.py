"""How long attendance may be recorded and corrected."""

from datetime import timedelta

# After the end of the time; later only the coordinator can say what happened.
CORRECTION = timedelta(days=14)

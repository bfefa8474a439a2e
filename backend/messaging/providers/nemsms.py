"""NemSMS: known by name so that choosing it explains itself, and refused."""

from datetime import datetime

from backend.messaging.models import Message
from backend.messaging.providers.base import Accepted, CannotTellError, Outcome, Refused


class NemSmsProvider:
    """Refuses every message with one sentence, and the channel rests until it is set right.

    NemSMS takes CPR numbers, not telephone numbers, and the person must have signed up for it.
    Samspil keeps no CPR number, so nothing could ever be handed over.
    """

    def send(self, message: Message, at: datetime) -> Outcome:  # noqa: ARG002
        """Always refused; the message waits and nothing is lost."""
        return Refused("nemsms")

    def find(self, message: Message, known: frozenset[str]) -> Accepted | None:  # noqa: ARG002
        """Nothing was ever handed over."""
        return None

    def fetch(self, provider_id: str) -> Accepted:  # noqa: ARG002
        """There is nobody to ask."""
        raise CannotTellError

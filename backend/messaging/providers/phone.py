"""The demo's telephone: nothing leaves the building, the row itself is what the phone shows."""

from datetime import datetime

from backend.messaging.models import Message
from backend.messaging.providers.base import Accepted, CannotTellError, Outcome


class PhoneProvider:
    """Delivers by marking the row. A row whose mark was lost was never shown, so never sent."""

    def send(self, message: Message, at: datetime) -> Outcome:  # noqa: ARG002
        """Always delivered, at once."""
        return Accepted(provider_id=f"phone-{message.uuid}", status="delivered")

    def find(self, message: Message, known: frozenset[str]) -> Accepted | None:  # noqa: ARG002
        """Nothing is kept outside the row."""
        return None

    def fetch(self, provider_id: str) -> Accepted:  # noqa: ARG002
        """There is nobody to ask."""
        raise CannotTellError

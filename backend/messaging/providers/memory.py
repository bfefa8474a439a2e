"""A provider in memory, for tests: keeps what it was given, in this process only."""

from dataclasses import dataclass, field
from datetime import datetime

from backend.messaging.models import Message
from backend.messaging.providers.base import Accepted, CannotTellError, Outcome


@dataclass
class MemoryProvider:
    """``sent`` holds (provider id, to, body) in order; ``answers`` are given before it accepts."""

    sent: list[tuple[str, str, str]] = field(default_factory=list)
    answers: list[Outcome] = field(default_factory=list)

    def send(self, message: Message, at: datetime) -> Outcome:  # noqa: ARG002
        """The next prepared answer, else accepts."""
        if self.answers:
            return self.answers.pop(0)
        provider_id = f"memory-{len(self.sent) + 1}-{message.uuid}"
        self.sent.append((provider_id, message.to, message.body))
        return Accepted(provider_id=provider_id)

    def find(self, message: Message, known: frozenset[str]) -> Accepted | None:
        """What was sent to that number with that text and belongs to no other row."""
        for provider_id, to, body in self.sent:
            if (to, body) == (message.to, message.body) and provider_id not in known:
                return Accepted(provider_id=provider_id)
        return None

    def fetch(self, provider_id: str) -> Accepted:
        """Delivered, if it was ever sent."""
        if any(row[0] == provider_id for row in self.sent):
            return Accepted(provider_id=provider_id, status="delivered")
        raise CannotTellError


shared = MemoryProvider()

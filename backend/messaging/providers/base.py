"""What every provider offers, and the few things that can come of handing a message over."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from backend.messaging.models import Message


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has it. ``status`` is the provider's own word for how far it has come."""

    provider_id: str
    status: str = "accepted"
    code: str = ""
    segments: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The provider said no, and it surely did not go out. ``code`` is looked up in the table."""

    code: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """It surely did not leave us: connection refused, no such host, slow down. Try later."""

    code: str


@dataclass(frozen=True, slots=True)
class InDoubt:
    """It may or may not have gone out: no answer, half an answer, an answer without an id."""

    code: str


Outcome = Accepted | Refused | NotSent | InDoubt


class CannotTellError(Exception):
    """The provider cannot be asked now, or never keeps what it sent."""


@dataclass(frozen=True, slots=True)
class Received:
    """A text from a person, as the provider keeps it. ``phone`` is E.164."""

    provider_id: str
    phone: str
    body: str


class Provider(Protocol):
    """One way out. Called outside any transaction, by one thread at a time."""

    def send(self, message: Message, at: datetime) -> Outcome:
        """Hands one message over once. Never raises for what a network can do."""
        ...

    def find(self, message: Message, known: frozenset[str]) -> Accepted | None:
        """The message as the provider has it, though we never heard its id; None if it has not.

        ``known`` are ids that belong to other messages. Raises CannotTellError.
        """
        ...

    def fetch(self, provider_id: str) -> Accepted:
        """How far a message has come. Raises CannotTellError."""
        ...


@runtime_checkable
class Letterbox(Protocol):
    """A provider that keeps what people wrote, so that a text is not lost while we were away."""

    def received(self, sender: str, since: datetime) -> list[Received]:
        """Texts to our number ``sender`` since then, oldest first. Raises CannotTellError."""
        ...

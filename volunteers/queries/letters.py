"""The letters of a municipality: what waits for the mail room, and what it has taken."""

from dataclasses import dataclass

from backend.common.actors import Actor
from backend.messaging.channels import provider_for
from backend.messaging.models import Channel, Message, MessageState
from volunteers.queries.scope import messages_for

SHOWN = 50
WORDS = {
    MessageState.QUEUED: "venter",
    MessageState.SENT: "lagt i mappen",
    MessageState.RECALLED: "holdt tilbage",
    MessageState.EXPIRED: "ikke sendt i tide",
}


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter and, in Danish, how far it has come."""

    message: Message

    @property
    def words(self) -> str:
        """Its state."""
        return WORDS.get(MessageState(self.message.state), "undersøges")


def is_delivered() -> bool:
    """Whether a folder is set up, so that letters do not just wait."""
    return provider_for(Channel.LETTER) is not None


def letters_for(by: Actor) -> list[LetterLine]:
    """The newest letters, at most 50; one query."""
    rows = messages_for(by).filter(channel=Channel.LETTER).order_by("-created_at", "-id")
    return [LetterLine(row) for row in rows[:SHOWN]]

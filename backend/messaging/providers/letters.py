"""Letters as files for the municipality's own mail room, which sends them by Digital Post.

Samspil knows no CPR number, so it cannot send Digital Post itself: the mail room's program picks
the files up and knows who lives where.
"""

import json
from datetime import datetime
from pathlib import Path

from backend.messaging.models import Message
from backend.messaging.providers.base import Accepted, CannotTellError, NotSent, Outcome


class LetterFolder:
    """One JSON file a letter, named after the row, so that writing it twice is writing it once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: Message, at: datetime) -> Outcome:
        """Written aside and renamed: whoever picks files up never sees half of one."""
        letter = {
            "id": str(message.uuid),
            "from": message.municipality.name,
            "to": message.to,
            "title": message.subject,
            "text": message.body,
            "written_at": at.isoformat(),
        }
        target = self._path(message)
        aside = target.with_suffix(".part")
        try:
            aside.write_text(json.dumps(letter, ensure_ascii=False, indent=2), encoding="utf-8")
            aside.replace(target)
        except OSError:
            return NotSent("letter_folder")
        return Accepted(provider_id=f"letter-{message.uuid}", status="sent")

    def find(self, message: Message, known: frozenset[str]) -> Accepted | None:  # noqa: ARG002
        """The file, while the mail room has not picked it up; afterwards nobody can tell."""
        if self._path(message).exists():
            return Accepted(provider_id=f"letter-{message.uuid}", status="sent")
        raise CannotTellError

    def fetch(self, provider_id: str) -> Accepted:  # noqa: ARG002
        """The mail room tells nothing back."""
        raise CannotTellError

    def _path(self, message: Message) -> Path:
        return self._folder / f"{message.uuid}.json"

"""Whether a waiting text is still wanted: asked at each claim of those who know its subject."""

from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from backend.messaging.models import Message


def is_still_wanted(message: Message, at: datetime) -> bool:
    """What the function that the settings name for the kind says; yes for all other kinds."""
    asked = settings.MESSAGING_STILL_WANTED.get(message.kind)
    return True if asked is None else bool(import_string(asked)(message, at))

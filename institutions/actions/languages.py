"""In which language those who lead are written to."""

from datetime import datetime

from django.db import transaction

from backend.accounts.models import User
from backend.audit.log import record
from backend.common.actors import Actor


@transaction.atomic
def choose_language(*, language: str, by: Actor, at: datetime) -> None:
    """The texts to the signed-in person are written in it from now on.

    Where a text is not there in the language it is Danish. The same language again, and an actor
    who is nobody's account, change nothing.
    """
    user = User.objects.filter(pk=by.user_id or 0).exclude(language=language).first()
    if user is None:
        return
    user.language = language
    user.save(update_fields=["language"])
    record("choose_language", user, by=by, at=at, language=language)

"""Formal letters to associations, for the municipality's own mail room."""

import hashlib
from datetime import datetime

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.common.refusals import Invalid
from backend.messaging.models import Message
from backend.messaging.outbox import queue_letter
from institutions.rules.deeds import Deed, require_may
from volunteers.models import Association

LETTER = "brev"
LONGEST_TITLE = 150
LONGEST_BODY = 5000


@transaction.atomic
def write_letter(
    *, association: Association, title: str, body: str, by: Actor, at: datetime
) -> Message:
    """Queues a letter to the association; the mail room's program picks it up as a file.

    Refuses an empty or too long title or text. The same words to the same association on the same
    Danish day are one letter.
    """
    require_may(by, Deed.KEEP_PEOPLE)
    title, body = " ".join(title.split()), body.replace("\r\n", "\n").strip()
    _require_words(title, body)
    words = hashlib.sha256(f"{title}\n{body}".encode()).hexdigest()[:32]
    key = f"{LETTER}:{association.pk}:{local(at).date()}:{words}"
    known = Message.objects.filter(dedupe_key=key).first()
    if known is not None:
        return known
    letter = queue_letter(
        municipality=association.municipality,
        kind=LETTER,
        to=_envelope(association),
        title=title,
        body=body,
        dedupe_key=key,
        at=at,
        subject=("association", association.pk),
    )
    record("write_letter", association, by=by, at=at, letter=letter.pk)
    return letter


def _envelope(association: Association) -> str:
    """Name, CVR number (Digital Post's own address of an association), and contact."""
    cvr = f"CVR {association.cvr}" if association.cvr else ""
    contact = f"att. {association.contact_name}" if association.contact_name else ""
    parts = (association.name, cvr, contact)
    return ", ".join(part for part in parts if part)


def _require_words(title: str, body: str) -> None:
    wrong = {}
    for name, words, longest in (
        ("title", title, LONGEST_TITLE),
        ("body", body, LONGEST_BODY),
    ):
        if not words:
            wrong[name] = ["Skriv noget her."]
        elif len(words) > longest:
            wrong[name] = [f"Skriv højst {longest} tegn."]
    if wrong:
        raise Invalid("letter_incomplete", "Ret felterne, og prøv igen.", wrong)

"""That there is something new in a thread: an SMS to the volunteer, a mail to those who lead.

Neither holds the words, nor anybody's number or, to those who lead, a name.
"""

from datetime import datetime

from backend.common.danish_dates import local, slot_text
from backend.messaging.addresses import public_address
from backend.messaging.models import Message, MessageState
from backend.messaging.outbox import queue_email, queue_sms
from institutions.queries.holders import leaders_of
from volunteers.actions.links import issue_link
from volunteers.actions.notices import sms_text
from volunteers.models import DialogueLine, Link
from volunteers.queries.dialogue import Thread
from volunteers.rules.dialogue import TELL_AGAIN_AFTER
from volunteers.texts.gsm7 import segments

TO_VOLUNTEER, TO_LEADERS = "besked", "leder_besked"


def tell_volunteer(thread: Thread, line: DialogueLine, at: datetime) -> None:
    """One SMS with a personal link; one that waits or went out within the hour tells of all."""
    offer = thread.offer
    if _told(TO_VOLUNTEER, offer.pk, at):
        return
    link = issue_link(offer=offer, purpose=Link.Purpose.DIALOGUE, at=at)
    body = sms_text(TO_VOLUNTEER, offer, link=link)
    queue_sms(
        municipality=offer.volunteer.municipality,
        kind=TO_VOLUNTEER,
        to=offer.volunteer.phone,
        body=body,
        dedupe_key=f"{TO_VOLUNTEER}:{line.pk}",
        at=at,
        expires_at=thread.closes_at,
        recipient_ref=offer.volunteer_id,
        subject=("dialogue", offer.pk),
        segments=segments(body).count,
    )


def tell_leaders(thread: Thread, line: DialogueLine, at: datetime) -> None:
    """A mail to the leaders and deputies of the place, at most one an hour for a thread."""
    offer, task = thread.offer, thread.slot.task
    if _told(TO_LEADERS, offer.pk, at):
        return
    when = slot_text(thread.slot.starts_at, thread.slot.ends_at)
    address = public_address(task.institution.municipality.link_host, f"/samtaler/{offer.uuid}/")
    for user in leaders_of(task.institution_id, local(at).date()):
        queue_email(
            municipality=task.institution.municipality,
            kind=TO_LEADERS,
            to=user.email,
            title=f"Besked fra en frivillig: {task.title}",
            body=(
                f"Hej {user.name}\n\nEn frivillig har skrevet til jer om »{task.title}«, {when}."
                f"\n\nLæs og svar: {address}\n"
            ),
            dedupe_key=f"{TO_LEADERS}:{line.pk}:{user.pk}",
            at=at,
            subject=("dialogue", offer.pk),
        )


def _told(kind: str, offer_id: int, at: datetime) -> bool:
    about = Message.objects.filter(kind=kind, subject_type="dialogue", subject_id=offer_id)
    recent = about.filter(created_at__gt=at - TELL_AGAIN_AFTER)
    return recent.exists() or about.filter(state=MessageState.QUEUED).exists()

"""New telephone or e-mail of a person, confirmed by codes; old links die with the old number."""

import re
from datetime import datetime

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Clash, Invalid, TooLate
from backend.common.tokens import token_hash
from backend.messaging.models import InboundText, Message, MessageState
from backend.messaging.stops import has_opted_out, opt_in, opt_out
from volunteers.actions.codes import prove, send_code, use_code
from volunteers.actions.my_page import lock_volunteer, send_link_text
from volunteers.models import ContactChannel, ContactCode, Link, Volunteer
from volunteers.queries.wordings import language_of

Purpose = ContactCode.Purpose
_TOKEN = re.compile(r"/s/([1-9A-HJ-NP-Za-km-z]{22})")


def ask_for_code(*, volunteer: Volunteer, purpose: ContactCode.Purpose, at: datetime) -> None:
    """Sends a code to the person's own number; refuses when they must wait for the next one."""
    sent = send_code(
        municipality=volunteer.municipality,
        purpose=purpose,
        phone=volunteer.phone,
        at=at,
        language=language_of(volunteer),
    )
    if not sent:
        raise TooLate("wait_for_code", "Vent et minut, og prøv igen. Så sender vi en kode.")


def ask_to_change_phone(*, volunteer: Volunteer, phone: str, at: datetime) -> None:
    """Sends a code to the old number and one to the new. Says nothing of whose the new one is."""
    if phone == volunteer.phone:
        raise Invalid("same_phone", "Det er det nummer, vi har.", {"phone": ["Skriv et nyt."]})
    ask_for_code(volunteer=volunteer, purpose=Purpose.PHONE, at=at)
    send_code(
        municipality=volunteer.municipality,
        purpose=Purpose.NEW_PHONE,
        phone=phone,
        at=at,
        language=language_of(volunteer),
    )


def change_email(*, volunteer: Volunteer, email: str, code: str, by: Actor, at: datetime) -> None:
    """A new e-mail address, or none with ""; the second time changes nothing.

    Without an address a person who wanted e-mail gets SMS.
    """
    proof = prove(
        municipality=volunteer.municipality,
        purpose=Purpose.EMAIL,
        phone=volunteer.phone,
        code=code,
        at=at,
    )
    _store_email(proof, volunteer, email, by, at)


def change_phone(
    *, volunteer: Volunteer, phone: str, old_code: str, new_code: str, by: Actor, at: datetime
) -> None:
    """Moves the person to a new number, proved by a code to each of the two numbers.

    Every link that has reached the old number ends, calendars too, and the new number gets one to
    the person's own page. Refuses a number that is another person's, once its holder has proved
    it. The second time changes nothing.
    """
    place = volunteer.municipality
    old = prove(
        municipality=place,
        purpose=Purpose.PHONE,
        phone=volunteer.phone,
        code=old_code,
        at=at,
        field="old_code",
    )
    new = prove(
        municipality=place,
        purpose=Purpose.NEW_PHONE,
        phone=phone,
        code=new_code,
        at=at,
        field="new_code",
    )
    _store_phone(old, new, volunteer, by, at)


@transaction.atomic
def _store_email(
    proof: ContactCode, volunteer: Volunteer, email: str, by: Actor, at: datetime
) -> None:
    if not use_code(proof, at):
        return
    person = lock_volunteer(volunteer.pk)
    person.email = email
    if not email and person.channel == ContactChannel.EMAIL:
        person.channel = ContactChannel.SMS
    person.save(update_fields=["email", "channel"])
    record("change_email", person, by=by, at=at)


@transaction.atomic
def _store_phone(
    old: ContactCode, new: ContactCode, volunteer: Volunteer, by: Actor, at: datetime
) -> None:
    if not (use_code(old, at) and use_code(new, at)):
        return
    person = lock_volunteer(volunteer.pk)
    place = person.municipality
    taken = Volunteer.objects.filter(
        municipality=place, phone=new.phone, anonymised_at__isnull=True
    ).exclude(pk=person.pk)
    if taken.exists():
        raise Clash("phone_taken", "Nummeret er allerede tilmeldt. Ring til os, så ser vi på det.")
    person.phone = new.phone
    person.save(update_fields=["phone"])
    follow_number(person, old.phone, at)
    record("change_phone", person, by=by, at=at)
    send_link_text("min_side", person, at)


def follow_number(person: Volunteer, old: str, at: datetime) -> None:
    """After the person's number changed from ``old``: links end, what is known of it follows."""
    _end_links(person, at)
    _carry_along(person, old, at)


def _end_links(person: Volunteer, at: datetime) -> None:
    """All but those that nobody has read yet: they stand in texts that now go to the new number."""
    waiting = Message.objects.filter(recipient_ref=person.pk, state=MessageState.QUEUED)
    unread = [
        token_hash(token)
        for body in waiting.values_list("body", flat=True)
        for token in _TOKEN.findall(body)
    ]
    links = Link.objects.filter(volunteer=person, revoked_at__isnull=True)
    links.exclude(token_hash__in=unread).update(revoked_at=at)


def _carry_along(person: Volunteer, old: str, at: datetime) -> None:
    """The stop, the texts in the queue, and the history of the old number follow the person."""
    place = person.municipality_id
    if has_opted_out(place, old):
        opt_in(place, old)
        opt_out(place, person.phone, at)
    messages = Message.objects.filter(municipality_id=place, to=old)
    messages.filter(recipient_ref__isnull=True).update(recipient_ref=person.pk)
    messages.filter(recipient_ref=person.pk, state=MessageState.QUEUED).update(to=person.phone)
    InboundText.objects.filter(municipality_id=place, phone=old).update(phone=person.phone)
    ContactCode.objects.filter(municipality_id=place, phone=old).delete()

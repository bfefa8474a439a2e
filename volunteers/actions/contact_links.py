"""Links for associations' contacts: to a question, to the door, and what a code opens."""

from datetime import datetime, timedelta

from django.db import transaction

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.phones import show_phone
from backend.common.refusals import TooLate
from backend.common.tokens import new_token, token_hash
from backend.messaging.models import Message
from backend.messaging.outbox import queue_sms
from volunteers.actions.codes import prove, send_code
from volunteers.actions.links import ANSWER_LIVES_AFTER_END, link_address
from volunteers.actions.my_page import BETWEEN_LINKS, send_my_page
from volunteers.models import AssociationContact, ContactCode, ContactLink, GroupOffer
from volunteers.queries.wordings import template_for
from volunteers.texts.gsm7 import segments
from volunteers.texts.templates import allowed_fields, render

DOOR_LIVES = timedelta(days=90)
# What a code opens shows people's names: it closes an hour after the last deed.
PAGE_LIVES = timedelta(hours=1)
Purpose = ContactLink.Purpose


def issue_group_link(*, group: GroupOffer, contact: AssociationContact, at: datetime) -> str:
    """The address of one question to one association, until the day after."""
    expires_at = max(group.slot.ends_at, at) + ANSWER_LIVES_AFTER_END
    token = _issue(contact, Purpose.GROUP, at, expires_at, group)
    return link_address(contact.municipality.link_host, token)


def issue_door_link(*, contact: AssociationContact, at: datetime) -> str:
    """The address of the association's page, for 90 days. Opening it takes a code as well."""
    token = _issue(contact, Purpose.DOOR, at, at + DOOR_LIVES)
    return link_address(contact.municipality.link_host, token)


def ask_for_door_code(*, link: ContactLink, at: datetime) -> None:
    """Sends a code to the contact's number; refuses when they must wait for the next one."""
    contact = link.contact
    sent = send_code(
        municipality=contact.municipality,
        purpose=ContactCode.Purpose.CONTACT,
        phone=contact.phone,
        at=at,
    )
    if not sent:
        raise TooLate("wait_for_code", "Vent et minut, og prøv igen. Så sender vi en kode.")


def open_door(*, link: ContactLink, code: str, by: Actor, at: datetime) -> str:
    """The token of the association's page for the contact who has the code.

    Refuses a wrong, old or foreign code, and the sixth try. The same code again opens again
    while it works: a person may tap twice. Two transactions, so that every try is counted.
    """
    contact = link.contact
    prove(
        municipality=contact.municipality,
        purpose=ContactCode.Purpose.CONTACT,
        phone=contact.phone,
        code=code,
        at=at,
    )
    return _opened(link, by, at)


@transaction.atomic
def slide_contact_link(*, link: ContactLink, at: datetime) -> None:
    """A deed keeps the page open for another hour, and the door for another 90 days."""
    live = ContactLink.objects.filter(contact_id=link.contact_id, revoked_at__isnull=True)
    live.filter(pk=link.pk, purpose=Purpose.PAGE).update(expires_at=at + PAGE_LIVES)
    doors = live.filter(purpose=Purpose.DOOR, expires_at__gt=at)
    doors.update(expires_at=at + DOOR_LIVES)


@transaction.atomic
def close_page(*, link: ContactLink, at: datetime) -> None:
    """The contact is done: the page's address opens nothing any more."""
    ContactLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=at)


@transaction.atomic
def send_lost_links(*, municipality: Municipality, phone: str, by: Actor, at: datetime) -> None:
    """The links of whoever has the number: a volunteer's own page, a contact's association.

    At most one each in ten minutes. The caller hears no difference, whoever the number is.
    """
    send_my_page(municipality=municipality, phone=phone, by=by, at=at)
    contacts = AssociationContact.objects.filter(
        municipality=municipality, phone=phone, ended_at__isnull=True
    ).select_related("municipality", "association")
    for contact in contacts:
        if not _has_fresh_link(contact, at):
            record("send_lost_links", contact.association, by=by, at=at)
            tell_contact("forening_side", contact, at)


def tell_contact(kind: str, contact: AssociationContact, at: datetime) -> Message:
    """Queues the text of this kind with a new link to the association's door."""
    place = contact.municipality
    known: dict[str, str | int] = {
        "navn": contact.first_name,
        "kommune": place.name,
        "link": issue_door_link(contact=contact, at=at),
        "tlf": show_phone(place.phone),
    }
    fields = {name: value for name, value in known.items() if name in allowed_fields(kind)}
    body = render(template_for(place.pk, kind), **fields)
    return queue_sms(
        municipality=place,
        kind=kind,
        to=contact.phone,
        body=body,
        dedupe_key=f"{kind}:{contact.pk}:{int(at.timestamp())}",
        at=at,
        subject=("associationcontact", contact.pk),
        segments=segments(body).count,
    )


@transaction.atomic
def _opened(link: ContactLink, by: Actor, at: datetime) -> str:
    token = _issue(link.contact, Purpose.PAGE, at, at + PAGE_LIVES)
    slide_contact_link(link=link, at=at)
    record("open_door", link.contact.association, by=by, at=at)
    return token


def _issue(
    contact: AssociationContact,
    purpose: ContactLink.Purpose,
    at: datetime,
    expires_at: datetime,
    group: GroupOffer | None = None,
) -> str:
    token = new_token()
    ContactLink.objects.create(
        municipality_id=contact.municipality_id,
        purpose=purpose,
        token_hash=token_hash(token),
        contact=contact,
        group=group,
        created_at=at,
        expires_at=expires_at,
    )
    return token


def _has_fresh_link(contact: AssociationContact, at: datetime) -> bool:
    return Message.objects.filter(
        to=contact.phone,
        subject_type="associationcontact",
        subject_id=contact.pk,
        created_at__gt=at - BETWEEN_LINKS,
    ).exists()

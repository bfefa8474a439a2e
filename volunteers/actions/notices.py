"""What we tell people: one function per occasion, each a row in the outbox.

Called inside the action that causes it. The dedupe key names kind, subject and version, so
the same occasion never gives two messages.
"""

from datetime import datetime, timedelta
from typing import TypedDict

from backend.accounts.models import Municipality
from backend.common.danish_dates import slot_text, sms_day, sms_moment, sms_time
from backend.common.phones import show_phone
from backend.messaging.kinds import rule_of
from backend.messaging.models import Message
from backend.messaging.outbox import queue_email, queue_sms
from volunteers.actions.leaders import tell_late_withdrawal
from volunteers.actions.links import issue_link
from volunteers.models import Assignment, ContactChannel, Link, Offer
from volunteers.queries.calendars import cancellation, invitation
from volunteers.queries.line import place_in_line
from volunteers.queries.wordings import language_of, template_for
from volunteers.texts.gsm7 import segments
from volunteers.texts.templates import TextTemplate, allowed_fields, render

# The first time has words of its own.
_MILESTONES = {1: "tak_foerste"}


def sms_text(kind: str, offer: Offer, **more: str | int) -> str:
    """The SMS of this kind about this question, in the municipality's own words, filled in."""
    language = language_of(offer.volunteer)
    return filled_in(template_for(offer.slot.municipality_id, kind, language), offer, **more)


def filled_in(template: TextTemplate, offer: Offer, **more: str | int) -> str:
    """A text with what is known of the question; it takes the fields of its kind and no others."""
    slot = offer.slot
    task = slot.task
    known: dict[str, str | int] = {
        "navn": offer.volunteer.first_name,
        "sted": task.institution.short_name,
        "opgave": task.sms_title,
        "dag": sms_day(slot.starts_at),
        "tid": sms_time(slot.starts_at, slot.ends_at),
        "tlf": show_phone(task.contact_phone),
        "kontakt": task.contact_name,
        **more,
    }
    allowed = allowed_fields(template.name)
    return render(template, **{name: value for name, value in known.items() if name in allowed})


def confirm(assignment: Assignment, at: datetime) -> None:
    """SMS, and a calendar invitation by mail where an address is known."""
    offer = offer_of(assignment)
    _sms("bekraeftelse", offer, version=assignment.sequence, at=at, assignment=assignment)
    _invite(assignment, at, f"Du er tilmeldt: {offer.slot.task.title}")


def tell_missing(offer: Offer, at: datetime, version: int = 0) -> None:
    """That something is missing before the start; what it is stands on the page alone (L06)."""
    _sms("mangler_noget", offer, version=version, at=at, expires_at=offer.slot.starts_at)


def tell_withdrawn(assignment: Assignment, at: datetime) -> None:
    """The receipt for a withdrawal, the calendar's cancellation, and the leader when it is late."""
    _sms(
        "afbud_modtaget",
        offer_of(assignment),
        version=assignment.sequence,
        at=at,
        assignment=assignment,
    )
    _uninvite(assignment, at, "Dit afbud er modtaget")
    tell_late_withdrawal(assignment, at)


def tell_waiting(assignment: Assignment, at: datetime) -> None:
    """The receipt for a place in line, with its number; once for each time of joining it."""
    assert assignment.waiting_at is not None
    _sms(
        "venteliste",
        offer_of(assignment),
        version=int(assignment.waiting_at.timestamp()),
        at=at,
        expires_at=assignment.slot.starts_at,
        assignment=assignment,
        nr=place_in_line(assignment),
    )


def tell_seat_free(assignment: Assignment, at: datetime) -> None:
    """To somebody called from the waiting list: a seat is kept for you until ``answer_by``."""
    assert assignment.answer_by is not None
    _sms(
        "ledig_plads",
        offer_of(assignment),
        version=int(at.timestamp()),
        at=at,
        expires_at=assignment.answer_by,
        assignment=assignment,
        frist=sms_moment(assignment.answer_by),
    )


def tell_moved(assignment: Assignment, at: datetime) -> None:
    """A new time: asks again by SMS and moves the calendar entry (same UID, higher SEQUENCE)."""
    _sms(
        "aendring",
        offer_of(assignment),
        version=assignment.sequence,
        at=at,
        expires_at=assignment.slot.starts_at,
        assignment=assignment,
    )
    _invite(assignment, at, f"Nyt tidspunkt: {assignment.slot.task.title}")


def tell_cancelled(assignment: Assignment, at: datetime, *, had_seat: bool) -> None:
    """The slot is off: told at once, calendar included for those who had a seat."""
    offer, ends_at = offer_of(assignment), assignment.slot.ends_at
    version = assignment.sequence
    _sms("aflysning", offer, version=version, at=at, expires_at=ends_at, assignment=assignment)
    if had_seat:
        _uninvite(assignment, at, f"Aflyst: {assignment.slot.task.title}")


def remind(assignment: Assignment, at: datetime) -> None:
    """The day before; never after the start. Twice for the same time is one message."""
    _sms(
        "paamindelse",
        offer_of(assignment),
        version=assignment.slot.sequence,
        at=at,
        expires_at=assignment.slot.starts_at,
        assignment=assignment,
    )


def thank(assignment: Assignment, at: datetime, milestone: int | None = None) -> None:
    """Thanks for the help, with the one question afterwards. Once per seat.

    ``milestone`` is the round number of times that was reached with it.
    """
    kind = "tak" if milestone is None else _MILESTONES.get(milestone, "tak_milepael")
    _sms(
        kind,
        offer_of(assignment),
        version=0,
        at=at,
        expires_at=at + timedelta(days=3),
        assignment=assignment,
        purpose=Link.Purpose.THANKS,
        nr=milestone or 0,
    )


def offer_of(assignment: Assignment) -> Offer:
    """The question behind a seat, sharing the seat's slot and person (no further query)."""
    offer = assignment.offer
    assert offer is not None
    offer.slot = assignment.slot
    offer.volunteer = assignment.volunteer
    return offer


class _Row(TypedDict):
    """What a message has whichever way it goes."""

    municipality: Municipality
    kind: str
    body: str
    dedupe_key: str
    at: datetime
    expires_at: datetime | None
    recipient_ref: int
    subject: tuple[str, int]


def _sms(
    kind: str,
    offer: Offer,
    *,
    version: int,
    at: datetime,
    expires_at: datetime | None = None,
    assignment: Assignment | None = None,
    purpose: Link.Purpose = Link.Purpose.ANSWER,
    **more: str | int,
) -> Message:
    fields: dict[str, str | int] = dict(more)
    if "link" in allowed_fields(kind):
        fields["link"] = issue_link(offer=offer, purpose=purpose, at=at)
    body = sms_text(kind, offer, **fields)
    person = offer.volunteer
    row: _Row = {
        "municipality": person.municipality,
        "kind": kind,
        "body": body,
        "dedupe_key": f"{kind}:{offer.pk}:{version}",
        "at": at,
        "expires_at": expires_at,
        "recipient_ref": person.pk,
        "subject": ("offer", offer.pk) if assignment is None else ("assignment", assignment.pk),
    }
    # A question goes the way the person chose; what one must know in time goes by SMS.
    if rule_of(kind).question and person.channel == ContactChannel.EMAIL and person.email:
        return queue_email(to=person.email, title=offer.slot.task.title, **row)
    return queue_sms(to=person.phone, segments=segments(body).count, **row)


def _invite(assignment: Assignment, at: datetime, title: str) -> None:
    if assignment.volunteer.email:
        _calendar_mail(assignment, at, title, "REQUEST", invitation(assignment, at))


def _uninvite(assignment: Assignment, at: datetime, title: str) -> None:
    if assignment.volunteer.email:
        _calendar_mail(assignment, at, title, "CANCEL", cancellation(assignment, at))


def _calendar_mail(
    assignment: Assignment, at: datetime, title: str, method: str, calendar: str
) -> None:
    person = assignment.volunteer
    slot = assignment.slot
    task = slot.task
    body = (
        f"Hej {person.first_name}\n\n{title}\n\n"
        f"{slot_text(slot.starts_at, slot.ends_at)}\n"
        f"{task.institution}, {task.institution.address}, {task.institution.postcode}\n\n"
        f"Spørgsmål? Ring til {task.contact_name} på {show_phone(task.contact_phone)}.\n"
    )
    queue_email(
        municipality=person.municipality,
        kind="kalender",
        to=person.email,
        title=title,
        body=body,
        dedupe_key=f"kalender:{method}:{assignment.pk}:{assignment.sequence}",
        at=at,
        calendar=calendar,
        calendar_method=method,
        recipient_ref=person.pk,
        subject=("assignment", assignment.pk),
    )

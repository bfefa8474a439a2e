"""What participants are told about an event: one function per occasion, rows in the outbox.

A question goes one way: by mail to colleagues and to those who chose it, else by SMS. What one
must know goes by SMS to everybody outside the house, and the calendar by mail where an address is
known. ``Participant.sequence`` counts the occasions: it is the calendar's SEQUENCE and makes
each message once.
"""

from datetime import datetime

from backend.common.danish_dates import slot_text, sms_day, sms_time
from backend.common.phones import show_phone
from backend.messaging.outbox import queue_email, queue_sms
from volunteers.actions.event_links import event_address
from volunteers.models import Participant
from volunteers.queries.event_calendars import cancellation, invitation, location_of
from volunteers.queries.event_recipients import Way, way_of
from volunteers.queries.wordings import DANISH, language_of, template_for
from volunteers.texts.gsm7 import segments
from volunteers.texts.templates import allowed_fields, render


def ask(participant: Participant, at: datetime) -> None:
    """The invitation, by mail with the calendar or by SMS; those who want it are called instead."""
    match way_of(participant):
        case Way.EMAIL:
            _calendar(participant, at, "Invitation")
        case Way.SMS:
            _sms("arr_invitation", participant, at)
        case Way.CALL:
            pass


def tell_coming(participant: Participant, at: datetime) -> None:
    """The confirmation."""
    _calendar(participant, at, "Du er tilmeldt")
    if way_of(participant) == Way.SMS:
        _sms("arr_tilmeldt", participant, at)


def tell_waiting(participant: Participant, at: datetime) -> None:
    """The receipt for a place in line."""
    _calendar(participant, at, "Du er på ventelisten")
    if way_of(participant) == Way.SMS:
        _sms("arr_venteliste", participant, at)


def tell_seat(participant: Participant, at: datetime) -> None:
    """To one in line: the seat is yours."""
    _calendar(participant, at, "Der blev en plads til dig")
    if participant.user is None:
        _sms("arr_plads", participant, at)


def tell_moved(participant: Participant, at: datetime) -> None:
    """A new time or place: the calendar moves, and the person is asked whether it still suits."""
    _calendar(participant, at, "Ændring")
    if participant.user is None:
        _sms("arr_aendring", participant, at)


def tell_cancelled(participant: Participant, at: datetime) -> None:
    """It is off: by every way we have, colleagues' telephones included."""
    _uncalendar(participant, at, "Aflyst")
    _sms("arr_aflysning", participant, at)


def tell_declined(participant: Participant, at: datetime) -> None:
    """Takes the event out of the calendar; a no needs no more words."""
    _uncalendar(participant, at, "Du er meldt fra")


def remind(participant: Participant, at: datetime) -> None:
    """The day before, to those outside the house; colleagues have it in their calendar."""
    if participant.user is None:
        _sms("arr_paamindelse", participant, at)


def sms_text(kind: str, participant: Participant, link: str) -> str:
    """The SMS of this kind in the municipality's own words; ``link`` may be a sample."""
    event = participant.event
    known: dict[str, str | int] = {
        "navn": participant.called,
        "arrangement": event.sms_title,
        "dag": sms_day(event.starts_at),
        "tid": sms_time(event.starts_at, event.ends_at),
        "tlf": show_phone(event.contact_phone),
        "link": link,
    }
    fields = {name: value for name, value in known.items() if name in allowed_fields(kind)}
    person = participant.volunteer
    language = language_of(person) if person is not None else DANISH
    return render(template_for(event.municipality_id, kind, language), **fields)


def _sms(kind: str, participant: Participant, at: datetime) -> None:
    event = participant.event
    if not participant.to_phone:
        return
    link = event_address(participant, at) if "link" in allowed_fields(kind) else ""
    body = sms_text(kind, participant, link)
    queue_sms(
        municipality=event.municipality,
        kind=kind,
        to=participant.to_phone,
        body=body,
        dedupe_key=f"{kind}:{participant.pk}:{_version(kind, participant)}",
        at=at,
        expires_at=event.ends_at if kind == "arr_aflysning" else event.starts_at,
        recipient_ref=participant.volunteer_id,
        subject=("participant", participant.pk),
        segments=segments(body).count,
    )


def _version(kind: str, participant: Participant) -> str:
    """A reminder is for one time of the event; the rest are counted by the calendar."""
    if kind == "arr_paamindelse":
        return str(int(participant.event.starts_at.timestamp()))
    return str(participant.sequence)


def _calendar(participant: Participant, at: datetime, title: str) -> None:
    _rise(participant)
    if participant.to_email:
        _mail(participant, at, title, "REQUEST", invitation(participant, at))


def _uncalendar(participant: Participant, at: datetime, title: str) -> None:
    """Takes it out of a calendar that has it: who was only asked by SMS has none."""
    had = participant.sequence is not None
    _rise(participant)
    if had and participant.to_email:
        _mail(participant, at, title, "CANCEL", cancellation(participant, at))


def _rise(participant: Participant) -> None:
    participant.sequence = 0 if participant.sequence is None else participant.sequence + 1
    participant.save(update_fields=["sequence"])


def _mail(participant: Participant, at: datetime, title: str, method: str, calendar: str) -> None:
    event = participant.event
    reason = f"\n{event.cancel_reason}\n" if event.cancelled_at and event.cancel_reason else ""
    answer = f"\nSvar her: {event_address(participant, at)}\n" if method == "REQUEST" else ""
    body = (
        f"Hej {participant.called}\n\n{title}: {event.title} ({event.kind_word.lower()})\n\n"
        f"{slot_text(event.starts_at, event.ends_at)}\n{location_of(event)}\n{reason}\n"
        f"{event.description}\n{answer}\n"
        f"Spørgsmål? Ring til {event.contact_name} på {show_phone(event.contact_phone)}.\n"
    )
    queue_email(
        municipality=event.municipality,
        kind="arr_kalender",
        to=participant.to_email,
        title=f"{title}: {event.title}",
        body=body,
        dedupe_key=f"arr_kalender:{method}:{participant.pk}:{participant.sequence}",
        at=at,
        calendar=calendar,
        calendar_method=method,
        recipient_ref=participant.volunteer_id,
        subject=("participant", participant.pk),
    )

"""A participant's event as a calendar event."""

from dataclasses import replace
from datetime import datetime

from backend.common.phones import show_phone
from volunteers.invites import calendars
from volunteers.invites.events import CalendarEvent, EventStatus, Party
from volunteers.models import Event, Participant, Volunteer
from volunteers.rules.events import Answer


def invitation(participant: Participant, at: datetime) -> str:
    """METHOD:REQUEST for a participant with an e-mail address, answered or not."""
    return calendars.request(event_of_participant(participant, at)).decode()


def cancellation(participant: Participant, at: datetime) -> str:
    """METHOD:CANCEL; the participant's sequence must already have risen."""
    return calendars.cancel(event_of_participant(participant, at)).decode()


def event_of_participant(participant: Participant, at: datetime) -> CalendarEvent:
    """The event with the participant's own UID and count; reads rows that are already loaded.

    An online meeting's link stands in URL and LOCATION, where calendars look for it (wish 107).
    """
    event = participant.event
    municipality = event.municipality
    email = participant.to_email
    waits = participant.answer == Answer.WAITING
    return CalendarEvent(
        uid=f"{participant.uuid}@{municipality.link_host}",
        sequence=participant.sequence or 0,
        stamped_at=at,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        summary=f"{event.kind_word}: {event.title}",
        description=(
            f"{event.description}\nKontakt: {event.contact_name}, {show_phone(event.contact_phone)}"
        ),
        location=location_of(event),
        url=event.online_url,
        organizer=Party(municipality.name, municipality.email),
        attendee=Party(participant.called, email) if email else None,
        status=EventStatus.TENTATIVE if waits else EventStatus.CONFIRMED,
        accepted=participant.answer == Answer.COMING,
    )


def participation_events(person: Volunteer, first: datetime, last: datetime) -> list[CalendarEvent]:
    """What the volunteer comes to or stands in line for, for a feed; one query.

    The same answers give the same events: the stamp is the newest answer's or the cancellation's.
    """
    rows = person.participations.filter(
        answer__in=[Answer.COMING, Answer.WAITING],
        event__starts_at__gte=first,
        event__starts_at__lt=last,
    ).select_related("event__municipality", "volunteer", "association", "user")
    return [_in_feed(row) for row in rows]


def _in_feed(row: Participant) -> CalendarEvent:
    off = row.event.cancelled_at
    stamp = off or row.answered_at or row.invited_at
    event = replace(event_of_participant(row, stamp), attendee=None)
    return replace(event, status=EventStatus.CANCELLED) if off else event


def location_of(event: Event) -> str:
    """The place, the link, or both."""
    return ". Online: ".join(part for part in (event.place, event.online_url) if part)

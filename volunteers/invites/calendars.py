"""Calendar files (RFC 5545, RFC 5546): invitation, cancellation, feed, and a file for the page.

All give bytes with CRLF. Times are UTC: some readers take a time zone written into the file for
an hour off, and a UTC instant has no such reading.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vText

from volunteers.invites.events import CalendarEvent, EventStatus, Party, clean_text

PRODUCT = "-//Samspil//Samspil//DA"
REFRESH = timedelta(hours=1)


def request(event: CalendarEvent) -> bytes:
    """METHOD:REQUEST to one attendee, who has said yes or is asked.

    The next version has a higher sequence. Refuses (ValueError) an event
    without attendee.
    """
    return _file("REQUEST", [_component(event, _require_attendee(event))])


def cancel(event: CalendarEvent) -> bytes:
    """METHOD:CANCEL of the same uid; give it a higher sequence than the invitation had.

    Refuses (ValueError) an event without attendee, and sequence 0: a calendar that has seen the
    invitation would take it for old news.
    """
    if event.sequence == 0:
        raise ValueError("A cancellation has a higher sequence than its invitation.")
    gone = replace(event, status=EventStatus.CANCELLED)
    return _file("CANCEL", [_component(gone, _require_attendee(event))])


def publish(events: Iterable[CalendarEvent], name: str) -> bytes:
    """A feed to subscribe to: METHOD:PUBLISH, no attendees, ordered by start and uid.

    The same events give the same bytes, so a hash of them is a strong ETag.
    """
    ordered = sorted(events, key=lambda event: (event.starts_at, event.uid))
    return _file("PUBLISH", [_component(event, None) for event in ordered], name)


def slot_file(event: CalendarEvent) -> bytes:
    """The file behind "Føj til kalender" on the page: one event to keep, nobody to answer."""
    return _file("PUBLISH", [_component(event, None)])


def _file(method: str, components: list[Event], name: str = "") -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", vText(clean_text(name).replace("\n", " ")))
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vText("PT1H"))
    for component in components:
        calendar.add_component(component)
    content: bytes = calendar.to_ical()
    return content


def _component(event: CalendarEvent, attendee: Party | None) -> Event:
    component = Event()
    component.add("uid", event.uid)
    component.add("sequence", event.sequence)
    component.add("dtstamp", _utc(event.stamped_at))
    component.add("dtstart", _utc(event.starts_at))
    component.add("dtend", _utc(event.ends_at))
    component.add("status", event.status.value)
    component.add("organizer", _address(event.organizer))
    if attendee is not None:
        component.add("attendee", _attending(attendee, accepted=event.accepted))
    for name in ("summary", "description", "location"):
        if text := clean_text(getattr(event, name)):
            component.add(name, text)
    if event.url:
        component.add("url", event.url)
    return component


def _utc(moment: datetime) -> datetime:
    """Whole seconds of UTC; a Danish wall clock time would be written with a zone."""
    return moment.astimezone(UTC).replace(microsecond=0)


def _address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.email}")
    if party.name:
        address.params["CN"] = clean_text(party.name)
    return address


def _attending(party: Party, *, accepted: bool) -> vCalAddress:
    address = _address(party)
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = "ACCEPTED" if accepted else "NEEDS-ACTION"
    # Answers are given on the page: nobody reads a calendar program's mail.
    address.params["RSVP"] = "FALSE"
    return address


def _require_attendee(event: CalendarEvent) -> Party:
    if event.attendee is None:
        raise ValueError("An invitation needs somebody to invite.")
    return event.attendee

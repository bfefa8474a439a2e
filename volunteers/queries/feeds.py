"""Calendars to subscribe to: a person's own times, and an institution's."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from backend.common.phones import show_phone
from backend.common.tokens import token_hash
from institutions.models import Institution, Slot, Task
from institutions.rules.states import SlotState, TaskState
from volunteers.invites.calendars import publish
from volunteers.invites.events import CalendarEvent, EventStatus, Party
from volunteers.models import Assignment, InstitutionFeed, Link, Volunteer
from volunteers.queries.calendars import event_of
from volunteers.queries.event_calendars import participation_events
from volunteers.rules.states import AssignmentState

BACK = timedelta(days=60)
AHEAD = timedelta(days=365)
# A withdrawal takes the time out of the person's calendar.
_SHOWN = (
    AssignmentState.CONFIRMED,
    AssignmentState.WAITING,
    AssignmentState.CANCELLED,
    AssignmentState.ATTENDED,
)
_PUBLISHED = (TaskState.OPEN, TaskState.DONE, TaskState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Feed:
    """The file and its strong ETag: the same times give the same bytes."""

    content: bytes

    @property
    def etag(self) -> str:
        """A hash of the bytes, in quotes as HTTP wants it."""
        return f'"{hashlib.sha256(self.content).hexdigest()[:32]}"'


def person_of_feed(token: str, at: datetime) -> Volunteer | None:
    """Whose calendar the token opens; None for unknown, expired and revoked, and other purposes."""
    link = (
        Link.objects.select_related("volunteer__municipality")
        .filter(
            purpose=Link.Purpose.CALENDAR,
            token_hash=token_hash(token),
            expires_at__gt=at,
            revoked_at__isnull=True,
            volunteer__anonymised_at__isnull=True,
        )
        .first()
    )
    return link.volunteer if link else None


def institution_of_feed(token: str) -> Institution | None:
    """Which institution's calendar the token opens; None for unknown and revoked."""
    feed = (
        InstitutionFeed.objects.select_related("institution__municipality")
        .filter(token_hash=token_hash(token), revoked_at__isnull=True)
        .first()
    )
    return feed.institution if feed else None


def volunteer_feed(person: Volunteer, at: datetime) -> Feed:
    """The person's times and events from 60 days back to a year ahead; two queries.

    A place in line is tentative, a time that was called off is marked so.
    """
    seats = Assignment.objects.filter(
        volunteer=person,
        state__in=_SHOWN,
        slot__starts_at__gte=at - BACK,
        slot__starts_at__lt=at + AHEAD,
    ).select_related("volunteer", "slot__task__institution__municipality")
    events = participation_events(person, at - BACK, at + AHEAD)
    return Feed(publish([*map(_seat_event, seats), *events], person.municipality.name))


def institution_feed(place: Institution, at: datetime) -> Feed:
    """The institution's published times with how many come, no names; one query."""
    slots = Slot.objects.filter(
        task__institution=place,
        task__state__in=_PUBLISHED,
        starts_at__gte=at - BACK,
        starts_at__lt=at + AHEAD,
    ).select_related("task")
    return Feed(publish([_slot_event(slot, place) for slot in slots], place.name))


def _seat_event(seat: Assignment) -> CalendarEvent:
    stamps = (seat.created_at, seat.confirmed_at, seat.waiting_at, seat.cancelled_at)
    # Not the moment of asking, or every fetch would look like a change.
    event = event_of(seat, max(stamp for stamp in stamps if stamp is not None))
    event = replace(event, attendee=None)
    if seat.state == AssignmentState.CANCELLED or seat.slot.state == SlotState.CANCELLED:
        return replace(event, status=EventStatus.CANCELLED)
    return event


def _slot_event(slot: Slot, place: Institution) -> CalendarEvent:
    task: Task = slot.task
    status = EventStatus.CONFIRMED if slot.seats_taken else EventStatus.TENTATIVE
    if slot.state == SlotState.CANCELLED:
        status = EventStatus.CANCELLED
    return CalendarEvent(
        uid=f"{slot.uuid}@{place.municipality.link_host}",
        sequence=slot.sequence,
        stamped_at=max(
            stamp for stamp in (task.created_at, slot.filled_at, slot.cancelled_at) if stamp
        ),
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        summary=f"{task.title} ({slot.seats_taken}/{slot.seats})",
        description=f"Kontakt: {task.contact_name}, {show_phone(task.contact_phone)}",
        location=f"{place}, {place.address}, {place.postcode}",
        organizer=Party(place.municipality.name, place.municipality.email),
        status=status,
    )

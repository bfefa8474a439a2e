"""A seat as a calendar event."""

from datetime import datetime

from backend.common.phones import show_phone
from volunteers.invites import calendars
from volunteers.invites.events import CalendarEvent, EventStatus, Party
from volunteers.models import Assignment
from volunteers.rules.states import AssignmentState


def invitation(assignment: Assignment, at: datetime) -> str:
    """METHOD:REQUEST for a person with an e-mail address."""
    return calendars.request(event_of(assignment, at)).decode()


def cancellation(assignment: Assignment, at: datetime) -> str:
    """METHOD:CANCEL; the assignment's sequence must already have risen."""
    return calendars.cancel(event_of(assignment, at)).decode()


def event_of(assignment: Assignment, at: datetime) -> CalendarEvent:
    """The event with the assignment's own UID and count; reads rows that are already loaded."""
    slot = assignment.slot
    task = slot.task
    place = task.institution
    municipality = place.municipality
    person = assignment.volunteer
    lines = [task.description]
    if task.meeting_place:
        lines.append(f"Mødested: {task.meeting_place}")
    lines.append(f"Kontakt: {task.contact_name}, {show_phone(task.contact_phone)}")
    return CalendarEvent(
        uid=f"{assignment.uuid}@{municipality.link_host}",
        sequence=assignment.sequence,
        stamped_at=at,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        summary=f"{task.title}, {place}",
        description="\n".join(lines),
        location=f"{place}, {place.address}, {place.postcode}",
        organizer=Party(municipality.name, municipality.email),
        attendee=Party(person.full_name, person.email) if person.email else None,
        status=(
            EventStatus.TENTATIVE
            if assignment.state == AssignmentState.WAITING
            else EventStatus.CONFIRMED
        ),
    )

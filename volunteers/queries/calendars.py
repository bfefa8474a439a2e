"""A seat as a calendar event."""

from datetime import datetime

from backend.common.phones import show_phone
from institutions.models import Project
from volunteers.invites import calendars
from volunteers.invites.events import CalendarEvent, EventStatus, Party
from volunteers.models import Assignment, GroupOffer
from volunteers.rules.states import AssignmentState


def invitation(assignment: Assignment, at: datetime) -> str:
    """METHOD:REQUEST for a person with an e-mail address."""
    return calendars.request(event_of(assignment, at)).decode()


def cancellation(assignment: Assignment, at: datetime) -> str:
    """METHOD:CANCEL; the assignment's sequence must already have risen."""
    return calendars.cancel(event_of(assignment, at)).decode()


def group_invitation(group: GroupOffer, at: datetime) -> str:
    """METHOD:REQUEST for a contact with an e-mail address."""
    return calendars.request(group_event(group, at)).decode()


def group_cancellation(group: GroupOffer, at: datetime) -> str:
    """METHOD:CANCEL; the group's sequence must already have risen."""
    return calendars.cancel(group_event(group, at)).decode()


def event_of(assignment: Assignment, at: datetime) -> CalendarEvent:
    """The event with the assignment's own UID and count; reads rows that are already loaded."""
    person = assignment.volunteer
    return _event(
        assignment,
        at,
        attendee=Party(person.full_name, person.email) if person.email else None,
        status=(
            EventStatus.TENTATIVE
            if assignment.state == AssignmentState.WAITING
            else EventStatus.CONFIRMED
        ),
    )


def group_event(group: GroupOffer, at: datetime) -> CalendarEvent:
    """The same for the seats of a group, for its contact."""
    contact = group.contact
    attendee = Party(contact.name, contact.email) if contact.email else None
    return _event(group, at, attendee=attendee, status=EventStatus.CONFIRMED)


def _event(
    seat: Assignment | GroupOffer, at: datetime, *, attendee: Party | None, status: EventStatus
) -> CalendarEvent:
    slot = seat.slot
    task = slot.task
    place = task.institution
    municipality = place.municipality
    lines = [task.description]
    if task.meeting_place:
        lines.append(f"Mødested: {task.meeting_place}")
    lines += [f"{name}: {text}" for name, text in _on_the_way(place.project) if text]
    lines.append(f"Kontakt: {task.contact_name}, {show_phone(task.contact_phone)}")
    # Those in line are not there yet, and the link is for those who are.
    link = task.online_link if status == EventStatus.CONFIRMED else ""
    return CalendarEvent(
        uid=f"{seat.uuid}@{municipality.link_host}",
        sequence=seat.sequence,
        stamped_at=at,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        summary=f"{task.title}, {place}",
        description="\n".join(lines),
        location=(link or "På nettet")
        if task.online
        else f"{place}, {place.address}, {place.postcode}",
        url=link,
        organizer=Party(municipality.name, municipality.email),
        attendee=attendee,
        status=status,
    )


def _on_the_way(project: Project | None) -> tuple[tuple[str, str], ...]:
    """What one should know of a project before one goes out."""
    if project is None:
        return ()
    return ("Tøj og udstyr", project.equipment), ("Aflyses ved", project.weather_cancel)

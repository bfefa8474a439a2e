"""Events by the real actions: planned, with people invited, answered."""

from datetime import datetime, timedelta
from typing import Any

from tests.cast import NOW, Cast, link_actor
from volunteers.actions.associations import create_association
from volunteers.actions.event_answers import accept_event
from volunteers.actions.event_invitations import invite_to_event
from volunteers.actions.event_orders import order_event
from volunteers.actions.events import plan_event
from volunteers.models import Association, Event, Participant, Volunteer
from volunteers.queries.event_recipients import Audience, Choice
from volunteers.rules.events import EventKind

DAY = timedelta(days=1)
LATER = NOW + 30 * DAY


def event_fields(**changes: Any) -> dict[str, Any]:
    """A theme evening in a week, in the room and online."""
    starts_at = NOW + 7 * DAY
    return {
        "kind": EventKind.THEME_EVENING,
        "title": "Temaaften om samspil",
        "sms_title": "temaaften om samspil",
        "description": "Vi taler om, hvordan frivillige og ansatte gør hinanden bedre.",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "place": "Rådhuset, Søvej 1",
        "online_url": "https://moede.test/samspil",
        "travel_minutes": 60,
        "seats": None,
        "contact_name": "Hanne",
        "contact_phone": "+4512345678",
        "public": False,
        "trains_ambassadors": False,
        "department": None,
        "series": None,
        **changes,
    }


def an_event(cast: Cast, at: datetime = NOW, new_series: str = "", **changes: Any) -> Event:
    """Planned by the coordinator."""
    return plan_event(
        municipality=cast.municipality,
        fields=event_fields(**changes),
        new_series=new_series,
        by=cast.actor(cast.coordinator, at),
        at=at,
    )


def a_course(cast: Cast, **changes: Any) -> Event:
    """An ambassadors' course."""
    words = {"kind": EventKind.COURSE, "title": "Kursus", "trains_ambassadors": True}
    return an_event(cast, **{**words, **changes})


def invite(cast: Cast, event: Event, *audiences: Audience, **how: Any) -> list[Participant]:
    """The coordinator invites groups."""
    choice = Choice(frozenset(audiences), **how)
    by = cast.actor(cast.coordinator)
    return invite_to_event(event=event, choice=choice, by=by, at=NOW)


def volunteer_at(cast: Cast, event: Event, person: Volunteer) -> Participant:
    """The volunteer's row on the list; the volunteers are invited the first time."""
    row = event.participants.filter(volunteer=person).first()
    if row is None:
        invite(cast, event, Audience.VOLUNTEERS)
        row = event.participants.get(volunteer=person)
    return row


def say_yes(cast: Cast, event: Event, person: Volunteer, at: datetime = NOW) -> Participant:
    """The volunteer comes."""
    row = volunteer_at(cast, event, person)
    return accept_event(participant=row, by=link_actor(person), at=at)


def an_association(cast: Cast, **changes: Any) -> Association:
    """A partner with a contact who has mail."""
    return create_association(
        municipality=cast.municipality,
        fields={
            "name": "Vandreforeningen",
            "kind": "association",
            "cvr": "",
            "contact_name": "Bodil Prøve",
            "contact_phone": "+4512999999",
            "contact_email": "bodil@test.invalid",
            **changes,
        },
        by=cast.actor(cast.coordinator),
        at=NOW,
    )


def event_rows(cast: Cast) -> dict[str, Any]:
    """A value for each part of the events' addresses; nothing in it is open to everybody."""
    event = an_event(cast, new_series="Forløb", kind=EventKind.WORKSHOP)
    invite(cast, event, Audience.AMBASSADORS)
    order = order_event(
        institution=cast.here, fields=order_fields(), by=cast.actor(cast.leader), at=NOW
    )
    assert event.series is not None
    return {
        "event": event.uuid,
        "event_series": event.series.uuid,
        "participant": event.participants.get().uuid,
        "order": order.uuid,
    }


def order_fields(**changes: Any) -> dict[str, Any]:
    """A leader's wish for a talk."""
    return {
        "kind": EventKind.TALK,
        "topic": "Frivillige i hverdagen",
        "wishes": "Vi vil vide, hvordan vi kommer i gang.",
        "when": "en tirsdag i januar",
        "expected": 25,
        "contact_name": "Lone",
        "contact_phone": "+4512345678",
        **changes,
    }

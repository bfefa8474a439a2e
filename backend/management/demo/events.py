"""The town's events: an ambassadors' course, a dialogue meeting, an open evening, an order."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from backend.common.actors import Actor, ActorKind
from backend.common.refusals import Clash
from backend.management.demo.staff import staff_phone
from backend.management.demo.stage import Stage
from backend.management.demo.timeline import instant, office_hours
from volunteers.actions.event_answers import accept_event, decline_event, wait_for_event
from volunteers.actions.event_attendance import count_heads, mark_presence, note_initiatives
from volunteers.actions.event_invitations import invite_to_event
from volunteers.actions.event_orders import order_event
from volunteers.actions.events import cancel_event, plan_event
from volunteers.models import Event, EventSeries, Participant
from volunteers.queries.event_recipients import Audience, Choice
from volunteers.rules.events import Answer, EventKind, Group, Presence

_ONLINE = "https://moede.example.invalid/samspil"
_COURSE = "Ambassadørkursus"


def plan_events(stage: Stage) -> None:
    """Puts the town's events on the timeline: three that are over and three to come."""
    staff = frozenset({Audience.AMBASSADORS})
    leaders = frozenset({Audience.AMBASSADORS, Audience.LEADERS, Audience.UNIONS})
    for part, days in (("Del 1: spillereglerne", -40), ("Del 2: at hjælpe en leder", -33)):
        words = {"kind": EventKind.COURSE, "title": part, "trains_ambassadors": True}
        _push(stage, days, Choice(staff), words, series=_COURSE)
    workshop = {"kind": EventKind.WORKSHOP, "title": "Realiseringsværksted i biblioteket"}
    _push(stage, -12, Choice(leaders), workshop)
    evening = {
        "title": "Temaaften om samspil",
        "public": True,
        "seats": 12,
        "description": "Frivillige og ansatte fortæller. Der er kaffe, og alle er velkomne.",
    }
    near = frozenset({stage.institutions[0].postcode})
    people = frozenset({Audience.VOLUNTEERS, Audience.ASSOCIATIONS})
    _push(stage, 9, Choice(people, postcodes=near), evening)
    _push(
        stage, 16, Choice(leaders), {"kind": EventKind.DIALOGUE, "title": "Dialogmøde om aftalen"}
    )
    _push(stage, 5, Choice(staff), {"kind": EventKind.NETWORK, "title": "Netværksmøde"}, off=True)
    stage.timeline.push(office_hours(stage.at - timedelta(days=2)), partial(_order, stage))


def _push(
    stage: Stage,
    days: int,
    choice: Choice,
    words: dict[str, Any],
    *,
    series: str = "",
    off: bool = False,
) -> None:
    """Planned ten days before, or a few days ago; noted the day after."""
    day = stage.today + timedelta(days=days)
    starts_at = instant(day, "16:30")
    planned = office_hours(min(starts_at - timedelta(days=10), stage.at - timedelta(days=3)))

    def plan(at: datetime) -> None:
        event = _plan(stage, starts_at, words, series, at)
        _invite(stage, event, choice, at)
        if off:
            by = stage.coordinator
            cancel_event(event=event, reason="Oplægsholderen er syg.", by=by, at=at)

    stage.timeline.push(planned, plan)
    stage.timeline.push(starts_at + timedelta(hours=18), partial(_note, stage, starts_at))


def _plan(
    stage: Stage, starts_at: datetime, words: dict[str, Any], series: str, at: datetime
) -> Event:
    place = stage.municipality
    fields = {
        "kind": EventKind.THEME_EVENING,
        "sms_title": words["title"][:24].strip(),
        "description": "Vi mødes om, hvordan frivillige og ansatte gør hinanden bedre.",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "place": "Biblioteket, Søgade 2",
        "online_url": _ONLINE,
        "travel_minutes": 50,
        "seats": None,
        "contact_name": stage.coordinator.name,
        "contact_phone": staff_phone(0),
        "public": False,
        "trains_ambassadors": False,
        "department": None,
        "series": EventSeries.objects.filter(municipality=place, name=series).first(),
        **words,
    }
    return plan_event(
        municipality=place, fields=fields, new_series=series, by=stage.coordinator, at=at
    )


def _invite(stage: Stage, event: Event, choice: Choice, at: datetime) -> None:
    """Every other comes, some say no; the last of the list stand in line when it is full."""
    people = invite_to_event(event=event, choice=choice, by=stage.coordinator, at=at)
    for number, participant in enumerate(people[:40]):
        participant.event = event
        by = _own(participant)
        if number % 2 == 0:
            try:
                accept_event(participant=participant, by=by, at=at)
            except Clash:
                wait_for_event(participant=participant, by=by, at=at)
        elif number % 5 == 1:
            decline_event(participant=participant, by=by, at=at)


def _own(participant: Participant) -> Actor:
    """The person's own link or sign-in."""
    kind = ActorKind.LINK if participant.user_id is None else ActorKind.USER
    return Actor(
        kind,
        participant.municipality_id,
        participant.short_name,
        user_id=participant.user_id,
        volunteer_id=participant.volunteer_id,
    )


def _note(stage: Stage, starts_at: datetime, at: datetime) -> None:
    """Who came, some of them online, and what a workshop began."""
    by = stage.coordinator
    for event in Event.objects.filter(municipality=stage.municipality, starts_at=starts_at):
        coming = event.participants.filter(answer=Answer.COMING).select_related(
            "event__municipality", "event__department"
        )
        for number, participant in enumerate(coming):
            presence = Presence.PLACE if number % 3 else Presence.ONLINE
            mark_presence(participant=participant, presence=presence, by=by, at=at)
        if event.kind == EventKind.WORKSHOP:
            words = "Højtlæsning i vuggestuen\nGåture med plejehjemmet"
            note_initiatives(event=event, initiatives=words, by=by, at=at)
            count_heads(event=event, group=Group.CITIZEN, at_place=14, online=0, by=by, at=at)


def _order(stage: Stage, at: datetime) -> None:
    place = stage.institutions[0]
    order_event(
        institution=place,
        fields={
            "kind": EventKind.TALK,
            "topic": "Frivillige i hverdagen",
            "wishes": "Vi vil gerne høre, hvordan andre er kommet godt i gang.",
            "when": "en tirsdag efter kl. 14, når det passer",
            "expected": 25,
            "contact_name": place.contact_name,
            "contact_phone": place.contact_phone,
        },
        by=stage.leader_of(place.pk),
        at=at,
    )

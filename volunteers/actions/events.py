"""Planning, changing and calling off events."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Clash, Invalid, NotAllowed, TooLate
from institutions.models import Department
from institutions.rules.deeds import Deed, require_may
from volunteers.actions.event_line import call_next_in_line, lock_event
from volunteers.actions.event_notices import tell_cancelled, tell_moved
from volunteers.models import Event, EventSeries, Participant
from volunteers.queries.events import standing_of
from volunteers.rules.events import Answer, Frame, require_event
from volunteers.texts.gsm7 import is_gsm7, plain_letters, septets
from volunteers.texts.templates import FIELD_LIMITS

EVENT_FIELDS = (
    "kind",
    "title",
    "sms_title",
    "description",
    "starts_at",
    "ends_at",
    "place",
    "online_url",
    "travel_minutes",
    "seats",
    "contact_name",
    "contact_phone",
    "public",
    "trains_ambassadors",
    "department",
    "series",
)
# What people arrange themselves by: when one of these changes, they are told.
_TOLD = ("starts_at", "ends_at", "place", "online_url")
_NEEDED = ("title", "description", "contact_name", "contact_phone")


@transaction.atomic
def plan_event(
    *,
    municipality: Municipality,
    fields: Mapping[str, Any],
    new_series: str = "",
    by: Actor,
    at: datetime,
) -> Event:
    """An event that nobody is invited to yet; the planner holds it.

    ``fields`` has EVENT_FIELDS. ``new_series`` names a series it is the first part of; one that
    is there already is used. Refuses gaps, a start that has passed, a place of another
    municipality, and a department that is not the planner's.
    """
    _require_keeper(municipality.pk, fields["department"], by)
    _require_fields(fields, at)
    event = Event.objects.create(
        municipality=municipality,
        organiser_id=by.user_id,
        created_at=at,
        **{**fields, "series": _series(municipality, fields["series"], new_series)},
    )
    record("plan_event", event, by=by, at=at, kind=event.kind)
    return event


@transaction.atomic
def change_event(
    *, event: Event, fields: Mapping[str, Any], new_series: str = "", by: Actor, at: datetime
) -> int:
    """Keeps the changes, and how many were told: those not declining, when time or place changes.

    Everybody keeps the seat and is asked whether it still suits. More seats call the next in
    line. Refuses what ``plan_event`` refuses, an event that is off or over, and fewer seats than
    are taken. The same fields again tell nobody.
    """
    _require_keeper(event.municipality_id, fields["department"], by)
    require_keeper(event, by)
    kept = lock_event(event)
    _require_alive(kept, at)
    _require_fields(fields, at)
    _require_room(kept, fields["seats"])
    told = any(getattr(kept, name) != fields[name] for name in _TOLD)
    for name in EVENT_FIELDS:
        setattr(kept, name, fields[name])
    kept.series = _series(kept.municipality, fields["series"], new_series)
    kept.save()
    people = _to_tell(kept) if told else []
    record("change_event", kept, by=by, at=at, told=len(people))
    for participant in people:
        tell_moved(participant, at)
    call_next_in_line(kept, at)
    return len(people)


@transaction.atomic
def cancel_event(*, event: Event, reason: str, by: Actor, at: datetime) -> int:
    """Calls it off and tells everybody who has not said no; how many. Calendars included.

    Refuses an event that is over, and no reason. The second time changes nothing and tells nobody.
    """
    require_keeper(event, by)
    kept = lock_event(event)
    if kept.cancelled_at is not None:
        return 0
    _require_alive(kept, at)
    if not reason.strip():
        text = "Skriv kort hvorfor. De tilmeldte ser det på deres side."
        raise Invalid("reason", text, {"reason": [text]})
    kept.cancelled_at, kept.cancel_reason = at, reason.strip()
    kept.save(update_fields=["cancelled_at", "cancel_reason"])
    people = _to_tell(kept)
    record("cancel_event", kept, by=by, at=at, told=len(people))
    for participant in people:
        tell_cancelled(participant, at)
    return len(people)


def require_keeper(event: Event, by: Actor) -> None:
    """Refuses those who do not plan this event, and other municipalities."""
    _require_keeper(event.municipality_id, event.department, by)


def _require_keeper(municipality_id: int, department: Department | None, by: Actor) -> None:
    if by.municipality_id != municipality_id:
        raise NotAllowed("other_municipality", "Det hører til en anden kommune.")
    require_may(by, Deed.KEEP_EVENTS, department_id=department.pk if department else None)
    if department is not None and department.municipality_id != municipality_id:
        raise Clash("other_municipality", "Afdelingen hører til en anden kommune.")


def _require_alive(event: Event, at: datetime) -> None:
    if event.cancelled_at is not None:
        raise Clash("cancelled", "Arrangementet er aflyst, så det kan ikke ændres.")
    if event.ends_at <= at:
        raise TooLate("over", "Arrangementet er holdt, så det kan ikke ændres.")


def _require_fields(fields: Mapping[str, Any], at: datetime) -> None:
    missing = {name: ["Udfyld feltet."] for name in _NEEDED if not str(fields[name]).strip()}
    if missing:
        raise Invalid("event_incomplete", "Udfyld de felter, der mangler.", missing)
    if fields["starts_at"] <= at:
        text = "Tidspunktet er passeret. Vælg et senere."
        raise Invalid("past", text, {"starts_at": [text]})
    _require_sms_title(fields["sms_title"])
    require_event(
        Frame(
            kind=fields["kind"],
            starts_at=fields["starts_at"],
            ends_at=fields["ends_at"],
            place=fields["place"],
            online_url=fields["online_url"],
            seats=fields["seats"],
            trains_ambassadors=fields["trains_ambassadors"],
        )
    )


def _require_sms_title(title: str) -> None:
    """One segment for everybody: the linter counted with this length."""
    plain, limit = plain_letters(title).strip(), FIELD_LIMITS["arrangement"]
    if not plain or not is_gsm7(plain) or septets(plain) > limit:
        text = f"Skriv et kort navn på højst {limit} almindelige tegn. Det står i sms’en."
        raise Invalid("sms_title", text, {"sms_title": [text]})


def _require_room(event: Event, seats: int | None) -> None:
    taken = event.participants.filter(answer=Answer.COMING).count()
    if seats is not None and seats < taken:
        text = f"{taken} er tilmeldt. Skriv mindst {taken}, eller lad feltet stå tomt."
        raise Invalid("seats_taken", text, {"seats": [text]})


def _series(municipality: Municipality, chosen: EventSeries | None, new: str) -> EventSeries | None:
    if chosen is not None and chosen.municipality_id != municipality.pk:
        raise Clash("other_municipality", "Forløbet hører til en anden kommune.")
    if not new.strip():
        return chosen
    return EventSeries.objects.get_or_create(municipality=municipality, name=new.strip())[0]


def _to_tell(event: Event) -> list[Participant]:
    """Everybody on the list who has not said no, with the event's own row."""
    people = [one for one in standing_of(event).people if one.answer != Answer.DECLINED]
    for participant in people:
        participant.event = event
    return people

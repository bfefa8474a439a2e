"""Joining an event by oneself: colleagues from their page, anybody else by a code to the phone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from backend.accounts.models import User
from backend.audit.log import record
from backend.common.actors import Actor, ActorKind
from backend.common.refusals import Clash, Invalid, NotAllowed, TooLate
from volunteers.actions.codes import prove, send_code, use_code
from volunteers.actions.event_answers import wait_for_event
from volunteers.actions.event_line import lock_event
from volunteers.models import ContactCode, Event, Participant, Volunteer
from volunteers.queries.event_recipients import department_of
from volunteers.rules.events import GROUP_WORDS, Group, Origin


def ask_to_join(
    *, event: Event, fields: Mapping[str, Any], at: datetime, language: str = "da"
) -> None:
    """Sends a code to the number; known numbers get one too, so that nobody learns who is known.

    Refuses what ``join_event`` would refuse.
    """
    _require_open(event, at)
    _require_guest(fields)
    send_code(
        municipality=event.municipality,
        purpose=ContactCode.Purpose.EVENT,
        phone=fields["phone"],
        at=at,
        language=language,
    )


def join_event(*, event: Event, fields: Mapping[str, Any], code: str, at: datetime) -> None:
    """A seat, or a place in line when it is full, for who holds the number; told by SMS.

    ``fields`` has name, phone in E.164, email and group. A volunteer's number gives no guest: the
    volunteer joins. The second time changes nothing. Refuses an event that is not open to
    everybody, has begun or is off. Two transactions, because a wrong code must be counted although
    it is refused.
    """
    _require_open(event, at)
    _require_guest(fields)
    proof = prove(
        municipality=event.municipality,
        purpose=ContactCode.Purpose.EVENT,
        phone=fields["phone"],
        code=code,
        at=at,
    )
    _join(event, fields, proof, at)


@transaction.atomic
def join_as_colleague(*, event: Event, by: Actor, at: datetime) -> Participant:
    """The signed-in person joins an open event. On the list already: answers yes."""
    kept = lock_event(event)
    if kept.municipality_id != by.municipality_id or by.user_id is None:
        raise NotAllowed("not_yours", "Det hører til en anden kommune.")
    _require_open(kept, at)
    user = User.objects.get(pk=by.user_id)
    participant, _ = Participant.objects.get_or_create(
        event=kept,
        user=user,
        defaults={
            "municipality_id": kept.municipality_id,
            "group": Group.STAFF,
            "origin": Origin.OWN,
            "department_id": department_of(user, at),
            "invited_at": at,
        },
    )
    record("join_event", participant, by=by, at=at)
    return wait_for_event(participant=participant, by=by, at=at)


@transaction.atomic
def _join(event: Event, fields: Mapping[str, Any], proof: ContactCode, at: datetime) -> None:
    if not use_code(proof, at):
        return
    kept = lock_event(event)
    participant = _participant(kept, fields, at)
    by = Actor(
        ActorKind.LINK,
        kept.municipality_id,
        "Deltageren selv",
        volunteer_id=participant.volunteer_id,
    )
    record("join_event", participant, by=by, at=at, group=participant.group)
    wait_for_event(participant=participant, by=by, at=at)


def _participant(event: Event, fields: Mapping[str, Any], at: datetime) -> Participant:
    """The row of this number, whoever it belongs to."""
    person = Volunteer.objects.filter(
        municipality_id=event.municipality_id, phone=fields["phone"], anonymised_at__isnull=True
    ).first()
    new = {"municipality_id": event.municipality_id, "origin": Origin.OWN, "invited_at": at}
    if person is not None:
        return Participant.objects.get_or_create(
            event=event, volunteer=person, defaults={**new, "group": Group.VOLUNTEER}
        )[0]
    return Participant.objects.get_or_create(
        event=event,
        phone=fields["phone"],
        defaults={
            **new,
            "group": fields["group"],
            "name": fields["name"].strip(),
            "email": fields["email"],
        },
    )[0]


def _require_open(event: Event, at: datetime) -> None:
    if not event.public:
        raise NotAllowed("not_public", "Arrangementet er kun for dem, der er inviteret.")
    if event.cancelled_at is not None:
        raise Clash("cancelled", "Arrangementet er aflyst.")
    if event.starts_at <= at:
        raise TooLate("begun", "Arrangementet er begyndt, så du kan ikke melde dig til her.")


def _require_guest(fields: Mapping[str, Any]) -> None:
    wrong = {}
    if not fields["name"].strip():
        wrong["name"] = ["Skriv dit navn."]
    if fields["group"] not in GROUP_WORDS:
        wrong["group"] = ["Vælg, hvem du kommer som."]
    if wrong:
        raise Invalid("guest_incomplete", "Ret felterne, og prøv igen.", wrong)

"""Inviting groups to an event, and what it would cost."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.common.refusals import Clash, Invalid, TooLate
from volunteers.actions.event_line import lock_event
from volunteers.actions.event_notices import ask, sms_text
from volunteers.actions.events import require_keeper
from volunteers.actions.links import link_address
from volunteers.actions.samples import SAMPLE_TOKEN
from volunteers.models import Event, Participant
from volunteers.queries.event_recipients import Choice, Way, invitees, way_of
from volunteers.texts.gsm7 import segments


@dataclass(frozen=True, slots=True)
class Forecast:
    """What sending would do; ``call`` are those who want to be called. Price in øre."""

    people: int
    mails: int
    texts: int
    segments: int
    ore: int
    call: tuple[str, ...]
    sample: str


def preview_invitation(*, event: Event, choice: Choice, by: Actor, at: datetime) -> Forecast:
    """Counts people, ways, segments and price; writes nothing and sends nothing.

    Refuses those who do not plan the event.
    """
    require_keeper(event, by)
    people = invitees(event, choice, by, local(at).date())
    ways = [way_of(one) for one in people]
    texted = [one for one, way in zip(people, ways, strict=True) if way == Way.SMS]
    link = link_address(event.municipality.link_host, SAMPLE_TOKEN)
    bodies = {one.called: "" for one in texted}
    for one in texted:
        bodies[one.called] = bodies[one.called] or sms_text("arr_invitation", one, link)
    parts = sum(segments(bodies[one.called]).count for one in texted)
    return Forecast(
        people=len(people),
        mails=ways.count(Way.EMAIL),
        texts=len(texted),
        segments=parts,
        ore=parts * event.municipality.sms_price_ore,
        call=tuple(one.short_name for one in people if way_of(one) == Way.CALL),
        sample=next(iter(bodies.values()), ""),
    )


@transaction.atomic
def invite_to_event(
    *, event: Event, choice: Choice, expected: int | None = None, by: Actor, at: datetime
) -> list[Participant]:
    """Puts the groups on the list and asks each; those already there are left alone.

    Refuses an event that is off or begun, and a choice that gives nobody. ``expected`` is the
    number that was shown: another number now is refused (Clash), so that nobody sends more than
    they saw. The second time finds nobody new and is refused.
    """
    require_keeper(event, by)
    kept = lock_event(event)
    if kept.cancelled_at is not None:
        raise Clash("cancelled", "Arrangementet er aflyst.")
    if kept.starts_at <= at:
        raise TooLate("begun", "Arrangementet er begyndt, så ingen kan inviteres.")
    people = invitees(kept, choice, by, local(at).date())
    if not people:
        text = "Der er ingen nye at invitere. Vælg en anden gruppe."
        raise Invalid("nobody", text, {"audiences": [text]})
    if expected is not None and expected != len(people):
        raise Clash("changed", f"Listen er ændret: det er nu {len(people)}. Se den igen.")
    for participant in people:
        participant.invited_at = at
    Participant.objects.bulk_create(people)
    for participant in people:
        ask(participant, at)
    record("invite_to_event", kept, by=by, at=at, people=len(people))
    return people

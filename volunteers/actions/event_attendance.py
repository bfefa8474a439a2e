"""Who came to an event, how many came without being on the list, and what followed."""

from datetime import datetime

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Clash, Invalid
from institutions.actions.training import note_training
from volunteers.actions.event_line import lock_event
from volunteers.actions.events import require_keeper
from volunteers.models import Event, Headcount, Participant
from volunteers.queries.event_courses import trained_on
from volunteers.rules.events import GROUP_WORDS, EventKind, Group, Presence

MOST_HEADS = 5000


@transaction.atomic
def mark_presence(
    *, participant: Participant, presence: Presence, by: Actor, at: datetime
) -> Participant:
    """Came, came online, or did not; UNKNOWN takes it back. The second time changes nothing.

    Refuses an event that has not begun or is off, and a way it could not be attended. On an
    ambassadors' course the colleague's roles get the date when every part is attended (K14), and
    lose it when that is taken back.
    """
    event = _begun(participant.event, by, at)
    kept = Participant.objects.select_related("user").get(pk=participant.pk)
    if kept.presence == presence:
        return kept
    _require_way(event, presence)
    before = trained_on(kept.user) if kept.user is not None else None
    kept.presence, kept.presence_at = presence, at
    kept.save(update_fields=["presence", "presence_at"])
    record("mark_presence", kept, by=by, at=at, presence=presence)
    if kept.user is not None and event.trains_ambassadors:
        note_training(user=kept.user, before=before, after=trained_on(kept.user), by=by, at=at)
    return kept


@transaction.atomic
def count_heads(
    *, event: Event, group: Group, at_place: int, online: int, by: Actor, at: datetime
) -> None:
    """How many of a group came without being on the list; a new count replaces the old.

    Refuses what ``mark_presence`` refuses, and numbers that cannot be.
    """
    kept = _begun(event, by, at)
    if group not in GROUP_WORDS or not 0 <= at_place <= MOST_HEADS or not 0 <= online <= MOST_HEADS:
        raise Invalid("heads", f"Skriv tal fra 0 til {MOST_HEADS}.")
    if at_place:
        _require_way(kept, Presence.PLACE)
    if online:
        _require_way(kept, Presence.ONLINE)
    Headcount.objects.update_or_create(
        event=kept, group=group, defaults={"at_place": at_place, "online": online}
    )
    record("count_heads", kept, by=by, at=at, group=group, at_place=at_place, online=online)


@transaction.atomic
def note_initiatives(*, event: Event, initiatives: str, by: Actor, at: datetime) -> None:
    """What a workshop began, one a line (wish 54). Refuses other kinds, and before it has begun."""
    kept = _begun(event, by, at)
    if kept.kind != EventKind.WORKSHOP:
        raise Clash("no_workshop", "Kun et realiseringsværksted sætter initiativer i gang.")
    kept.initiatives = initiatives.strip()
    kept.save(update_fields=["initiatives"])
    record("note_initiatives", kept, by=by, at=at, count=len(kept.started))


def _begun(event: Event, by: Actor, at: datetime) -> Event:
    require_keeper(event, by)
    kept = lock_event(event)
    if kept.cancelled_at is not None:
        raise Clash("cancelled", "Arrangementet er aflyst, så der er intet fremmøde.")
    if kept.starts_at > at:
        raise Clash("not_begun", "Fremmøde kan sættes, når arrangementet er begyndt.")
    return kept


def _require_way(event: Event, presence: Presence) -> None:
    if presence == Presence.ONLINE and not event.online_url:
        raise Clash("not_online", "Arrangementet var ikke online.")
    if presence == Presence.PLACE and not event.place:
        raise Clash("only_online", "Arrangementet var kun online.")

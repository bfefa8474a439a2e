"""A volunteer and those who lead a place write to each other about one time."""

from datetime import datetime, timedelta

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor, ActorKind
from backend.common.refusals import Clash, NotAllowed
from institutions.rules.deeds import Deed, require_may
from institutions.rules.words import without_cpr
from volunteers.actions.dialogue_notices import tell_leaders, tell_volunteer
from volunteers.models import DialogueLine, Offer
from volunteers.queries.dialogue import Thread, thread_of
from volunteers.rules.dialogue import (
    CLOSES_AFTER,
    MOST_A_DAY,
    SAME_TAP,
    require_open,
    require_words,
)

KEEP_AFTER = CLOSES_AFTER + timedelta(days=90)


@transaction.atomic
def write_as_volunteer(
    *, offer: Offer, body: str, number_is_meant: bool = False, by: Actor, at: datetime
) -> DialogueLine:
    """The volunteer's words to those who lead the place, who are told by mail.

    Refuses another person's thread, a closed one, what ``require_words`` refuses, and more than
    thirty a day. The same words again within a minute are the first row. What the place wrote
    counts as read.
    """
    _require_own(offer, by)
    thread = _open_thread(offer, at)
    return _kept(thread, require_words(body, number_is_meant=number_is_meant), "page", by, at)


@transaction.atomic
def keep_text(*, offer: Offer, body: str, by: Actor, at: datetime) -> DialogueLine:
    """As ``write_as_volunteer`` for an SMS, which cannot be refused: a CPR number is taken out."""
    _require_own(offer, by)
    return _kept(_open_thread(offer, at), without_cpr(body.strip()), "sms", by, at)


@transaction.atomic
def write_to_volunteer(
    *, offer: Offer, body: str, number_is_meant: bool = False, by: Actor, at: datetime
) -> DialogueLine:
    """The place's words to the volunteer, who is told by one SMS with a personal link.

    Refuses all but the leaders and deputies of the place and the coordinator, a person who has
    neither said yes nor written first, and else as ``write_as_volunteer``.
    """
    _require_talker(offer, by)
    thread = _open_thread(offer, at)
    if thread.seat is None and not thread.lines:
        raise NotAllowed("not_a_helper", "Personen har ikke sagt ja til tidspunktet.")
    return _kept(thread, require_words(body, number_is_meant=number_is_meant), "page", by, at)


@transaction.atomic
def settle_thread(*, offer: Offer, by: Actor, at: datetime) -> int:
    """Somebody at the place has read what the volunteer wrote. Returns how many lines were new.

    The second time none are.
    """
    _require_talker(offer, by)
    read = _mark_read(offer, from_volunteer=True, at=at)
    if read:
        record("settle_thread", offer, by=by, at=at, lines=read)
    return read


@transaction.atomic
def mark_thread_seen(*, offer: Offer, at: datetime) -> int:
    """The volunteer looks at the thread; later looks change nothing. Returns how many were new."""
    return _mark_read(offer, from_volunteer=False, at=at)


@transaction.atomic
def empty_old_threads(at: datetime) -> int:
    """Takes the words out of threads that closed 90 days ago; the second run finds none."""
    old = DialogueLine.objects.filter(offer__slot__ends_at__lt=at - KEEP_AFTER)
    return old.exclude(body="").update(body="")


def _open_thread(offer: Offer, at: datetime) -> Thread:
    """Locks the question, so that two taps stand in line."""
    Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)
    thread = thread_of(offer, at)
    require_open(is_open=thread.open)
    return thread


def _kept(thread: Thread, words: str, channel: str, by: Actor, at: datetime) -> DialogueLine:
    mine = [line for line in thread.lines if line.written_by_id == by.user_id]
    again = [one for one in mine if one.body == words and one.written_at > at - SAME_TAP]
    if again:
        return again[-1]
    if sum(line.written_at > at - timedelta(days=1) for line in mine) >= MOST_A_DAY:
        raise Clash("dialogue_full", "Der er skrevet mange beskeder i dag. Ring i stedet.")
    _mark_read(thread.offer, from_volunteer=by.user_id is not None, at=at)
    line = DialogueLine.objects.create(
        municipality_id=thread.offer.municipality_id,
        offer=thread.offer,
        written_by_id=by.user_id,
        channel=channel,
        body=words,
        written_at=at,
    )
    record("write_line", thread.offer, by=by, at=at, channel=channel)
    tell = tell_leaders if line.from_volunteer else tell_volunteer
    tell(thread, line, at)
    return line


def _mark_read(offer: Offer, *, from_volunteer: bool, at: datetime) -> int:
    """Those of the one side, as read by the other."""
    unread = DialogueLine.objects.filter(
        offer=offer, read_at__isnull=True, written_by__isnull=from_volunteer
    )
    return unread.update(read_at=at)


def _require_own(offer: Offer, by: Actor) -> None:
    if by.kind != ActorKind.LINK or by.volunteer_id != offer.volunteer_id:
        raise NotAllowed("not_yours", "Linket gælder en anden.")


def _require_talker(offer: Offer, by: Actor) -> None:
    place = offer.slot.task.institution
    require_may(
        by, Deed.TALK_WITH_HELPERS, department_id=place.department_id, institution_id=place.pk
    )

"""The volunteers' side of the story: who answers, what, how fast, and who changes their mind."""

from datetime import datetime, timedelta
from functools import partial

from backend.common.actors import Actor, ActorKind
from backend.common.refusals import Refusal
from backend.management.demo.stage import Stage
from backend.management.demo.timeline import awake
from volunteers.actions.answers import (
    Outcome,
    accept_offer,
    decline_offer,
    join_waiting_list,
    mark_seen,
    withdraw,
)
from volunteers.models import Assignment, Offer
from volunteers.rules.states import LIVE_OFFERS, AnswerChannel, AssignmentState

# A willing person says yes to two of three questions; some of the others say no, most nothing.
_YES_OF_WILLING, _NO_SHARE, _LOOKED_ONLY_SHARE = 0.68, 0.38, 0.25
_WAITS_SHARE, _WITHDRAWS_SHARE, _TAKES_FREE_SEAT_SHARE = 0.5, 0.07, 0.7
# Whoever came by another road than the crowd: by a friend, an association, the Frivilligcenter.
_WILLING_NEWCOMER = 0.4
_CHANNELS = [AnswerChannel.LINK] * 18 + [AnswerChannel.PHONE, AnswerChannel.SMS]


def follow_offers(stage: Stage) -> None:
    """Decides what will come of each question asked since the last time."""
    fresh = Offer.objects.filter(
        municipality=stage.municipality, pk__gt=stage.newest_offer
    ).order_by("pk")
    for offer in fresh.order_by("pk"):
        stage.newest_offer = pk = offer.pk
        willing = stage.willing.get(offer.volunteer_id, _WILLING_NEWCOMER)
        sent_at = offer.sent_at or offer.planned_at
        answer = _no
        if stage.happens(willing * _YES_OF_WILLING):
            answer = _yes
        elif willing == 0 or not stage.happens(_NO_SHARE):
            if willing and stage.happens(_LOOKED_ONLY_SHARE):
                stage.timeline.push(_later(stage, sent_at), partial(_look, pk))
            continue
        stage.timeline.push(_later(stage, sent_at), partial(answer, stage, pk))


def link_actor(offer: Offer) -> Actor:
    """The person behind the personal link."""
    return Actor(
        kind=ActorKind.LINK,
        municipality_id=offer.municipality_id,
        name=offer.volunteer.short_name,
        volunteer_id=offer.volunteer_id,
    )


def _later(stage: Stage, sent_at: datetime) -> datetime:
    """Half answer within forty minutes, some the next day; nobody at night."""
    return awake(sent_at + timedelta(minutes=min(stage.chance.lognormvariate(3.7, 1.4), 2000)))


def _find(pk: int) -> Offer:
    return Offer.objects.select_related("volunteer").get(pk=pk)


def _look(pk: int, at: datetime) -> None:
    mark_seen(offer=_find(pk), at=at)


def _yes(stage: Stage, pk: int, at: datetime) -> None:
    offer = _find(pk)
    if offer.state not in LIVE_OFFERS:
        return
    mark_seen(offer=offer, at=at)
    _take_seat(stage, offer, at)


def _take_seat(stage: Stage, offer: Offer, at: datetime) -> None:
    channel = stage.pick(_CHANNELS)
    by = link_actor(offer)
    try:
        outcome = accept_offer(offer=offer, accepts_rules=True, channel=channel, by=by, at=at)
        if outcome is Outcome.FULL and stage.happens(_WAITS_SHARE):
            join_waiting_list(offer=offer, channel=channel, by=by, at=at)
    except Refusal:
        # Begun, another seat at the same time, papers missing: the page told the person so.
        return
    if outcome is Outcome.CONFIRMED and stage.happens(_WITHDRAWS_SHARE):
        last = offer.slot.starts_at - timedelta(hours=26)
        if last > at:
            moment = awake(at + (last - at) * stage.chance.random())
            stage.timeline.push(min(moment, last), partial(_withdraw, stage, offer.pk))


def _no(stage: Stage, pk: int, at: datetime) -> None:
    offer = _find(pk)
    if offer.state not in LIVE_OFFERS:
        return
    mark_seen(offer=offer, at=at)
    try:
        decline_offer(offer=offer, channel=stage.pick(_CHANNELS), by=link_actor(offer), at=at)
    except Refusal:
        # It had begun, or was called off: the page told the person so.
        return


def _withdraw(stage: Stage, pk: int, at: datetime) -> None:
    held = Assignment.objects.filter(offer_id=pk, state=AssignmentState.CONFIRMED).first()
    if held is None:
        return
    withdraw(assignment=held, by=link_actor(_find(pk)), at=at)
    waiting = Assignment.objects.filter(slot_id=held.slot_id, state=AssignmentState.WAITING)
    first = waiting.order_by("waiting_at", "id").first()
    if first is not None and first.offer_id is not None and stage.happens(_TAKES_FREE_SEAT_SHARE):
        stage.timeline.push(
            awake(at + timedelta(minutes=70)), partial(_take_free_seat, stage, first.offer_id)
        )


def _take_free_seat(stage: Stage, pk: int, at: datetime) -> None:
    _take_seat(stage, _find(pk), at)

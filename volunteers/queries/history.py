"""What became of people's questions and seats: the evidence the matching learns from."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, FloatField, Max, Q, Sum, Value
from django.db.models.functions import Coalesce, Extract, Power

from backend.common.danish_dates import local
from volunteers.matching.facts import History, Span
from volunteers.matching.learning import HALF_LIFE_DAYS, mean_of_all
from volunteers.matching.outlooks import LiveQuestion
from volunteers.matching.score import MEAN_EXPOSURE
from volunteers.models import Assignment, Offer
from volunteers.rules.states import HOLDS_A_SEAT, LIVE_OFFERS, AssignmentState, OfferState

# A question that is not answered within a day counts as silence and blocks no longer.
LIVE_FOR = timedelta(hours=24)
WEEK = timedelta(days=7)
MONTH = timedelta(days=28)
_HALF_LIFE_SECONDS = HALF_LIFE_DAYS * 24 * 3600


@dataclass(slots=True)
class Past:
    """What became of one person's questions."""

    history: History = field(default_factory=History)
    attended: int = 0
    asks_7d: int = 0
    asks_28d: int = 0
    live: int = 0
    last_on: date | None = None
    slot_ids: set[int] = field(default_factory=set)
    bookings: list[Span] = field(default_factory=list)


def live_questions(municipality_id: int, at: datetime) -> dict[int, list[LiveQuestion]]:
    """The questions without an answer about times to come, by slot; one query."""
    live: dict[int, list[LiveQuestion]] = defaultdict(list)
    for slot_id, probability, asked_at in _unanswered(municipality_id, at).values_list(
        "slot_id", "probability", "asked_at"
    ):
        live[slot_id].append(LiveQuestion(probability, asked_at))
    return live


def pasts_of(municipality_id: int, at: datetime, mean_yes: float) -> dict[int, Past]:
    """What became of everybody's questions and seats; who is not in it has no past.

    Two queries. ``mean_yes`` as in ``candidates.people_of``.
    """
    rows = list(_asked(municipality_id, at))
    mean = mean_of_all(
        sum(row["faded_yes"] for row in rows), sum(row["exposure"] for row in rows), mean_yes
    )
    unknown = History(mean_yes=mean)
    pasts: dict[int, Past] = defaultdict(lambda: Past(history=unknown))
    for row in rows:
        pasts[row["volunteer_id"]] = _past(row, mean)
    for volunteer_id, state, starts_at, ends_at in _held(municipality_id, at):
        past = pasts[volunteer_id]
        if state == AssignmentState.ATTENDED:
            past.attended += 1
        if ends_at > at:
            past.bookings.append(Span(starts_at, ends_at))
    return pasts


def _held(municipality_id: int, at: datetime) -> Any:
    """Seats, and unanswered questions, with their time."""
    columns = ("volunteer_id", "state", "slot__starts_at", "slot__ends_at")
    seats = Assignment.objects.filter(
        municipality_id=municipality_id, state__in=sorted(HOLDS_A_SEAT)
    )
    waiting = _unanswered(municipality_id, at)
    return seats.values_list(*columns).union(waiting.values_list(*columns), all=True)


def _past(row: dict[str, Any], mean: float) -> Past:
    counts = {name: row[name] for name in ("asked", "yes", "no", "silent")}
    learnt = {name: row[name] for name in ("faded_yes", "exposure")}
    return Past(
        history=History(**counts, **learnt, mean_yes=mean),
        asks_7d=row["asks_7d"],
        asks_28d=row["asks_28d"],
        live=row["live"],
        last_on=local(row["last"]).date(),
        slot_ids=set(row["slots"] or ()),
    )


def _unanswered(municipality_id: int, at: datetime) -> Any:
    return Offer.objects.filter(
        municipality_id=municipality_id, state__in=sorted(LIVE_OFFERS), slot__starts_at__gt=at
    ).annotate(asked_at=Coalesce("sent_at", "planned_at"))


def _asked(municipality_id: int, at: datetime) -> Any:
    """What became of each person's questions, counted by the database.

    The ceilings count texts: several tasks on one page are one question to the person, and what
    the person chose without being asked (``sent_at`` empty) is none.
    """
    texts = Q(page_of__isnull=True, sent_at__isnull=False)
    unanswered = Q(state__in=sorted(LIVE_OFFERS))
    fresh = Q(asked_at__gt=at - LIVE_FOR)
    yes, no = Q(state=OfferState.ACCEPTED), Q(state=OfferState.DECLINED)
    silent = Q(state=OfferState.EXPIRED) | (unanswered & ~fresh)
    known = Coalesce(F("exposure_then"), Value(MEAN_EXPOSURE))
    return (
        Offer.objects.filter(municipality_id=municipality_id)
        .order_by()
        .annotate(
            asked_at=Coalesce("sent_at", "planned_at"),
            exposure_then=F("exposure"),
            weight=_faded(at),
        )
        .values("volunteer_id")
        .annotate(
            asked=Count("id"),
            yes=Count("id", filter=yes),
            no=Count("id", filter=no),
            silent=Count("id", filter=silent),
            live=Count("id", filter=texts & unanswered & fresh),
            asks_7d=Count("id", filter=texts & Q(asked_at__gt=at - WEEK)),
            asks_28d=Count("id", filter=texts & Q(asked_at__gt=at - MONTH)),
            last=Max("asked_at"),
            slots=ArrayAgg("slot_id", filter=Q(slot__starts_at__gt=at)),
            faded_yes=Sum("weight", filter=yes, default=0.0),
            exposure=Sum(F("weight") * known, filter=yes | no | silent, default=0.0),
        )
    )


def _faded(at: datetime) -> Power:
    """How much a question still counts: ``learning.faded``, in the database."""
    seconds = Extract(Value(at) - F("asked_at"), "epoch")
    return Power(Value(0.5), seconds / Value(_HALF_LIFE_SECONDS), output_field=FloatField())

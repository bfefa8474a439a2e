"""The facts of matching, loaded with one query per table. No name or phone goes along."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce

from backend.common.danish_dates import local
from institutions.models import Postcode, Slot
from volunteers.matching.facts import History, Need, Person, Point, Span
from volunteers.models import Assignment, ContactChannel, Offer, Volunteer, VolunteerSkill
from volunteers.rules.states import HOLDS_A_SEAT, LIVE_OFFERS, AssignmentState, OfferState

# A question that is not answered within a day counts as silence and blocks no longer.
LIVE_FOR = timedelta(hours=24)
WEEK = timedelta(days=7)
MONTH = timedelta(days=28)
_COLUMNS = (
    "id",
    "postcode",
    "radius_km",
    "availability",
    "languages",
    "birth_year",
    "asks_per_week",
    "paused_until",
    "opted_out_at",
    "certificate_ok_until",
)


@dataclass(slots=True)
class _Past:
    """What became of one person's questions."""

    asked: int = 0
    yes: int = 0
    no: int = 0
    silent: int = 0
    attended: int = 0
    asks_7d: int = 0
    asks_28d: int = 0
    live: int = 0
    last_on: date | None = None
    slot_ids: set[int] = field(default_factory=set)
    bookings: list[Span] = field(default_factory=list)


def need_of(slot: Slot) -> Need:
    """The slot as the matching sees it; its task and institution should be loaded."""
    task = slot.task
    place = task.institution
    point = (
        Point(place.latitude, place.longitude)
        if place.latitude is not None and place.longitude is not None
        else None
    )
    return Need(
        slot_id=slot.pk,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        seats_open=slot.seats_left,
        postcode=place.postcode,
        point=point,
        skills=frozenset(str(skill.pk) for skill in task.skills.all()),
        languages=frozenset(task.languages),
        kind=str(task.kind_id),
        min_age=task.min_age,
        child_contact=task.needs_childrens_certificate,
        online=task.online,
    )


def people_of(municipality_id: int, ceiling: int, at: datetime) -> list[Person]:
    """Everybody who is not erased and may be written to, as facts.

    Six queries whatever the number of people.
    """
    points = {
        row.code: Point(row.latitude, row.longitude)
        for row in Postcode.objects.filter(municipality_id=municipality_id)
    }
    past = _pasts(municipality_id, at)
    skills = _skills(municipality_id)
    kinds = _kinds(municipality_id)
    # Who wants to be called is asked by a person, never by a wave.
    askable = Volunteer.objects.exclude(channel=ContactChannel.PHONE)
    people = askable.filter(
        municipality_id=municipality_id, anonymised_at__isnull=True
    ).values_list(*_COLUMNS, named=True)
    year = local(at).year
    return [
        _person(
            row,
            past[row.id],
            skills=skills[row.id],
            kinds=frozenset(kinds[row.id]),
            point=points.get(row.postcode),
            ceiling=ceiling,
            year=year,
        )
        for row in people
    ]


def _person(
    row: Any,
    past: _Past,
    *,
    skills: dict[str, date | None],
    kinds: frozenset[str],
    point: Point | None,
    ceiling: int,
    year: int,
) -> Person:
    return Person(
        id=row.id,
        postcode=row.postcode,
        point=point,
        radius_km=row.radius_km,
        availability=row.availability,
        skills=skills,
        languages=frozenset(row.languages) | {"da"},
        kinds=kinds,
        # Surely that old: the birthday may still be ahead.
        age=year - row.birth_year - 1 if row.birth_year else None,
        cap_per_week=min(ceiling, row.asks_per_week or ceiling),
        asks_7d=past.asks_7d,
        asks_28d=past.asks_28d,
        last_asked_on=past.last_on,
        live_questions=past.live,
        paused_until=row.paused_until,
        opted_out=row.opted_out_at is not None,
        bookings=tuple(past.bookings),
        asked_slot_ids=frozenset(past.slot_ids),
        history=History(past.asked, past.yes, past.no, past.silent, past.attended),
        certificate_ok_until=row.certificate_ok_until,
    )


def _pasts(municipality_id: int, at: datetime) -> dict[int, _Past]:
    pasts: dict[int, _Past] = defaultdict(_Past)
    for row in _asked(municipality_id, at):
        # The row's names are those of ``_Past``, but for whose it is and when the last one was.
        volunteer_id, last, slot_ids = (row.pop(name) for name in ("volunteer_id", "last", "slots"))
        pasts[volunteer_id] = _Past(last_on=local(last).date(), slot_ids=set(slot_ids), **row)
    seats = Assignment.objects.filter(
        municipality_id=municipality_id, state__in=sorted(HOLDS_A_SEAT)
    ).values_list("volunteer_id", "state", "slot__starts_at", "slot__ends_at")
    for volunteer_id, state, starts_at, ends_at in seats.iterator():
        past = pasts[volunteer_id]
        if state == AssignmentState.ATTENDED:
            past.attended += 1
        if ends_at > at:
            past.bookings.append(Span(starts_at, ends_at))
    return pasts


def _asked(municipality_id: int, at: datetime) -> Any:
    """What became of each person's questions, counted by the database."""
    unanswered = Q(state__in=sorted(LIVE_OFFERS))
    fresh = Q(asked_at__gt=at - LIVE_FOR)
    return (
        Offer.objects.filter(municipality_id=municipality_id)
        .order_by()
        .annotate(asked_at=Coalesce("sent_at", "planned_at"))
        .values("volunteer_id")
        .annotate(
            asked=Count("id"),
            yes=Count("id", filter=Q(state=OfferState.ACCEPTED)),
            no=Count("id", filter=Q(state=OfferState.DECLINED)),
            silent=Count("id", filter=Q(state=OfferState.EXPIRED) | (unanswered & ~fresh)),
            live=Count("id", filter=unanswered & fresh),
            asks_7d=Count("id", filter=Q(asked_at__gt=at - WEEK)),
            asks_28d=Count("id", filter=Q(asked_at__gt=at - MONTH)),
            last=Max("asked_at"),
            slots=ArrayAgg("slot_id"),
        )
    )


def _kinds(municipality_id: int) -> dict[int, set[str]]:
    kinds: dict[int, set[str]] = defaultdict(set)
    wishes = Volunteer.kinds.through.objects.filter(volunteer__municipality_id=municipality_id)
    for volunteer_id, kind_id in wishes.values_list("volunteer_id", "taskkind_id"):
        kinds[volunteer_id].add(str(kind_id))
    return kinds


def _skills(municipality_id: int) -> dict[int, dict[str, date | None]]:
    skills: dict[int, dict[str, date | None]] = defaultdict(dict)
    rows = VolunteerSkill.objects.filter(volunteer__municipality_id=municipality_id)
    for volunteer_id, skill_id, expires_on in rows.values_list(
        "volunteer_id", "skill_id", "expires_on"
    ):
        skills[volunteer_id][str(skill_id)] = expires_on
    return skills

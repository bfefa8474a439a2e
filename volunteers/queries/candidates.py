"""The facts of matching, loaded with one query per table. No name or phone goes along."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from backend.common.danish_dates import local
from institutions.models import Postcode, Slot
from volunteers.matching.facts import Need, Person, Point
from volunteers.matching.score import PRIOR_MEAN
from volunteers.models import ContactChannel, Volunteer, VolunteerSkill
from volunteers.queries.history import Past, pasts_of

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


def people_of(
    municipality_id: int, ceiling: int, at: datetime, *, mean_yes: float = PRIOR_MEAN
) -> list[Person]:
    """Everybody who is not erased and may be written to, as facts.

    ``mean_yes`` is the share of yes of somebody unknown; the municipality's own answers move it.
    Four queries whatever the number of people.
    """
    past = pasts_of(municipality_id, at, mean_yes)
    points = {
        row.code: Point(row.latitude, row.longitude)
        for row in Postcode.objects.filter(municipality_id=municipality_id)
    }
    year = local(at).year
    return [
        _person(row, past[row.id], point=points.get(row.postcode), ceiling=ceiling, year=year)
        for row in _askable(municipality_id)
    ]


def _askable(municipality_id: int) -> Any:
    """The people with their wishes and skills as arrays; who wants to be called is asked by a
    person, never by a wave."""
    wishes = Volunteer.kinds.through.objects.filter(volunteer_id=OuterRef("pk"))
    skills = VolunteerSkill.objects.filter(volunteer_id=OuterRef("pk")).order_by("pk")
    return (
        Volunteer.objects.exclude(channel=ContactChannel.PHONE)
        .filter(municipality_id=municipality_id, anonymised_at__isnull=True)
        .annotate(
            wished=ArraySubquery(wishes.values("taskkind_id")),
            held=ArraySubquery(skills.values("skill_id")),
            held_until=ArraySubquery(skills.values("expires_on")),
        )
        .values_list(*_COLUMNS, "wished", "held", "held_until", named=True)
    )


def _person(
    row: Any,
    past: Past,
    *,
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
        skills=dict(zip(map(str, row.held), row.held_until, strict=True)),
        languages=frozenset(row.languages) | {"da"},
        kinds=frozenset(map(str, row.wished)),
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
        history=replace(past.history, attended=past.attended),
        certificate_ok_until=row.certificate_ok_until,
    )

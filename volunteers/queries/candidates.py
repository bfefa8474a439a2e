"""The facts of matching, loaded with one query per table. No name or phone goes along."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime
from typing import Any

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
    Seven queries whatever the number of people.
    """
    points = {
        row.code: Point(row.latitude, row.longitude)
        for row in Postcode.objects.filter(municipality_id=municipality_id)
    }
    past = pasts_of(municipality_id, at, mean_yes)
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
    past: Past,
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
        history=replace(past.history, attended=past.attended),
        certificate_ok_until=row.certificate_ok_until,
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

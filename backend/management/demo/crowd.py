"""The town's volunteers and associations: invented, and different from each other."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from backend.common.danish import search_key
from backend.management.demo.content import read
from backend.management.demo.stage import Stage
from backend.management.demo.timeline import office_hours
from institutions.models import Skill
from volunteers.actions.associations import create_association
from volunteers.actions.people import register_volunteer
from volunteers.matching.facts import week_cell
from volunteers.models import Association, Source

_JOINED_DAYS_AGO = 200
_NEW_SHARE = 0.15
# The shares of people who mostly have time by day, after work, or whenever.
_BY_DAY, _AFTER_WORK = 0.45, 0.80
_MORNING, _AFTERNOON, _EVENING = 1, 2, 3
_SOURCES = (Source.SELF, Source.ASSOCIATION, Source.COORDINATOR, Source.IMPORT)


def gather_people(stage: Stage) -> None:
    """Associations first; most people joined before the story, some come while it is told."""
    founded = office_hours(stage.at - timedelta(days=_JOINED_DAYS_AGO))
    partners = [
        create_association(
            municipality=stage.municipality,
            fields={
                "name": name,
                "kind": kind,
                "contact_name": _name(stage)[0],
                "contact_phone": f"+451280{number:04d}",
                "agreement_on": founded.date(),
            },
            by=stage.coordinator,
            at=founded,
        )
        for number, (name, kind) in enumerate(
            read("town")["associations"][: stage.scale.associations]
        )
    ]
    for number in range(stage.scale.people):
        join = partial(_join, stage, number, partners)
        if stage.happens(_NEW_SHARE):
            ago = timedelta(days=stage.chance.uniform(3, stage.scale.days_back))
            stage.timeline.push(office_hours(stage.at - ago), join)
        else:
            join(founded)


def _join(stage: Stage, number: int, partners: list[Association], at: datetime) -> None:
    chance = stage.chance
    kinds = chance.sample(sorted(stage.kinds), chance.choice([0, 0, 3, 4, 6]))
    person = register_volunteer(
        municipality=stage.municipality,
        fields=_fields(stage, number),
        source=chance.choice(_SOURCES),
        kinds=[stage.kinds[name] for name in kinds],
        skills=_skills(stage),
        associations=chance.sample(partners, 1) if stage.happens(0.6) else (),
        by=stage.coordinator,
        at=at,
    )
    # A number that is out of use: its owner is never heard from.
    reached = 0.0 if number % 67 == 66 else 1.0  # noqa: PLR2004 - every 67th.
    stage.willing[person.pk] = reached * chance.betavariate(1.6, 2.6)
    if not reached:
        stage.dead_numbers.add(person.phone)


def _fields(stage: Stage, number: int) -> dict[str, Any]:
    chance = stage.chance
    name, last = _name(stage)
    towns = read("town")["postcodes"]
    year = stage.today.year
    fields: dict[str, Any] = {
        "first_name": name,
        "last_name": last,
        "phone": f"+4512{number // 1000 + 34:02d}{number * 7919 % 10_000:04d}",
        "postcode": chance.choice([towns[0], towns[0], *towns])[0],
        "radius_km": chance.choice([6, 8, 10, 10, 15, 25]),
        "availability": _availability(stage),
    }
    if stage.happens(0.45):
        address = f"{search_key(name)}.{search_key(last)}{number}".replace(" ", "")
        fields["email"] = f"{address}@{stage.address.mail}"
    if stage.happens(0.8):
        fields["birth_year"] = year - chance.randint(19, 84)
    if stage.happens(0.12):
        fields["languages"] = [chance.choice(read("people")["languages"])]
    if stage.happens(0.25):
        fields["asks_per_week"] = 1
    if stage.happens(0.2):
        fields["certificate_ok_until"] = stage.today + timedelta(days=chance.randint(60, 700))
    if stage.happens(0.03):
        fields["paused_until"] = stage.today + timedelta(days=chance.randint(5, 40))
    return fields


def _name(stage: Stage) -> tuple[str, str]:
    people = read("people")
    first = stage.chance.choice(people["women"] + people["men"])
    return first, stage.chance.choice(people["last"])


def _skills(stage: Stage) -> dict[Skill, None]:
    return {skill: None for skill in stage.skills.values() if stage.happens(0.04)}


def _availability(stage: Stage) -> int:
    """28 bits: by day on weekdays, evenings and weekends, or nearly always; never at night."""
    sort = stage.chance.random()
    mask = 0
    for weekday in range(7):
        weekend = weekday >= 5  # noqa: PLR2004 - Saturday and Sunday.
        for part in (_MORNING, _AFTERNOON, _EVENING):
            if sort < _BY_DAY:
                share = 0.45 if weekend else 0.3 if part == _EVENING else 0.85
            elif sort < _AFTER_WORK:
                share = 0.7 if weekend or part == _EVENING else 0.05
            else:
                share = 0.75
            if stage.happens(share):
                mask |= week_cell(weekday, part)
    return mask

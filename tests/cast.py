"""The people and places of the tests: a leader here, a leader elsewhere, a coordinator, a helper.

Everything is made by the actions themselves, so that a test stands on what can happen.
"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from backend.accounts.models import Municipality, User
from backend.common.actors import Actor, ActorKind, Grant, RoleKind
from institutions.actions.checklists import tick_item, tick_task_item
from institutions.actions.documents import approve_rules, draft_rules, load_checklist, submit_rules
from institutions.actions.slots import add_slot
from institutions.actions.tasks import draft_task
from institutions.models import (
    Department,
    Institution,
    Postcode,
    Role,
    Slot,
    Task,
    TaskKind,
    WatchWord,
)
from institutions.queries.actors import actor_for
from volunteers.actions.people import register_volunteer
from volunteers.actions.publishing import publish_need
from volunteers.models import Offer, Source, Volunteer

# Monday at ten in Denmark, in week 48.
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PASSWORD = "tests-only-2026-samspil"
CONTENT = json.loads(
    (Path(__file__).parent.parent / "institutions/data/governing.da.json").read_text("utf-8")
)
INSTITUTION_POINTS = [item for item in CONTENT["checklist"] if item["level"] == "institution"]
TASK_DECLARATIONS = ("F02", "F15")


@dataclass
class Cast:
    """One municipality with two departments, one institution in each, and who works there."""

    # Tells the telephone numbers of two casts in one test apart.
    number: int
    municipality: Municipality
    here: Institution
    elsewhere: Institution
    leader: User
    leader_elsewhere: User
    ambassador: User
    coordinator: User
    kind: TaskKind
    helper: Volunteer

    def actor(self, user: User, at: datetime = NOW) -> Actor:
        """The actor of a user at a moment."""
        actor = actor_for(user, at)
        assert actor is not None
        return actor


def make_cast(name: str = "Søby", number: int = 1) -> Cast:
    """A municipality ready to post needs: rules approved, the institution here in order."""
    municipality = Municipality.objects.create(
        slug=_ascii(name).lower(),
        name=f"{name} Kommune",
        short_name=name,
        sms_sender=_ascii(name)[:11],
        link_host=f"frivillig{number}.test",
        phone="+4512340000",
        email=f"frivillig{number}@test.invalid",
    )
    Postcode.objects.create(
        municipality=municipality, code="8999", name=name, latitude=56.1, longitude=9.5
    )
    departments = [
        Department.objects.create(municipality=municipality, name=place)
        for place in ("Ældre", "Kultur")
    ]
    here, elsewhere = (
        _institution(municipality, department, place)
        for department, place in zip(departments, ("Solgården", "Biblioteket"), strict=True)
    )
    people = _staff(municipality, number, here, elsewhere)
    cast = Cast(
        number=number,
        municipality=municipality,
        here=here,
        elsewhere=elsewhere,
        kind=TaskKind.objects.create(municipality=municipality, name="Følgeskab"),
        helper=Volunteer(),
        **people,
    )
    put_rules_in_force(cast)
    for word in CONTENT["words_red"]:
        WatchWord.objects.create(municipality=municipality, word=word, level="red")
    for word in CONTENT["words_amber"]:
        WatchWord.objects.create(municipality=municipality, word=word, level="amber")
    make_ready(cast, here, cast.leader)
    cast.helper = make_volunteers(cast, 1)[0]
    return cast


def put_rules_in_force(cast: Cast, at: datetime = NOW - timedelta(days=40)) -> None:
    """Version n+1 of the ground rules and, the first time, the checklist."""
    by = cast.actor(cast.coordinator, at)
    rules = draft_rules(
        municipality=cast.municipality, content=CONTENT, parties="Byråd og FOA", by=by, at=at
    )
    submit_rules(version=rules, by=by, at=at)
    approve_rules(version=rules, approved_by="Byrådet", approved_on=date(2026, 10, 1), by=by, at=at)
    if not cast.municipality.checklists.exists():
        load_checklist(
            municipality=cast.municipality,
            items=CONTENT["checklist"],
            on=date(2026, 10, 1),
            by=by,
            at=at,
        )


def make_ready(
    cast: Cast, institution: Institution, leader: User, at: datetime = NOW - timedelta(days=30)
) -> None:
    """Closes every point of the institution's checklist."""
    by = cast.actor(leader, at)
    for item in INSTITUTION_POINTS:
        day = date(2026, 10, 20) if item["evidence"] in ("date", "med") else None
        tick_item(
            institution=institution,
            code=item["code"],
            evidence="Aftalt med alle",
            held_on=day,
            by=by,
            at=at,
        )


def make_volunteers(cast: Cast, count: int, **fields: Any) -> list[Volunteer]:
    """People who can be asked for anything: no history, all week, close by."""
    by = cast.actor(cast.coordinator)
    first = cast.municipality.volunteers.count() + 1
    return [
        register_volunteer(
            municipality=cast.municipality,
            fields={
                "first_name": "Anna",
                "last_name": f"Prøve {n}",
                "phone": f"+4512{cast.number:02}{n:04}",
                "email": f"anna{n}@test.invalid",
                "postcode": "8999",
                **fields,
            },
            source=Source.COORDINATOR,
            by=by,
            at=NOW - timedelta(days=20),
        )
        for n in range(first, first + count)
    ]


def task_fields(cast: Cast, **changes: Any) -> dict[str, Any]:
    """The words of an ordinary need."""
    return {
        "kind": cast.kind,
        "title": "Følgeskab til koncert",
        "sms_title": "følg til koncert",
        "description": "Du følger to beboere til koncerten og hjem igen.",
        "not_to_do": "Du skal ikke løfte nogen.",
        **changes,
    }


def draft_need(
    cast: Cast, *, seats: int = 1, days: int = 3, slots: int = 1, at: datetime = NOW, **words: Any
) -> Task:
    """A draft with its own points declared and its times set, ready to publish."""
    by = cast.actor(cast.leader, at)
    task = draft_task(institution=cast.here, fields=task_fields(cast, **words), by=by, at=at)
    for n in range(slots):
        starts_at = at + timedelta(days=days + n, hours=3)
        add_slot(
            task=task,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            seats=seats,
            by=by,
            at=at,
        )
    for code in TASK_DECLARATIONS:
        tick_task_item(task=task, code=code, evidence="Ja, det erklærer jeg.", by=by, at=at)
    return task


def open_slot(cast: Cast, *, at: datetime = NOW, **how: Any) -> Slot:
    """A published slot whose first wave has been asked."""
    task = draft_need(cast, at=at, **how)
    publish_need(task=task, by=cast.actor(cast.leader, at), at=at)
    return task.slots.earliest("starts_at")


def offer_to(slot: Slot, person: Volunteer, at: datetime = NOW) -> Offer:
    """A question to this person, whether or not a wave had picked them."""
    offer, _ = Offer.objects.get_or_create(
        volunteer=person,
        slot=slot,
        defaults={
            "municipality_id": slot.municipality_id,
            "state": "sent",
            "planned_at": at,
            "sent_at": at,
            "probability": 0.3,
        },
    )
    return offer


def link_actor(person: Volunteer) -> Actor:
    """The actor of a volunteer's own link."""
    return Actor(
        kind=ActorKind.LINK,
        municipality_id=person.municipality_id,
        name=person.short_name,
        volunteer_id=person.pk,
    )


def _ascii(name: str) -> str:
    return name.translate(str.maketrans({"ø": "o", "å": "a", "æ": "e", "Å": "A", "Ø": "O"}))


def _institution(municipality: Municipality, department: Department, name: str) -> Institution:
    return Institution.objects.create(
        municipality=municipality,
        department=department,
        name=name,
        short_name=name[:18],
        address="Prøvevej 1",
        postcode="8999",
        latitude=56.1,
        longitude=9.5,
        contact_name="Lone",
        contact_phone="+4512345678",
    )


def _staff(
    municipality: Municipality, number: int, here: Institution, elsewhere: Institution
) -> dict[str, Any]:
    places = {
        "leader": Grant(RoleKind.LEADER, institution_id=here.pk),
        "leader_elsewhere": Grant(RoleKind.LEADER, institution_id=elsewhere.pk),
        "ambassador": Grant(RoleKind.AMBASSADOR, department_id=here.department_id),
        "coordinator": Grant(RoleKind.COORDINATOR),
    }
    people: dict[str, Any] = {}
    for name, grant in places.items():
        user = User.objects.create_user(
            f"{name}{number}@test.invalid",
            PASSWORD,
            name=name.replace("_", " ").title(),
            municipality=municipality,
        )
        Role.objects.create(
            user=user,
            municipality=municipality,
            kind=grant.role,
            department_id=grant.department_id,
            institution_id=grant.institution_id,
            valid_from=date(2026, 1, 1),
        )
        people[name] = user
    return people

"""A made-up municipality as rows: the people and needs of ``instances``, and a past."""

from datetime import UTC, datetime, timedelta

import numpy as np

from backend.accounts.models import Municipality, User
from institutions.models import Department, Institution, Postcode, Skill, Slot, Task, TaskKind
from institutions.rules.states import SlotState, TaskState
from tests.bench.instances import KINDS, SKILLS, TILE_KM, Instance
from volunteers.models import Offer, Source, Volunteer, VolunteerSkill
from volunteers.rules.states import OfferState

# Monday at ten in Denmark; needs lie in the week after.
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_MONDAY = datetime(2026, 11, 29, 23, 0, tzinfo=UTC)
_CELL_KM = 2.0
_SIDE = round(TILE_KM / _CELL_KM)
# Ten questions per person of the last months, and one in fifteen people with one unanswered.
_PAST_SLOTS, _ASKED_EACH, _LIVE_SHARE = 400, 10, 1 / 15


def fill(instance: Instance, seed: int) -> Municipality:
    """Everything ``plan_open`` reads, in a database that has nothing of it."""
    draw = np.random.default_rng(seed)
    place = Municipality.objects.create(slug="bench", name="B", short_name="B", link_host="b.test")
    kinds = [TaskKind.objects.create(municipality=place, name=f"K{k}") for k in range(KINDS)]
    skills = [Skill.objects.create(municipality=place, name=f"S{k}") for k in range(SKILLS)]
    Postcode.objects.bulk_create(_postcodes(place))
    people = _people(place, instance, skills, kinds)
    slots = _slots(place, instance, kinds, skills)
    _past(place, people, slots, draw)
    return place


def _degrees(x: float, y: float) -> tuple[float, float]:
    return 56.0 + y / 111.2, 9.5 + x / 62.2


def _code(x: float, y: float) -> str:
    column, row = (min(max(int(part // _CELL_KM), 0), _SIDE - 1) for part in (x, y))
    return str(8000 + column * _SIDE + row)


def _postcodes(place: Municipality) -> list[Postcode]:
    found = []
    for column in range(_SIDE):
        for row in range(_SIDE):
            middle = ((column + 0.5) * _CELL_KM, (row + 0.5) * _CELL_KM)
            latitude, longitude = _degrees(*middle)
            code = _code(*middle)
            found.append(
                Postcode(
                    municipality=place, code=code, name=code, latitude=latitude, longitude=longitude
                )
            )
    return found


def _people(place, instance: Instance, skills, kinds) -> list[Volunteer]:
    people = Volunteer.objects.bulk_create(
        Volunteer(
            municipality=place,
            first_name="Anna",
            last_name=f"Prøve {row}",
            sort_key=f"{row:06}",
            phone=f"+4520{row:06}",
            postcode=_code(*instance.person_xy[row].tolist()),
            radius_km=int(instance.radius[row]),
            availability=int(instance.availability[row]),
            languages=["en"] if instance.person_languages[row] >> 1 & 1 else [],
            source=Source.SELF,
            created_at=AT - timedelta(days=100),
        )
        for row in range(instance.people)
    )
    VolunteerSkill.objects.bulk_create(
        VolunteerSkill(volunteer=person, skill=skill)
        for row, person in enumerate(people)
        for bit, skill in enumerate(skills)
        if instance.person_skills[row] >> bit & 1
    )
    wishes = Volunteer.kinds.through
    wishes.objects.bulk_create(
        wishes(volunteer=person, taskkind=kind)
        for row, person in enumerate(people)
        for column, kind in enumerate(kinds)
        if instance.wish[row, column] > 1.1
    )
    return people


def _slots(place, instance: Instance, kinds, skills) -> list[Slot]:
    department = Department.objects.create(municipality=place, name="D")
    made = []
    for row in range(instance.needs):
        latitude, longitude = _degrees(*instance.xy[row].tolist())
        home = Institution.objects.create(
            municipality=place,
            department=department,
            name=f"I{row}",
            short_name=f"I{row}",
            postcode=_code(*instance.xy[row].tolist()),
            latitude=latitude,
            longitude=longitude,
        )
        task = _task(place, home, kinds[int(instance.kind[row])], TaskState.OPEN)
        task.skills.set([s for bit, s in enumerate(skills) if instance.skills[row] >> bit & 1])
        starts_at = _MONDAY + timedelta(hours=float(instance.start[row]))
        ends_at = starts_at + timedelta(hours=float(instance.hours[row]))
        made.append(_slot(task, starts_at, ends_at, int(instance.seats[row]), SlotState.OPEN))
    return made


def _past(place, people, slots: list[Slot], draw) -> None:
    """Settled questions about slots that are over, and some that are out."""
    task = _task(place, slots[0].task.institution, slots[0].task.kind, TaskState.DONE)
    over = [
        _slot(task, then, then + timedelta(hours=2), 99, SlotState.DONE)
        for then in (AT - timedelta(hours=5 * n + 30) for n in range(_PAST_SLOTS))
    ]
    states = (OfferState.ACCEPTED, OfferState.DECLINED, OfferState.EXPIRED)
    rows = [
        _offer(person, over[int(n)], draw.choice(states, p=(0.2, 0.25, 0.55)), draw)
        for person in people
        for n in draw.choice(_PAST_SLOTS, _ASKED_EACH, replace=False)
    ]
    rows += [
        _offer(person, slots[int(draw.integers(len(slots)))], OfferState.SENT, draw)
        for person in people
        if draw.random() < _LIVE_SHARE
    ]
    Offer.objects.bulk_create(rows, batch_size=5000)


def _offer(person: Volunteer, slot: Slot, state: str, draw) -> Offer:
    sent_at = min(slot.starts_at - timedelta(hours=30), AT - timedelta(hours=2))
    return Offer(
        municipality_id=person.municipality_id,
        volunteer=person,
        slot=slot,
        state=str(state),
        planned_at=sent_at,
        sent_at=sent_at,
        probability=float(draw.uniform(0.02, 0.3)),
        exposure=float(draw.uniform(0.1, 0.6)),
    )


def _task(place, home: Institution, kind: TaskKind, state: TaskState) -> Task:
    by, _ = User.objects.get_or_create(email="l@test.invalid", municipality=place)
    return Task.objects.create(
        municipality=place,
        institution=home,
        kind=kind,
        title="T",
        sms_title="t",
        state=state,
        created_by=by,
        published_at=AT,
        created_at=AT,
    )


def _slot(task: Task, starts_at, ends_at, seats: int, state: SlotState) -> Slot:
    return Slot.objects.create(
        municipality_id=task.municipality_id,
        task=task,
        starts_at=starts_at,
        ends_at=ends_at,
        seats=seats,
        state=state,
    )

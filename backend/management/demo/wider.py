"""Needs of other shapes: a series, a minimum, a proposal, a template, one on the net."""

from datetime import datetime, timedelta
from functools import partial

from backend.common.actors import Actor, RoleKind
from backend.common.danish_dates import local
from backend.management.demo.content import read
from backend.management.demo.needs import DECLARATIONS, task_fields
from backend.management.demo.stage import Stage
from backend.management.demo.timeline import instant, office_hours
from backend.management.demo_accounts import DEMO_PASSWORD
from institutions.actions.checklists import tick_task_item
from institutions.actions.closed_days import close_days
from institutions.actions.need_templates import keep_as_template
from institutions.actions.proposals import propose_task
from institutions.actions.roles import create_user, give_role
from institutions.actions.series import add_series
from institutions.actions.slots import add_slot
from institutions.actions.tasks import draft_task
from institutions.models import Institution, Task
from institutions.queries.actors import actor_for
from volunteers.actions.publishing import publish_need

_EVE = (12, 24)
_READING = {
    "title": "Læs højt på skærm",
    "sms_title": "Læs højt på skærm",
    "description": "Læs en avis højt for dem, der har lyst, hjemme fra din egen skærm.",
    "not_to_do": "Du skal ikke spørge til private ting.",
    "meeting_place": "",
    "online_link": "https://moede.example.dk/laesning",
}
_BAKING = {
    "title": "Bagedag med beboerne",
    "sms_title": "Bagedag",
    "description": "Bag boller og kringle i caféen sammen med dem, der har lyst.",
    "not_to_do": "Du skal ikke hente beboere på deres stuer.",
    "meeting_place": "Caféen",
}


def plan_wider(stage: Stage) -> None:
    """Puts them on the timeline, some days ago."""
    at = office_hours(stage.at - timedelta(days=5))
    stage.timeline.push(at, partial(_tell, stage))


def _tell(stage: Stage, at: datetime) -> None:
    place = stage.institutions[0]
    words = read("tasks")[place.field]
    _close_christmas(stage, at)
    series = _draft(stage, place, dict(task_fields(stage, words[0])), at)
    _weekly(stage, series, at)
    keep_as_template(task=series, everywhere=True, by=stage.coordinator, at=at)
    keep_as_template(task=series, everywhere=False, by=stage.leader_of(place.pk), at=at)
    online = _draft(stage, place, {**task_fields(stage, words[1]), **_READING}, at)
    _one_time(stage, online, ahead=9, seats=4, least=2, at=at)
    _publish(stage, online, at)
    _propose(stage, place, at)


def _draft(stage: Stage, place: Institution, fields: dict[str, object], at: datetime) -> Task:
    extra = {"conditions": ["walking", "outdoors"], "practical": "Tag en varm jakke med."}
    by = stage.leader_of(place.pk)
    return draft_task(institution=place, fields={**fields, **extra}, by=by, at=at)


def _weekly(stage: Stage, task: Task, at: datetime) -> None:
    """Ten weeks, so that insurance is looked at again."""
    day = stage.today + timedelta(days=4)
    by = stage.leader_of(task.institution_id)
    add_series(
        task=task,
        starts_at=instant(day, "14:00"),
        ends_at=instant(day, "16:00"),
        every_weeks=1,
        until=day + timedelta(weeks=10),
        seats=2,
        by=by,
        at=at,
    )
    tick_task_item(task=task, code="F11", evidence="Kommunens ordning gælder", by=by, at=at)
    _publish(stage, task, at)


def _one_time(
    stage: Stage, task: Task, *, ahead: int, seats: int, least: int, at: datetime
) -> None:
    day = stage.today + timedelta(days=ahead)
    add_slot(
        task=task,
        starts_at=instant(day, "10:00"),
        ends_at=instant(day, "11:30"),
        seats=seats,
        min_seats=least,
        by=stage.leader_of(task.institution_id),
        at=at,
    )


def _publish(stage: Stage, task: Task, at: datetime) -> None:
    by = stage.leader_of(task.institution_id)
    for code in DECLARATIONS:
        tick_task_item(task=task, code=code, evidence="Erklæret af lederen", by=by, at=at)
    publish_need(task=task, by=by, at=at)


def _propose(stage: Stage, place: Institution, at: datetime) -> None:
    """An employee's idea that waits for the leader."""
    by = _employee(stage, place, at)
    fields = {**task_fields(stage, read("tasks")[place.field][2]), **_BAKING}
    task = draft_task(institution=place, fields=fields, by=by, at=at)
    day = stage.today + timedelta(days=12)
    add_slot(
        task=task,
        starts_at=instant(day, "10:00"),
        ends_at=instant(day, "12:00"),
        seats=2,
        by=by,
        at=at,
    )
    propose_task(task=task, by=by, at=at)


def _employee(stage: Stage, place: Institution, at: datetime) -> Actor:
    user = create_user(
        municipality=stage.municipality,
        email=f"medarbejder@{stage.address.mail}",
        name="Mette Medhjælper",
        password=DEMO_PASSWORD,
        by=stage.coordinator,
        at=at,
    )
    give_role(
        user=user,
        kind=RoleKind.EMPLOYEE,
        institution=place,
        valid_from=local(at).date(),
        by=stage.coordinator,
        at=at,
    )
    actor = actor_for(user, at)
    assert actor is not None
    return actor


def _close_christmas(stage: Stage, at: datetime) -> None:
    month, day = _EVE
    eve = stage.today.replace(month=month, day=day)
    close_days(
        municipality=stage.municipality,
        name="Juleaften",
        first_on=eve,
        last_on=eve,
        by=stage.coordinator,
        at=at,
    )

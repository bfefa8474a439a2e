"""The leaders' side of the story: what they ask for, and when they post it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from backend.management.demo.aftermath import look_after
from backend.management.demo.answers import follow_offers
from backend.management.demo.content import read
from backend.management.demo.readiness import is_ready
from backend.management.demo.stage import Stage
from backend.management.demo.timeline import instant, office_hours
from institutions.actions.checklists import tick_task_item
from institutions.actions.slots import add_slot
from institutions.actions.tasks import copy_task, draft_task
from institutions.models import Institution, Task
from institutions.rules.states import TaskState
from volunteers.actions.publishing import approve_need, publish_need

Span = tuple[datetime, datetime]
DECLARATIONS = ("F02", "F15")
_FIRST_PLACE_SHARE = 0.1
_COPIED_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Plan:
    """A need somebody is going to post. ``then`` is done once it is published, in the same hour."""

    institution: Institution
    words: dict[str, Any]
    spans: Sequence[Span]
    seats: int
    then: Callable[[Task, datetime], None] | None = None


def plan_needs(stage: Stage) -> None:
    """Puts the posting of every ordinary need of the story on the timeline."""
    open_ones = [place for place in stage.institutions if is_ready(stage, place)]
    for _ in range(stage.scale.tasks):
        first_place = stage.happens(_FIRST_PLACE_SHARE)
        institution = open_ones[0] if first_place else stage.chance.choice(open_ones)
        words = stage.chance.choice(read("tasks")[institution.field])
        if words.get("skill") and not stage.happens(0.5):
            continue
        days = _days(stage, words)
        if not days:
            continue
        plan = Plan(institution, words, spans(words, days), words["seats"])
        stage.timeline.push(_posting(stage, days[0]), partial(post, stage, plan))


def spans(words: dict[str, Any], days: Sequence[date]) -> list[Span]:
    """The needs' usual hours on each of the days."""
    return [(instant(day, words["from"]), instant(day, words["to"])) for day in days]


def post(stage: Stage, plan: Plan, at: datetime) -> None:
    """The leader's four pages: words, times, this task's checklist, publish."""
    plan = _still_ahead(plan, at)
    if not plan.spans:
        return
    by = stage.leader_of(plan.institution.pk)
    task = _draft(stage, plan, at)
    for code in DECLARATIONS:
        tick_task_item(task=task, code=code, evidence="Erklæret af lederen", by=by, at=at)
    publish_need(task=task, by=by, at=at)
    task.refresh_from_db()
    if task.state == TaskState.IN_REVIEW:
        morning = office_hours(at + timedelta(hours=stage.chance.uniform(3, 26)))
        stage.timeline.push(max(morning, at), partial(_approve, stage, plan, task))
    else:
        _published(stage, plan, task, at)


def task_fields(stage: Stage, words: dict[str, Any]) -> dict[str, Any]:
    """A need's words as the action takes them."""
    return {
        "kind": stage.kinds[words["kind"]],
        "title": words["title"],
        "sms_title": words["sms_title"],
        "description": words["description"],
        "not_to_do": words["not_to_do"],
        "meeting_place": words["place"],
        "child_contact": words.get("child_contact", "none"),
        "languages": [words["language"]] if words.get("language") else [],
    }


def _draft(stage: Stage, plan: Plan, at: datetime) -> Task:
    """A second need with the same words is a copy of the first, as leaders do it."""
    by = stage.leader_of(plan.institution.pk)
    earlier = Task.objects.filter(
        institution=plan.institution, title=plan.words["title"], published_at__isnull=False
    ).first()
    if earlier is not None and stage.happens(_COPIED_SHARE):
        return copy_task(task=earlier, times=plan.spans, seats=plan.seats, by=by, at=at)
    skill = plan.words.get("skill")
    task = draft_task(
        institution=plan.institution,
        fields=task_fields(stage, plan.words),
        skills=[stage.skills[skill]] if skill else (),
        by=by,
        at=at,
    )
    for starts_at, ends_at in plan.spans:
        add_slot(task=task, starts_at=starts_at, ends_at=ends_at, seats=plan.seats, by=by, at=at)
    return task


def _approve(stage: Stage, plan: Plan, task: Task, at: datetime) -> None:
    """The coordinator's morning: the department asks for a look at each need."""
    if task.slots.filter(starts_at__gt=at).exists():
        approve_need(task=task, by=stage.coordinator, at=at)
        _published(stage, plan, task, at)


def _published(stage: Stage, plan: Plan, task: Task, at: datetime) -> None:
    follow_offers(stage)
    for slot in task.slots.all():
        look_after(stage, slot)
    if plan.then is not None:
        plan.then(task, at)


def _still_ahead(plan: Plan, at: datetime) -> Plan:
    soon = at + timedelta(hours=20)
    return replace(plan, spans=[span for span in plan.spans if span[0] > soon])


def _days(stage: Stage, words: dict[str, Any]) -> list[date]:
    """One day, or the same weekday for some weeks; the last one at most three weeks ahead."""
    chance, scale = stage.chance, stage.scale
    first = stage.today + timedelta(days=chance.randint(-scale.days_back, scale.days_ahead - 1))
    while first.weekday() not in words["days"]:
        first += timedelta(days=1)
    weeks = chance.choice([1, 1, 2, 3, 4])
    last = stage.today + timedelta(days=scale.days_ahead + 7)
    days = [first + timedelta(weeks=week) for week in range(weeks)]
    return [day for day in days if day <= last]


def _posting(stage: Stage, first: date) -> datetime:
    """Four to twelve days ahead, in office hours; needs to come are posted by now."""
    lead = timedelta(days=stage.chance.uniform(4, 12))
    latest = stage.at - timedelta(hours=stage.chance.uniform(4, 90))
    return office_hours(min(instant(first, "12:00") - lead, latest))

"""The scripted part: what a visitor should find on the pages today."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from backend.management.demo.answers import link_actor
from backend.management.demo.content import read
from backend.management.demo.needs import DECLARATIONS, Plan, post, spans, task_fields
from backend.management.demo.stage import Stage
from backend.management.demo.timeline import awake, office_hours
from institutions.actions.checklists import tick_task_item
from institutions.actions.slots import add_slot
from institutions.actions.tasks import draft_task, edit_task, explain_word, send_back_task
from institutions.models import Slot, Task
from volunteers.actions.changes import cancel_slot, keep_seat, move_slot
from volunteers.actions.minimums import change_minimum
from volunteers.actions.publishing import publish_need
from volunteers.models import Assignment
from volunteers.rules.states import AssignmentState

# A word that sounds like staff's work, and is not.
_BOXES: dict[str, Any] = {
    "kind": "Arrangementer",
    "title": "Bær kasser til loppemarked",
    "sms_title": "Loppemarked",
    "description": "Hjælp med at løfte kasser med bøger fra kælderen og op i salen.",
    "not_to_do": "Du skal ikke bære mere, end du har lyst til.",
    "place": "Bagdøren",
    "from": "10:00",
    "to": "12:00",
    "seats": 4,
}
_TOO_NEAR_STAFF = _BOXES | {
    "title": "Hjælp ved badet om morgenen",
    "sms_title": "Morgenhjælp",
    "description": "Hjælp til ved badet, når der er travlt.",
    "seats": 1,
}
_KNITTING: dict[str, Any] = {
    "kind": "Kreativt værksted",
    "title": "Strikkecafé",
    "sms_title": "Strikkecafé",
    "description": "Strik, hækl og snak med beboerne. Vi har garn og pinde.",
    "not_to_do": "Du skal ikke hente beboere på deres stuer.",
    "place": "Caféen",
}


def plan_scenes(stage: Stage) -> None:
    """Puts the scenes on the timeline; a town with few places plays those it has room for."""
    words = read("tasks")[stage.institutions[0].field]
    _plan(stage, words[0], ahead=6, ago=8, then=partial(_to_be_moved, stage))
    _plan(stage, words[1], ahead=4, ago=7, then=partial(_to_be_called_off, stage))
    # Endangered: soon, many seats, or a skill that few have.
    _plan(stage, words[2], ahead=2, ago=1.2, seats=6)
    _plan(stage, words[-1], ahead=3, ago=2, seats=3, then=partial(_needs_all, stage))
    place = max(0, min(3, len(stage.institutions) - 2))
    _plan(stage, words[3], ahead=2, ago=1.4, seats=7, place=place)
    at = office_hours(stage.at - timedelta(hours=20))
    stage.timeline.push(at, partial(_leave_draft, stage))
    stage.timeline.push(at, partial(_wait_for_review, stage))
    earlier = office_hours(stage.at - timedelta(days=min(30, stage.scale.days_back - 2)))
    stage.timeline.push(earlier, partial(_be_sent_back, stage))


def _plan(
    stage: Stage,
    words: dict[str, Any],
    *,
    ahead: int,
    ago: float,
    seats: int = 3,
    place: int = 0,
    then: Any = None,
) -> None:
    day = stage.today + timedelta(days=ahead)
    plan = Plan(stage.institutions[place], words, spans(words, [day]), seats, then)
    stage.timeline.push(office_hours(stage.at - timedelta(days=ago)), partial(post, stage, plan))


def _to_be_moved(stage: Stage, task: Task, _at: datetime) -> None:
    at = office_hours(stage.at - timedelta(hours=16))
    stage.timeline.push(at, partial(_move, stage, task.pk))


def _to_be_called_off(stage: Stage, task: Task, _at: datetime) -> None:
    at = office_hours(stage.at - timedelta(hours=18))
    stage.timeline.push(at, partial(_call_off, stage, task.pk))


def _needs_all(stage: Stage, task: Task, at: datetime) -> None:
    """Nobody goes alone: with fewer than all three it is called off, or the leader says go."""
    slot = _only_slot(task.pk)
    by = stage.leader_of(slot.task.institution_id)
    change_minimum(slot=slot, min_seats=slot.seats, by=by, at=at)


def _only_slot(task_id: int) -> Slot:
    return Slot.objects.select_related("task__institution__municipality").get(task_id=task_id)


def _move(stage: Stage, task_id: int, at: datetime) -> None:
    """An hour later; half of those who had said yes have answered that it still suits them."""
    slot = _only_slot(task_id)
    hour = timedelta(hours=1)
    by = stage.leader_of(slot.task.institution_id)
    move_slot(slot=slot, starts_at=slot.starts_at + hour, ends_at=slot.ends_at + hour, by=by, at=at)
    held = slot.assignments.filter(state=AssignmentState.CONFIRMED).order_by("pk")
    for pk in held.values_list("pk", flat=True)[::2]:
        stage.timeline.push(awake(at + hour), partial(_keep, pk))


def _keep(pk: int, at: datetime) -> None:
    assignment = Assignment.objects.select_related("offer__volunteer").get(pk=pk)
    assert assignment.offer is not None
    keep_seat(assignment=assignment, by=link_actor(assignment.offer), at=at)


def _call_off(stage: Stage, task_id: int, at: datetime) -> None:
    slot = _only_slot(task_id)
    by = stage.leader_of(slot.task.institution_id)
    cancel_slot(slot=slot, reason="Sygdom i huset. Vi prøver igen i næste uge.", by=by, at=at)


def _leave_draft(stage: Stage, at: datetime) -> None:
    first = stage.institutions[0]
    draft_task(
        institution=first,
        fields=task_fields(stage, _KNITTING),
        by=stage.leader_of(first.pk),
        at=at,
    )


def _wait_for_review(stage: Stage, at: datetime) -> None:
    _ask_for_review(stage, _BOXES, 9, at)


def _ask_for_review(stage: Stage, words: dict[str, Any], ahead: int, at: datetime) -> Task:
    """The leader has given a reason; the coordinator has not looked yet."""
    place = stage.institutions[max(0, min(2, len(stage.institutions) - 2))]
    by = stage.leader_of(place.pk)
    task = draft_task(institution=place, fields=task_fields(stage, words), by=by, at=at)
    ((starts_at, ends_at),) = spans(words, [at.date() + timedelta(days=ahead)])
    add_slot(task=task, starts_at=starts_at, ends_at=ends_at, seats=words["seats"], by=by, at=at)
    for code in DECLARATIONS:
        tick_task_item(task=task, code=code, evidence="Erklæret af lederen", by=by, at=at)
    word = "løft" if words is _BOXES else "bad"
    reason = "Det er kasser med bøger, ikke mennesker." if words is _BOXES else "Kun småting."
    explain_word(task=task, word=word, reason=reason, by=by, at=at)
    publish_need(task=task, by=by, at=at)
    return task


def _be_sent_back(stage: Stage, at: datetime) -> None:
    """A boundary case of last month: sent back with a reason, written anew, still a draft."""
    task = _ask_for_review(stage, _TOO_NEAR_STAFF, 12, at)
    later = at + timedelta(hours=1)
    send_back_task(
        task=task,
        reason="At hjælpe i bad er de ansattes arbejde (R02). Skriv, hvad frivillige kan i stedet.",
        by=stage.coordinator,
        at=later,
    )
    words = _TOO_NEAR_STAFF | {
        "title": "Morgenkaffe og avislæsning",
        "description": "Drik morgenkaffe med beboerne, og læs højt af avisen.",
    }
    edit_task(
        task=task,
        fields=task_fields(stage, words),
        by=stage.leader_of(task.institution_id),
        at=later + timedelta(hours=1),
    )

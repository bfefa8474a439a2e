"""The day and after: attendance, thanks, and the one question to those who came."""

from datetime import datetime, timedelta
from functools import partial

from backend.common.actors import Actor, ActorKind
from backend.management.demo.stage import Stage
from backend.management.demo.timeline import awake, office_hours
from institutions.models import Slot
from institutions.rules.states import SlotState
from volunteers.actions.attendance import (
    answer_pulse,
    answer_respect,
    give_thanks,
    record_attendance,
)
from volunteers.actions.changes import cancel_slot
from volunteers.models import Assignment
from volunteers.rules.attendance import THANKS_TO_PICK
from volunteers.rules.states import AssignmentState

_CAME_SHARE, _THANKED_SHARE, _OTHERWISE_SHARE, _ANSWERS_SHARE = 0.95, 0.92, 0.1, 0.55
_CALLED_OFF_SHARE, _FORGOTTEN_SHARE = 0.03, 0.03
_SCORES = [5, 5, 5, 5, 4, 4, 4, 3, 2]
_REASONS = ["Vejret er imod os.", "Sygdom i huset.", "Arrangementet er flyttet til foråret."]


def look_after(stage: Stage, slot: Slot) -> None:
    """Puts what the leader does about a slot on the timeline."""
    if stage.happens(_CALLED_OFF_SHARE):
        stage.timeline.push(
            office_hours(slot.starts_at - timedelta(hours=30)), partial(_call_off, stage, slot.pk)
        )
    if not stage.happens(_FORGOTTEN_SHARE):
        moment = awake(slot.ends_at + timedelta(hours=stage.chance.uniform(0.5, 20)))
        stage.timeline.push(moment, partial(_record, stage, slot.pk))


def _slot(pk: int) -> Slot:
    return Slot.objects.select_related("task__institution__municipality").get(pk=pk)


def _call_off(stage: Stage, pk: int, at: datetime) -> None:
    slot = _slot(pk)
    if slot.state == SlotState.OPEN and slot.starts_at > at:
        by = stage.leader_of(slot.task.institution_id)
        cancel_slot(slot=slot, reason=stage.pick(_REASONS), by=by, at=at)


def _record(stage: Stage, pk: int, at: datetime) -> None:
    slot = _slot(pk)
    if slot.state == SlotState.CANCELLED:
        return
    if slot.ends_at > at:
        # It was moved: the leader comes back when it is over.
        stage.timeline.push(slot.ends_at + timedelta(hours=1), partial(_record, stage, pk))
        return
    by = stage.leader_of(slot.task.institution_id)
    held = slot.assignments.filter(state=AssignmentState.CONFIRMED).select_related("slot__task")
    for assignment in held.select_related("slot__task__institution"):
        came = stage.happens(_CAME_SHARE)
        record_attendance(assignment=assignment, came=came, by=by, at=at)
    if held.exists() or slot.assignments.filter(state=AssignmentState.ATTENDED).exists():
        _plan_thanks(stage, slot, at)


def _plan_thanks(stage: Stage, slot: Slot, at: datetime) -> None:
    if stage.happens(_THANKED_SHARE):
        moment = office_hours(at + timedelta(hours=stage.chance.uniform(4, 90)))
        stage.timeline.push(max(moment, at), partial(_thank, stage, slot.pk))


def _thank(stage: Stage, pk: int, at: datetime) -> None:
    slot = _slot(pk)
    by = stage.leader_of(slot.task.institution_id)
    otherwise = stage.happens(_OTHERWISE_SHARE)
    words = THANKS_TO_PICK[pk % len(THANKS_TO_PICK)]
    give_thanks(slot=slot, skip=otherwise, words=words, by=by, at=at)
    if otherwise:
        return
    for came in slot.assignments.filter(state=AssignmentState.ATTENDED):
        if stage.happens(_ANSWERS_SHARE):
            moment = awake(at + timedelta(hours=stage.chance.uniform(0.2, 40)))
            stage.timeline.push(moment, partial(_answer_pulse, stage, came.pk))


def _answer_pulse(stage: Stage, pk: int, at: datetime) -> None:
    assignment = Assignment.objects.select_related("volunteer").get(pk=pk)
    by = Actor(
        kind=ActorKind.LINK,
        municipality_id=assignment.municipality_id,
        name=assignment.volunteer.short_name,
        volunteer_id=assignment.volunteer_id,
    )
    score = stage.pick(_SCORES)
    answer_pulse(assignment=assignment, score=score, by=by, at=at)
    if pk % 2:
        answer_respect(assignment=assignment, score=score, by=by, at=at)

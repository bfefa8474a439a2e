"""Help to begin, as a visitor finds it: calls, answers, visits, a point handed over."""

from datetime import datetime, timedelta
from functools import partial

from backend.common.actors import Actor, RoleKind
from backend.common.danish_dates import local
from backend.management.demo.stage import Stage
from backend.management.demo.timeline import office_hours
from institutions.actions.checklists import tick_task_item, untick_item
from institutions.actions.delegations import delegate_item
from institutions.actions.help_calls import answer_help_call, ask_for_help
from institutions.actions.visits import note_visit
from institutions.models import Institution, Role, VisitKind
from institutions.queries.actors import actor_for
from institutions.rules.states import TaskState

_QUESTION = "Hvad må en frivillig hos os, når en beboer har brug for en hånd over vejen?"
_ANSWER = "En hånd over vejen er et plus. Løft og forflytning er jeres. Se regel R02."
_LATE = "Vi vil gerne i gang med højtlæsning. Hvordan skriver vi opslaget?"
_WAITING = "Kan du komme forbi og fortælle om frivillige på vores personalemøde?"


def plan_help(stage: Stage) -> None:
    """Puts the scenes on the timeline; a town with few places plays those it has room for."""
    first, *others = stage.institutions
    _push(stage, 16, partial(_ask_and_answer, stage, first))
    _push(stage, 40, partial(_visit, stage, first))
    _push(stage, 1, partial(_hand_over, stage, first))
    _push(stage, 1, partial(_tick_after, stage, first))
    for place, days, words in zip(others, (22, 3), (_LATE, _WAITING), strict=False):
        _push(stage, days, partial(_ask, stage, place, words))


def _push(stage: Stage, days: int, deed: partial[None]) -> None:
    at = office_hours(stage.at - timedelta(days=min(days, stage.scale.days_back)))
    stage.timeline.push(at, deed)


def _ask(stage: Stage, place: Institution, words: str, at: datetime) -> None:
    ask_for_help(institution=place, about=words, by=stage.leader_of(place.pk), at=at)


def _ask_and_answer(stage: Stage, place: Institution, at: datetime) -> None:
    call = ask_for_help(institution=place, about=_QUESTION, by=stage.leader_of(place.pk), at=at)
    later = at + timedelta(hours=3)
    answer_help_call(call=call, answer=_ANSWER, by=_helper(stage, place, later), at=later)


def _visit(stage: Stage, place: Institution, at: datetime) -> None:
    """A visit to the place, and two weeks later a talk for the whole department."""
    by = _helper(stage, place, at)
    for days, kind, where, note in (
        (0, VisitKind.VISIT, place, "Gik tjeklisten igennem og fandt tre opgaver."),
        (14, VisitKind.TALK, None, "Oplæg om spillereglerne for alle ledere i afdelingen."),
    ):
        when = at + timedelta(days=days)
        note_visit(
            department=place.department,
            institution=where,
            kind=kind,
            held_on=local(when).date(),
            note=note,
            by=by,
            at=when,
        )


def _hand_over(stage: Stage, place: Institution, at: datetime) -> None:
    """The leader asks the deputy to look at the expenses again."""
    by = stage.leader_of(place.pk)
    deputy = Role.objects.filter(institution=place, kind=RoleKind.DEPUTY).first()
    if deputy is None:
        return
    untick_item(institution=place, code="F14", by=by, at=at)
    note = "Kan du se, om beløbet for busbilletter stadig passer?"
    delegate_item(institution=place, code="F14", to=deputy.user, note=note, by=by, at=at)


def _tick_after(stage: Stage, place: Institution, at: datetime) -> None:
    """The newest need that is over has its thanks and its welcome noted."""
    task = place.tasks.filter(state=TaskState.DONE).order_by("-published_at").first()
    if task is None:
        return
    for code in ("U01", "E01"):
        tick_task_item(
            task=task,
            code=code,
            evidence="",
            held_on=local(at).date(),
            by=stage.leader_of(place.pk),
            at=at,
        )


def _helper(stage: Stage, place: Institution, at: datetime) -> Actor:
    """The department's ambassador, or the coordinator where there is none."""
    role = Role.objects.filter(kind=RoleKind.AMBASSADOR, department_id=place.department_id).first()
    found = actor_for(role.user, at) if role is not None else None
    return found or stage.coordinator

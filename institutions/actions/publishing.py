"""The gate: a need is published only when the ground rules are met."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.common.refusals import Clash, Invalid
from backend.webhooks.announcements import announce
from backend.webhooks.models import Event
from institutions.actions.posters import require_poster
from institutions.models import ChecklistItem, Task, TaskTick
from institutions.queries.checklists import Point, institution_points, open_gates, task_points
from institutions.queries.holders import leader_of
from institutions.queries.words import unexplained, word_hits
from institutions.rules.checklist import EvidenceKind
from institutions.rules.deeds import Deed, require_may
from institutions.rules.states import SlotState, TaskState, require_task_move


@transaction.atomic
def publish_task(*, task: Task, by: Actor, at: datetime) -> TaskState:
    """Opens a draft, or sends it to the coordinator when a red word or the department asks so.

    Refuses, with the item named, while a gating point of the institution's or the task's
    checklist is open; also without a time to come, and with a red word nobody has explained.
    The leader of the place is responsible, whoever publishes. An employee's proposal is approved
    by being published. Publishing what is open already changes nothing.
    """
    user_id = require_poster(task.institution, by)
    task = (
        Task.objects.select_for_update(of=("self",))
        .select_related("institution__department")
        .get(pk=task.pk)
    )
    if task.state in (TaskState.OPEN, TaskState.IN_REVIEW):
        return TaskState(task.state)
    require_task_move(task.state, TaskState.OPEN)
    task.responsible = leader_of(task.institution_id, local(at).date())
    task.save(update_fields=["responsible"])
    _close_automatic_points(task, user_id, at)
    require_gates(task, at)
    _require_times(task, at)
    red = [hit for hit in word_hits(task) if hit.level == "red"]
    _require_explained(task)
    if red or task.institution.department.approval_needed:
        return _to_review(task, by, at)
    return _open(task, by, at)


@transaction.atomic
def approve_task(*, task: Task, by: Actor, at: datetime) -> TaskState:
    """The coordinator's one approval step; a need that is open already stays so."""
    require_may(by, Deed.APPROVE_NEED)
    task = (
        Task.objects.select_for_update(of=("self",)).select_related("institution").get(pk=task.pk)
    )
    if task.state == TaskState.OPEN:
        return TaskState.OPEN
    if task.state != TaskState.IN_REVIEW:
        raise Clash("not_in_review", "Opgaven ligger ikke til gennemsyn.")
    require_gates(task, at)
    _require_times(task, at)
    task.word_hits.filter(level="red").update(
        decided_by_id=by.user_id, decided_at=at, decision="approved"
    )
    return _open(task, by, at)


def require_gates(task: Task, at: datetime) -> None:
    """Refuses while a gating point is open, each named with its words.

    Also without a checklist, and when the institution has closed.
    """
    if task.institution.closed_at is not None:
        raise Clash(
            "institution_closed", f"{task.institution} er lukket og kan ikke bede om hjælp."
        )
    points = institution_points(task.institution, local(at).date())
    if not points:
        raise Clash(
            "no_checklist", "Kommunen har ingen godkendt tjekliste. Spørg frivilligkoordinatoren."
        )
    missing = [*open_gates(points), *open_gates(task_points(task))]
    if missing:
        raise Invalid(
            "checklist_open",
            f"Tjeklisten mangler {_count(len(missing))}, før opgaven kan lægges ud: "
            + " ".join(f"{item.code}: {item.text}" for item in missing),
            {item.code: [item.text] for item in missing},
        )


def _close_automatic_points(task: Task, user_id: int, at: datetime) -> None:
    """F06 and F08 are answered by the task's own fields, which the form requires."""
    points: Iterable[Point] = task_points(task)
    for point in points:
        if point.item.evidence == EvidenceKind.AUTOMATIC and not point.closed:
            TaskTick.objects.create(
                task=task,
                item=point.item,
                evidence=_field_evidence(point.item, task),
                ticked_by_id=user_id,
                ticked_at=at,
            )


def _field_evidence(item: ChecklistItem, task: Task) -> str:
    if item.code == "F08":
        return f"Kontakt med børn under 15: {task.get_child_contact_display().lower()}"
    return "Felterne på opgaven er udfyldt"


def _require_times(task: Task, at: datetime) -> None:
    if not task.slots.filter(state=SlotState.OPEN, starts_at__gt=at).exists():
        raise Invalid(
            "no_times",
            "Opgaven har ingen tidspunkter, der ligger frem i tiden. Tilføj mindst ét.",
            {"slots": ["Tilføj mindst ét tidspunkt."]},
        )


def _require_explained(task: Task) -> None:
    words = unexplained(task)
    if words:
        raise Invalid(
            "words_unexplained",
            f"Skriv, hvorfor {', '.join(f'“{word}”' for word in words)} ikke er de ansattes "
            "arbejde her, eller skriv teksten om. Så ser frivilligkoordinatoren på den.",
            {f"word_{word}": ["Skriv en kort begrundelse, eller ret teksten."] for word in words},
        )


def _to_review(task: Task, by: Actor, at: datetime) -> TaskState:
    task.state = TaskState.IN_REVIEW
    task.review_reason = ""
    task.submitted_at = task.submitted_at or at
    task.save(update_fields=["state", "review_reason", "submitted_at"])
    record("send_task_to_review", task, by=by, at=at)
    return TaskState.IN_REVIEW


def _open(task: Task, by: Actor, at: datetime) -> TaskState:
    deed = "approve_task" if task.state == TaskState.IN_REVIEW else "publish_task"
    task.state = TaskState.OPEN
    task.published_at = at
    task.submitted_at = task.submitted_at or at
    task.save(update_fields=["state", "published_at", "submitted_at"])
    record(deed, task, by=by, at=at)
    announce(Event.TASK_OPENED, task, at=at)
    return TaskState.OPEN


def _count(number: int) -> str:
    return "1 punkt" if number == 1 else f"{number} punkter"

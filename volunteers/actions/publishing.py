"""Publish a need and ask the first people, in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from backend.common.actors import Actor
from backend.messaging.models import Message
from institutions.actions.publishing import approve_task, publish_task
from institutions.models import Slot, Task
from institutions.rules.states import TaskState
from volunteers.actions.waves import look
from volunteers.models import Wave

# Enough to see how they look.
_SHOWN = 3


@transaction.atomic
def publish_need(*, task: Task, by: Actor, at: datetime) -> list[Wave]:
    """Publishes and asks the first people; none when it goes to the coordinator.

    Gives the waves about this need; in quiet hours there are none yet. Refuses as
    ``publish_task`` does. The second time sends nothing more.
    """
    before = task.state
    state = publish_task(task=task, by=by, at=at)
    if state != TaskState.OPEN or before == TaskState.OPEN:
        return []
    return _first_waves(task, by, at)


@dataclass(frozen=True, slots=True)
class Trial:
    """What publishing would do: the state, how many are asked of each time, and the texts."""

    state: TaskState
    asked: tuple[tuple[Slot, int], ...]
    texts: tuple[str, ...]


def try_need(*, task: Task, by: Actor, at: datetime) -> Trial:
    """All that ``publish_need`` does, taken back again: nothing stays and nothing is sent.

    Refuses as ``publish_need`` does.
    """
    with transaction.atomic():
        newest = Message.objects.aggregate(Max("id"))["id__max"] or 0
        waves = publish_need(task=task, by=by, at=at)
        texts = Message.objects.filter(pk__gt=newest, municipality_id=task.municipality_id)
        trial = Trial(
            state=TaskState(Task.objects.values_list("state", flat=True).get(pk=task.pk)),
            asked=tuple((wave.slot, wave.asked) for wave in waves),
            texts=tuple(texts.order_by("id").values_list("body", flat=True)[:_SHOWN]),
        )
        transaction.set_rollback(True)
    return trial


@transaction.atomic
def approve_need(*, task: Task, by: Actor, at: datetime) -> list[Wave]:
    """The coordinator's yes to a need in review: it opens and the first people are asked."""
    was_open = Task.objects.filter(pk=task.pk, state=TaskState.OPEN).exists()
    approve_task(task=task, by=by, at=at)
    return [] if was_open else _first_waves(task, by, at)


def _first_waves(task: Task, by: Actor, at: datetime) -> list[Wave]:
    """Planned together with all other open times, so that nobody is wanted twice."""
    return look(municipality=task.institution.municipality, at=at, by=by, task=task)

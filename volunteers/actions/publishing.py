"""Publish a need and ask the first people, in one transaction."""

from datetime import datetime

from django.db import transaction

from backend.common.actors import Actor
from institutions.actions.publishing import approve_task, publish_task
from institutions.models import Task
from institutions.rules.states import TaskState
from volunteers.actions.waves import look
from volunteers.models import Wave


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


@transaction.atomic
def approve_need(*, task: Task, by: Actor, at: datetime) -> list[Wave]:
    """The coordinator's yes to a need in review: it opens and the first people are asked."""
    was_open = Task.objects.filter(pk=task.pk, state=TaskState.OPEN).exists()
    approve_task(task=task, by=by, at=at)
    return [] if was_open else _first_waves(task, by, at)


def _first_waves(task: Task, by: Actor, at: datetime) -> list[Wave]:
    """Planned together with all other open times, so that nobody is wanted twice."""
    return look(municipality=task.institution.municipality, at=at, by=by, task=task)

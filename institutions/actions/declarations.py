"""What the leader declares about one task, kept in one go."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from backend.common.actors import Actor
from institutions.actions.checklists import tick_task_item
from institutions.actions.tasks import explain_word
from institutions.models import Task


@transaction.atomic
def declare_task(
    *,
    task: Task,
    answers: Mapping[str, str],
    reasons: Mapping[str, str],
    by: Actor,
    at: datetime,
) -> None:
    """Closes the task's own points (code to evidence) and keeps the reason for each red word.

    All or nothing: refuses as ``tick_task_item`` and ``explain_word`` do. Twice keeps the newest.
    """
    for code, evidence in answers.items():
        tick_task_item(task=task, code=code, evidence=evidence, by=by, at=at)
    for word, reason in reasons.items():
        explain_word(task=task, word=word, reason=reason, by=by, at=at)

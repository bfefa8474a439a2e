"""A need in one go: its words and its times."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from backend.common.actors import Actor
from institutions.actions.slots import add_slot
from institutions.actions.tasks import draft_task
from institutions.models import Institution, Skill, Task


@transaction.atomic
def draft_need(
    *,
    institution: Institution,
    fields: Mapping[str, Any],
    skills: Sequence[Skill] = (),
    wished_skills: Sequence[Skill] = (),
    times: Sequence[tuple[datetime, datetime, int, int]] = (),
    by: Actor,
    at: datetime,
) -> Task:
    """A draft with its times (start, end, seats, minimum): all or nothing. Twice gives two drafts.

    Refuses as ``draft_task`` and ``add_slot`` do.
    """
    task = draft_task(
        institution=institution,
        fields=fields,
        skills=skills,
        wished_skills=wished_skills,
        by=by,
        at=at,
    )
    for starts_at, ends_at, seats, least in times:
        add_slot(
            task=task,
            starts_at=starts_at,
            ends_at=ends_at,
            seats=seats,
            min_seats=least,
            by=by,
            at=at,
        )
    return task

"""The one way to write an audit row."""

from datetime import datetime

from django.db import models

from backend.audit.models import AuditEntry
from backend.common.actors import Actor


def record(
    deed: str,
    subject: models.Model,
    *,
    by: Actor,
    at: datetime,
    on_behalf_of: str = "",
    **details: object,
) -> None:
    """Writes who did what to which row. Details hold ids, states and counts, never texts of people.

    Called inside the action's transaction, so that a deed that is rolled back leaves no row.
    """
    AuditEntry.objects.create(
        municipality_id=by.municipality_id,
        at=at,
        actor_kind=by.kind,
        actor_name=by.name,
        user_id=by.user_id,
        volunteer_ref=by.volunteer_id,
        on_behalf_of=on_behalf_of,
        deed=deed,
        subject_type=subject._meta.model_name or "",
        subject_id=subject.pk,
        details=details,
    )

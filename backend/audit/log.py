"""The one way to write an audit row."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import models

from backend.audit.models import AuditEntry
from backend.audit.own_deeds import BY_OWN_RIGHT
from backend.common.actors import Actor, RoleKind


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

    Who acts for an institution's leader is logged with both names, whatever the deed; so is the
    coordinator, except for what is the coordinator's own to do.
    Called inside the action's transaction, so that a deed that is rolled back leaves no row.
    """
    _entry(deed, subject, details, by=by, at=at, on_behalf_of=on_behalf_of).save()


def record_each(
    deed: str,
    subjects: Iterable[tuple[models.Model, dict[str, object]]],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """The same deed to many rows, each with its details, as ``record``; one statement."""
    AuditEntry.objects.bulk_create(
        [_entry(deed, subject, details, by=by, at=at) for subject, details in subjects]
    )


def _entry(
    deed: str,
    subject: models.Model,
    details: dict[str, object],
    *,
    by: Actor,
    at: datetime,
    on_behalf_of: str = "",
) -> AuditEntry:
    return AuditEntry(
        municipality_id=by.municipality_id,
        at=at,
        actor_kind=by.kind,
        actor_name=by.name,
        user_id=by.user_id,
        volunteer_ref=by.volunteer_id,
        on_behalf_of=on_behalf_of or _leader_spoken_for(deed, subject, by),
        deed=deed,
        subject_type=subject._meta.model_name or "",
        subject_id=subject.pk,
        details=details,
    )


def forget_person(volunteer_id: int, name: str, subjects: Mapping[str, Collection[int]]) -> None:
    """Takes an erased person's name out of the log; who did what to which row stays.

    ``subjects`` are the person's own rows by type, where staff may have acted on their behalf.
    """
    AuditEntry.objects.filter(volunteer_ref=volunteer_id).update(actor_name=name)
    for kind, ids in subjects.items():
        rows = AuditEntry.objects.filter(subject_type=kind, subject_id__in=list(ids))
        rows.exclude(on_behalf_of="").update(on_behalf_of=name)


def _leader_spoken_for(deed: str, subject: models.Model, by: Actor) -> str:
    """The leader's name, for those who act for another; looked up only for them."""
    coordinator = by.has(RoleKind.COORDINATOR)
    if not coordinator and not any(grant.on_behalf_of for grant in by.grants):
        return ""
    if coordinator and deed in BY_OWN_RIGHT:
        return ""
    return by.speaks_for(_place_of(subject))


def _place_of(subject: models.Model | None) -> int | None:
    """The institution the row belongs to."""
    if subject is None:
        return None
    if subject._meta.model_name == "institution":
        return int(subject.pk)
    own: int | None = getattr(subject, "institution_id", None)
    if own is not None:
        return own
    above = next((name for name in ("task", "slot", "run") if hasattr(subject, name)), "")
    return _place_of(getattr(subject, above)) if above else None

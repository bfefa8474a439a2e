"""A need from draft to published, one approval step at most."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Clash, Invalid
from institutions.actions.posters import may_post, require_drafter
from institutions.actions.slots import add_slot
from institutions.models import Institution, Skill, Task, WordHit
from institutions.models.tasks import NeedWords
from institutions.rules.deeds import Deed, require_may
from institutions.rules.need import require_need
from institutions.rules.states import TaskState, require_task_move

EDITABLE = (TaskState.DRAFT, TaskState.IN_REVIEW)


@transaction.atomic
def draft_task(
    *,
    institution: Institution,
    fields: Mapping[str, Any],
    skills: Sequence[Skill] = (),
    wished_skills: Sequence[Skill] = (),
    copied_from: Task | None = None,
    by: Actor,
    at: datetime,
) -> Task:
    """A draft with the leader's or an employee's words; nobody is asked about it yet.

    Refuses CPR numbers, names of citizens and gaps. Contact and phone fall back to the
    institution's. Twice gives two drafts.
    """
    user_id = require_drafter(institution, by)
    values = _complete(institution, fields)
    require_need(values)
    task = Task.objects.create(
        municipality_id=institution.municipality_id,
        institution=institution,
        created_by_id=user_id,
        created_at=at,
        copied_from=copied_from,
        **values,
    )
    task.skills.set(skills)
    task.wished_skills.set(wished_skills)
    record("draft_task", task, by=by, at=at, copied_from=copied_from.pk if copied_from else None)
    return task


@transaction.atomic
def edit_task(
    *,
    task: Task,
    fields: Mapping[str, Any],
    skills: Sequence[Skill] | None = None,
    wished_skills: Sequence[Skill] | None = None,
    by: Actor,
    at: datetime,
) -> Task:
    """Changes a draft's words. Refuses when it is published: people were asked about those.

    Other words are declared anew: the task's own points open again, a need that waits for the
    coordinator is a draft again, and so is an employee's proposal that the employee changes.
    The same words change nothing; other skills leave what was declared about them as it is.
    """
    require_drafter(task.institution, by, task)
    task = Task.objects.select_for_update().get(pk=task.pk)
    if task.state not in EDITABLE:
        raise Clash(
            "task_published",
            "Opgaven er lagt ud, så teksten kan ikke ændres. Kopiér den, eller aflys den.",
        )
    values = _complete(task.institution, fields)
    require_need(values)
    reskilled = _set_skills(task, skills=skills, wished_skills=wished_skills)
    if all(getattr(task, name) == value for name, value in values.items()):
        if reskilled:
            record("edit_task", task, by=by, at=at)
        return task
    for name, value in values.items():
        setattr(task, name, value)
    task.state = TaskState.DRAFT
    if not may_post(task.institution, by):
        task.proposed_at = None
    task.save()
    # What was declared and explained belongs to the old text.
    task.ticks.all().delete()
    task.word_hits.filter(decided_at__isnull=True).delete()
    record("edit_task", task, by=by, at=at)
    return task


@transaction.atomic
def copy_task(
    *, task: Task, times: Sequence[tuple[datetime, datetime]], seats: int, by: Actor, at: datetime
) -> Task:
    """A new draft with the old words and new times: the second need in three inputs.

    Twice gives two drafts. Each time's minimum is the latest old one's, where the seats allow it.
    """
    copy = draft_like(task, institution=task.institution, by=by, at=at, copied_from=task)
    before = task.slots.order_by("starts_at").last()
    least = min(seats, before.min_seats) if before is not None else 0
    for starts_at, ends_at in times:
        add_slot(
            task=copy,
            starts_at=starts_at,
            ends_at=ends_at,
            seats=seats,
            min_seats=least,
            by=by,
            at=at,
        )
    return copy


def draft_like(
    words: NeedWords,
    *,
    institution: Institution,
    copied_from: Task | None = None,
    by: Actor,
    at: datetime,
) -> Task:
    """A draft with the words of an earlier need or of a template; refuses as ``draft_task``."""
    return draft_task(
        institution=institution,
        fields={name: getattr(words, name) for name in WORD_FIELDS},
        skills=list(words.skills.all()),
        wished_skills=list(words.wished_skills.all()),
        copied_from=copied_from,
        by=by,
        at=at,
    )


@transaction.atomic
def explain_word(*, task: Task, word: str, reason: str, by: Actor, at: datetime) -> WordHit:
    """The leader's reason why a red word is not staff's work. Twice keeps the newest."""
    require_drafter(task.institution, by, task)
    if not reason.strip():
        raise Invalid(
            "reason_missing",
            f"Skriv kort, hvorfor “{word}” ikke er de ansattes arbejde her.",
            {"reason": ["Skriv en kort begrundelse."]},
        )
    hit, _ = WordHit.objects.update_or_create(
        task=task, word=word, defaults={"level": "red", "reason": reason.strip()}
    )
    record("explain_word", task, by=by, at=at, word=word)
    return hit


@transaction.atomic
def send_back_task(*, task: Task, reason: str, by: Actor, at: datetime) -> None:
    """The coordinator asks for another text; the draft goes back with the reason (K19)."""
    require_may(by, Deed.APPROVE_NEED)
    if not reason.strip():
        raise Invalid(
            "reason_missing",
            "Skriv, hvad lederen skal ændre.",
            {"reason": ["Skriv, hvad der skal ændres, så lederen kan komme videre."]},
        )
    task = Task.objects.select_for_update().get(pk=task.pk)
    require_task_move(task.state, TaskState.DRAFT)
    task.state = TaskState.DRAFT
    task.review_reason = reason.strip()
    task.save(update_fields=["state", "review_reason"])
    red = task.word_hits.filter(level="red").update(
        decided_by_id=by.user_id, decided_at=at, decision="sent_back"
    )
    if red and task.stopped_at is None:
        task.stopped_at = at
        task.save(update_fields=["stopped_at"])
    record("send_back_task", task, by=by, at=at)


def _set_skills(task: Task, **given: Sequence[Skill] | None) -> bool:
    """Whether any were others than before; None leaves them as they are."""
    changed = False
    for name, rows in given.items():
        standing = getattr(task, name)
        if rows is not None and set(standing.all()) != set(rows):
            standing.set(rows)
            changed = True
    return changed


WORD_FIELDS = (
    "kind",
    "title",
    "sms_title",
    "description",
    "not_to_do",
    "meeting_place",
    "contact_name",
    "contact_phone",
    "min_age",
    "child_contact",
    "certificate",
    "certificate_reason",
    "languages",
    "conditions",
    "practical",
    "online_link",
    "insurance_text",
    "expenses_text",
)


def _complete(institution: Institution, fields: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(fields) - set(WORD_FIELDS)
    if unknown:
        raise Invalid("unknown_fields", f"Ukendte felter: {', '.join(sorted(unknown))}.")
    values = {name: fields[name] for name in WORD_FIELDS if name in fields}
    values["contact_name"] = values.get("contact_name") or institution.contact_name
    values["contact_phone"] = values.get("contact_phone") or institution.contact_phone
    return values

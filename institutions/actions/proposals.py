"""An employee proposes a need; the leader publishes it, or gives it back with a reason."""

from datetime import datetime

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Clash, Invalid
from institutions.actions.posters import require_drafter, require_poster
from institutions.models import Task
from institutions.rules.states import SlotState, TaskState


@transaction.atomic
def propose_task(*, task: Task, by: Actor, at: datetime) -> Task:
    """Hands a draft to the leader. Nobody is asked before the leader has published it.

    Refuses a draft without a time to come. The second time changes nothing.
    """
    require_drafter(task.institution, by, task)
    kept = _locked_draft(task)
    if not kept.slots.filter(state=SlotState.OPEN, starts_at__gt=at).exists():
        raise Invalid(
            "no_times",
            "Forslaget har ingen tidspunkter, der ligger frem i tiden. Tilføj mindst ét.",
            {"slots": ["Tilføj mindst ét tidspunkt."]},
        )
    if kept.proposed_at is None:
        kept.proposed_at = at
        kept.review_reason = ""
        kept.save(update_fields=["proposed_at", "review_reason"])
        record("propose_task", kept, by=by, at=at)
    return kept


@transaction.atomic
def return_proposal(*, task: Task, reason: str, by: Actor, at: datetime) -> Task:
    """The leader gives a proposal back with what to change; it stays the employee's draft.

    Refuses without a reason. One that is given back already stays so.
    """
    require_poster(task.institution, by)
    if not reason.strip():
        raise Invalid(
            "reason_missing",
            "Skriv, hvad din kollega skal ændre.",
            {"reason": ["Skriv, hvad der skal ændres, eller hvorfor det ikke går."]},
        )
    kept = _locked_draft(task)
    if kept.proposed_at is not None:
        kept.proposed_at = None
        kept.review_reason = reason.strip()
        kept.save(update_fields=["proposed_at", "review_reason"])
        record("return_proposal", kept, by=by, at=at)
    return kept


def _locked_draft(task: Task) -> Task:
    kept = Task.objects.select_for_update().get(pk=task.pk)
    if kept.state != TaskState.DRAFT:
        raise Clash("not_a_draft", "Opgaven er ikke længere en kladde.")
    return kept

"""Who may write a need: those who may post it, and employees who propose one."""

from backend.common.actors import Actor
from backend.common.refusals import Clash
from institutions.models import Institution, Task
from institutions.rules.deeds import Deed, may, require_may


def require_poster(institution: Institution, by: Actor) -> int:
    """Refuses all but those who may post needs here; gives the user's id."""
    require_may(
        by, Deed.POST_NEED, department_id=institution.department_id, institution_id=institution.pk
    )
    return _user_at(institution, by)


def require_drafter(institution: Institution, by: Actor, task: Task | None = None) -> int:
    """Refuses all but those who may post here and those who may propose; gives the user's id.

    Who may only propose touches drafts of their own, and nobody else's.
    """
    place = {"department_id": institution.department_id, "institution_id": institution.pk}
    own = task is None or task.created_by_id == by.user_id
    if not (own and may(by, Deed.PROPOSE_NEED, **place)):
        require_may(by, Deed.POST_NEED, **place)
    return _user_at(institution, by)


def may_post(institution: Institution, by: Actor) -> bool:
    """Whether the person may publish here, and not only propose."""
    return may(
        by, Deed.POST_NEED, department_id=institution.department_id, institution_id=institution.pk
    )


def _user_at(institution: Institution, by: Actor) -> int:
    if institution.closed_at is not None:
        raise Clash("institution_closed", f"{institution} er lukket og kan ikke bede om hjælp.")
    assert by.user_id is not None
    return by.user_id

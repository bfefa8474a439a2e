"""Who may do something about what is shared: at a place, or for the whole municipality."""

from backend.common.actors import Actor
from institutions.models import Institution
from institutions.rules.deeds import Deed, require_may


def require_at(institution: Institution | None, deed: Deed, by: Actor) -> None:
    """Refuses who may not do the deed at the place; without a place, all but the municipality's."""
    require_may(
        by,
        deed,
        department_id=institution.department_id if institution else None,
        institution_id=institution.pk if institution else None,
    )

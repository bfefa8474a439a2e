"""Who has accepted what."""

from institutions.rules.states import DocumentState
from volunteers.models import Acceptance


def has_accepted(volunteer_id: int, institution_id: int, municipality_id: int) -> bool:
    """Whether the person accepted the ground rules in force, at this institution."""
    return Acceptance.objects.filter(
        volunteer_id=volunteer_id,
        institution_id=institution_id,
        rules_version__municipality_id=municipality_id,
        rules_version__state=DocumentState.APPROVED,
    ).exists()

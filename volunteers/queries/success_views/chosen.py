"""What the project group has chosen to measure for the whole municipality, by indicator."""

from collections.abc import Collection

from volunteers.models import Criterion
from volunteers.success.criteria import STARTER_SET, CriterionState


def chosen_criteria(municipality_id: int) -> dict[str, Criterion]:
    """The active criteria of the catalogue about the whole municipality, by code; one query."""
    rows = Criterion.objects.filter(
        municipality_id=municipality_id,
        state=CriterionState.ACTIVE,
        department=None,
        institution=None,
        project=None,
    ).exclude(code="")
    return {row.code: row for row in rows.select_related("owner").order_by("code", "-id")}


def shown_codes(chosen: Collection[str], computed: Collection[str]) -> tuple[str, ...]:
    """Those chosen; before anything is, those of the set to begin with. Only what is counted."""
    wanted = chosen or STARTER_SET
    return tuple(code for code in computed if code in wanted)

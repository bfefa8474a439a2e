"""What a criterion can be about, and the place behind a choice."""

from backend.common.actors import Actor
from institutions.models import Department, Institution, Project
from institutions.rules.deeds import Deed, grants_for

_KINDS: dict[str, type[Department | Institution | Project]] = {
    "afdeling": Department,
    "sted": Institution,
    "projekt": Project,
}


def places_to_choose(by: Actor) -> list[tuple[str, list[tuple[str, str]]]]:
    """Departments, open institutions and running projects in groups; three queries."""
    if not grants_for(by, Deed.KEEP_CRITERIA):
        return []
    own = {"municipality_id": by.municipality_id}
    return [
        ("Afdelinger", _choices("afdeling", list(Department.objects.filter(**own)))),
        (
            "Institutioner",
            _choices("sted", list(Institution.objects.filter(**own, closed_at=None))),
        ),
        ("Projekter", _choices("projekt", list(Project.objects.filter(**own, ended_at=None)))),
    ]


def chosen_place(by: Actor, choice: str) -> Department | Institution | Project | None:
    """The row behind "afdeling:3"; None for the whole municipality and for what is not there."""
    kind, _, key = choice.partition(":")
    if kind not in _KINDS or not key.isdecimal():
        return None
    rows = _KINDS[kind]._default_manager.filter(municipality_id=by.municipality_id)
    return rows.filter(pk=int(key)).first()


def _choices(
    kind: str, rows: list[Department] | list[Institution] | list[Project]
) -> list[tuple[str, str]]:
    return [(f"{kind}:{row.pk}", str(row)) for row in rows]

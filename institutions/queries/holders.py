"""Who holds a role today: those to write to about a place, a department or the municipality."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from backend.accounts.models import User
from backend.common.actors import RoleKind
from institutions.models import Institution, Role
from institutions.rules.deeds import MAY, Deed

_LEADS = (RoleKind.LEADER, RoleKind.DEPUTY)


def leaders_of(institution_id: int, on: date) -> list[User]:
    """The leaders and deputies of a place whose role holds that day; one query."""
    return list(_holders(on, Q(kind__in=_LEADS, institution_id=institution_id)))


def leader_of(institution_id: int, on: date) -> User | None:
    """The one who answers for a place that day; None without a leader."""
    return _holders(on, Q(kind=RoleKind.LEADER, institution_id=institution_id)).first()


def leaders_by_place(institution_ids: Collection[int], on: date) -> dict[int, list[User]]:
    """As ``leaders_of`` for many places at once; one query."""
    found: dict[int, list[User]] = defaultdict(list)
    rows = _current(on).filter(
        kind__in=_LEADS, institution_id__in=institution_ids, user__is_active=True
    )
    for role in rows.select_related("user").order_by("user_id"):
        people = found[role.institution_id or 0]
        if role.user not in people:
            people.append(role.user)
    return found


def ambassadors_of(department_id: int, on: date) -> list[User]:
    """The ambassadors of a department that day; one query."""
    return list(_holders(on, Q(kind=RoleKind.AMBASSADOR, department_id=department_id)))


def coordinators_of(municipality_id: int, on: date) -> list[User]:
    """The coordinators of a municipality that day; one query."""
    return list(_holders(on, Q(kind=RoleKind.COORDINATOR, municipality_id=municipality_id)))


def colleagues_at(institution: Institution, on: date) -> QuerySet[User]:
    """Everybody with a role of the institution's own that day who has a board to look at."""
    return _holders(on, Q(kind__in=MAY[Deed.SEE_HELPERS], institution_id=institution.pk)).order_by(
        "sort_key", "id"
    )


def _holders(on: date, which: Q) -> QuerySet[User]:
    valid = _current(on).filter(which, user=OuterRef("pk"))
    return User.objects.filter(Exists(valid), is_active=True).order_by("id")


def _current(on: date) -> QuerySet[Role]:
    return Role.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=on), valid_from__lte=on
    )

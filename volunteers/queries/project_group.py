"""The project group: its members, whom they speak for, and how ownership is spread."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from backend.accounts.models import User
from backend.common.actors import RoleKind
from institutions.models import Department, Role
from volunteers.models import Criterion, FollowUp
from volunteers.success.criteria import CriterionState


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the group today, and the department they come from."""

    user: User
    department: Department | None


@dataclass(frozen=True, slots=True)
class Owned:
    """A department's share of the work: who comes from it, and what they own."""

    department: Department | None
    members: tuple[Member, ...]
    criteria: int
    follow_ups: int


@dataclass(frozen=True, slots=True)
class ProjectGroup:
    """The group of one day, its departments in Danish order, and the criteria nobody owns."""

    departments: tuple[Owned, ...]
    ownerless: tuple[Criterion, ...]

    @property
    def missing(self) -> list[Department]:
        """Departments that nobody in the group comes from (wish 25)."""
        return [one.department for one in self.departments if one.department and not one.members]

    @property
    def owns_most(self) -> Owned | None:
        """The department with more than half of the criteria; None when they are spread."""
        total = sum(one.criteria for one in self.departments)
        most = max(self.departments, key=lambda one: one.criteria, default=None)
        return most if most is not None and total > 1 and most.criteria * 2 > total else None


def members_of(municipality_id: int, on: date) -> list[Member]:
    """Everybody with the role that day, once, in Danish order; one query."""
    found: dict[int, Member] = {}
    for role in _roles(municipality_id, on).select_related("user", "department"):
        known = found.get(role.user_id)
        if known is None or known.department is None:
            found[role.user_id] = Member(role.user, role.department)
    return list(found.values())


def member_users(municipality_id: int, on: date) -> QuerySet[User]:
    """The members as users, to choose among."""
    ids = _roles(municipality_id, on).order_by().values("user_id")
    return User.objects.filter(pk__in=ids).order_by("sort_key", "id")


def may_own(municipality_id: int, on: date) -> QuerySet[User]:
    """Those who may own an action: the members and the coordinators of that day."""
    ids = _roles(municipality_id, on, RoleKind.PROJECT_GROUP, RoleKind.COORDINATOR)
    users = User.objects.filter(pk__in=ids.order_by().values("user_id"))
    return users.select_related("municipality").order_by("sort_key", "id")


def is_member(user: User, municipality_id: int, on: date) -> bool:
    """Whether the person is in the group that day."""
    return _roles(municipality_id, on).filter(user=user).exists()


def project_group(municipality_id: int, on: date) -> ProjectGroup:
    """The group with what each department owns; four queries."""
    members = members_of(municipality_id, on)
    home = {one.user.pk: one.department.pk if one.department else None for one in members}
    active = list(
        Criterion.objects.filter(municipality_id=municipality_id, state=CriterionState.ACTIVE)
    )
    waiting = FollowUp.objects.filter(municipality_id=municipality_id, registered_at=None)
    criteria = Counter(home[one.owner_id] for one in active if one.owner_id in home)
    tasks = Counter(
        home[owner] for owner in waiting.values_list("owner_id", flat=True) if owner in home
    )
    places: list[Department | None] = list(
        Department.objects.filter(municipality_id=municipality_id)
    )
    if any(one.department is None for one in members):
        places.append(None)
    owned = [_owned(place, members, criteria, tasks) for place in places]
    ownerless = tuple(one for one in active if one.owner_id not in home)
    return ProjectGroup(tuple(owned), ownerless)


def _owned(
    place: Department | None,
    members: Sequence[Member],
    criteria: Counter[int | None],
    tasks: Counter[int | None],
) -> Owned:
    key = place.pk if place else None
    mine = tuple(one for one in members if one.department == place)
    return Owned(place, mine, criteria[key], tasks[key])


def left_without_owner(on: date) -> QuerySet[Criterion]:
    """Criteria in use whose owner is no longer in the group, in every municipality."""
    member = _current(on).filter(
        municipality_id=OuterRef("municipality_id"),
        user_id=OuterRef("owner_id"),
        kind=RoleKind.PROJECT_GROUP,
    )
    active = Criterion.objects.filter(state=CriterionState.ACTIVE)
    return active.filter(~Exists(member)).select_related("municipality", "owner")


def _roles(municipality_id: int, on: date, *kinds: RoleKind) -> QuerySet[Role]:
    rows = _current(on).filter(
        municipality_id=municipality_id, kind__in=kinds or (RoleKind.PROJECT_GROUP,)
    )
    return rows.order_by("user__sort_key", "user_id", "id")


def _current(on: date) -> QuerySet[Role]:
    return Role.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=on),
        valid_from__lte=on,
        user__is_active=True,
    )

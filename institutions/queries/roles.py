"""Who has which role, as those who give roles see it; and departments without an ambassador."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from backend.accounts.models import User
from backend.common.actors import Actor, RoleKind
from backend.common.danish import search_key
from institutions.models import Department, Institution, Role, Task
from institutions.queries.scope import institutions_for, reach
from institutions.rules.deeds import Deed, grants_for
from institutions.rules.roles import LEADERS_TO_GIVE, ROLE_WORDS
from institutions.rules.states import TaskState


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role with its words and where in its period we are."""

    role: Role
    words: str
    period: str

    @property
    def place(self) -> str:
        """The institution, the department, or the whole municipality."""
        if self.role.institution is not None:
            return self.role.institution.name
        return self.role.department.name if self.role.department is not None else ""


@dataclass(frozen=True, slots=True)
class Ambassadors:
    """A department and its ambassadors of today."""

    department: Department
    roles: tuple[Role, ...]

    @property
    def trained(self) -> bool:
        """Whether one of them has been to the course."""
        return any(role.trained_on is not None for role in self.roles)


def roles_for(by: Actor) -> QuerySet[Role]:
    """The coordinator: all; a leader: those at the own institution; others: none."""
    rows = Role.objects.filter(municipality_id=by.municipality_id)
    within = reach(by, Deed.SEE_ROLES, institution="institution_id", department="department_id")
    return rows.filter(within).select_related("user", "institution", "department")


def role_lines(by: Actor, today: date, text: str, *, ended: bool) -> list[RoleLine]:
    """The roles by name, those of today and to come or the ended ones; one query."""
    over = Q(valid_until__lt=today)
    rows = roles_for(by).filter(over if ended else ~over)
    words = search_key(text).split()
    lines = [
        RoleLine(role, ROLE_WORDS[RoleKind(role.kind)], _period(role, today))
        for role in rows.order_by("user__sort_key", "user_id", "id")
    ]
    return [line for line in lines if all(word in _searched(line) for word in words)]


def kinds_to_give(by: Actor) -> Sequence[RoleKind]:
    """The kinds of role the person may give somewhere."""
    if grants_for(by, Deed.KEEP_ORGANISATION):
        return list(RoleKind)
    return [
        kind for kind in RoleKind if kind in LEADERS_TO_GIVE and grants_for(by, Deed.GIVE_DEPUTY)
    ]


def places_to_give(by: Actor) -> QuerySet[Institution]:
    """Where the person may give a role at an institution."""
    return institutions_for(by, Deed.GIVE_DEPUTY).filter(closed_at=None)


def places_led(by: Actor) -> list[Institution]:
    """The open institutions a leader may close; none for those who keep the whole list."""
    if grants_for(by, Deed.KEEP_ORGANISATION):
        return []
    return list(institutions_for(by, Deed.CLOSE_PLACE).filter(closed_at=None))


def people_of(by: Actor) -> QuerySet[User]:
    """The municipality's own people in Danish order; those who keep the organisation see them."""
    rows = User.objects.filter(municipality_id=by.municipality_id).order_by("sort_key", "id")
    return rows if grants_for(by, Deed.KEEP_ORGANISATION) else rows.none()


def ambassadors_by_department(municipality_id: int, today: date) -> list[Ambassadors]:
    """Each department, those without an ambassador first; two queries."""
    current = Role.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=today),
        kind=RoleKind.AMBASSADOR,
        valid_from__lte=today,
        user__is_active=True,
    ).select_related("user")
    rows = Department.objects.filter(municipality_id=municipality_id).prefetch_related(
        Prefetch("role_set", queryset=current.order_by("id"), to_attr="ambassadors")
    )
    found = [Ambassadors(row, tuple(getattr(row, "ambassadors", ()))) for row in rows]
    return sorted(found, key=lambda one: bool(one.roles))


def needs_to_hand_over(leaver: User) -> QuerySet[Task]:
    """The needs that are not over, whose contact person is the one who leaves."""
    return Task.objects.filter(
        called(leaver, place="institution"),
        municipality=leaver.municipality,
        state__in=[TaskState.DRAFT, TaskState.IN_REVIEW, TaskState.OPEN],
    )


def called(person: User, *, place: str) -> Q:
    """Rows whose contact is this person and not a namesake elsewhere.

    The name, and either the person's own telephone or a role at the place (a lookup).
    """
    places = Role.objects.filter(user=person, institution__isnull=False).values("institution_id")
    near = Q(**{f"{place}__in": places})
    if person.phone:
        near |= Q(contact_phone=person.phone)
    return Q(contact_name=person.name) & near


def _period(role: Role, today: date) -> str:
    if role.valid_until is not None and role.valid_until < today:
        return "ended"
    return "to come" if role.valid_from > today else "now"


def _searched(line: RoleLine) -> str:
    return search_key(f"{line.role.user.name} {line.role.user.email} {line.words} {line.place}")


def shared_places_of(person: User, today: date) -> QuerySet[Institution]:
    """The open institutions whose leaders the person acts for today or later."""
    return Institution.objects.filter(
        Q(role__valid_until__isnull=True) | Q(role__valid_until__gte=today),
        role__user=person,
        role__kind=RoleKind.SHARED_ADMINISTRATION,
        closed_at=None,
    ).distinct()

"""The town's staff: invented names, one sign-in each, the demo's shared password."""

from dataclasses import dataclass
from datetime import datetime

from backend.accounts.models import Municipality, User
from backend.common.actors import Actor, RoleKind
from backend.common.danish import search_key
from backend.common.danish_dates import local
from backend.management.demo.content import Address, read
from backend.management.demo_accounts import DEMO_PASSWORD
from institutions.actions.roles import create_user, give_role
from institutions.models import Department, Institution


@dataclass
class Staff:
    """Employs people in order: the same names each time."""

    municipality: Municipality
    address: Address
    owner: Actor
    since: datetime
    employed: int = 0

    def employ(
        self,
        title: str,
        kind: RoleKind,
        *,
        department: Department | None = None,
        institution: Institution | None = None,
        first: bool = True,
    ) -> User:
        """A user with one role; the first of a title has the short address."""
        number = self._next()
        name = _name_at(institution, kind) or staff_name(number)
        place = institution.short_name if institution else department.name if department else ""
        mail = self.address.mail if first else f"{_host(place)}.{self.address.mail}"
        user = create_user(
            municipality=self.municipality,
            email=f"{title}@{mail}",
            name=name,
            phone=staff_phone(number),
            password=DEMO_PASSWORD if number == 0 else None,
            by=self.owner,
            at=self.since,
        )
        give_role(
            user=user,
            kind=kind,
            department=department,
            institution=institution,
            valid_from=local(self.since).date(),
            by=self.owner,
            at=self.since,
        )
        return user

    def next_names(self) -> tuple[str, str]:
        """The names of an institution's leader and deputy."""
        return staff_name(self._next()), staff_name(self._next())

    def _next(self) -> int:
        self.employed += 1
        return self.employed - 1

    def share_password(self, keeper: User) -> None:
        """Everybody gets the first one's hash: a hash takes a third of a second, and they agree."""
        User.objects.filter(municipality=self.municipality).update(password=keeper.password)


def staff_name(number: int) -> str:
    """The n-th invented name: women and men in turn, and nobody twice."""
    people = read("people")
    firsts, lasts = people["men"] if number % 2 else people["women"], people["last"]
    # Both lists come round together, so each round moves the last names one on.
    last = number * 7 + number // (2 * len(firsts))
    return f"{firsts[number // 2 % len(firsts)]} {lasts[last % len(lasts)]}"


def staff_phone(number: int) -> str:
    """The n-th telephone at work; numbers that begin with 12 belong to nobody."""
    return f"+451270{number:04d}"


def _name_at(institution: Institution | None, kind: RoleKind) -> str:
    if institution is None:
        return ""
    named = {RoleKind.LEADER: institution.contact_name, RoleKind.DEPUTY: institution.deputy_name}
    return named.get(kind, "")


def _host(place: str) -> str:
    return search_key(place).replace(" ", "-")

"""The doors to rows of another place, and who knocks: each build's walk; P18 walks the whole."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.test import Client

from backend.accounts.models import User
from backend.common.actors import RoleKind
from institutions.models import Institution, Role
from tests.architecture.routes import Route, routes
from tests.architecture.test_routes import MUNICIPAL, TAKES_NO_ROW, address
from tests.cast import Cast

R = RoleKind
AT_A_PLACE = (R.LEADER, R.DEPUTY, R.DELEGATE, R.EMPLOYEE, R.SHARED_ADMINISTRATION)
OF_ALL = (R.COORDINATOR, R.PROJECT_GROUP, R.FOLLOW_UP_GROUP, R.UNION, R.VOLUNTEER_CENTRE)
# Not found, and a method that the page does not take at all.
SHUT = frozenset({404, 405})


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody signed in who has no business with the rows; ``near`` works in the municipality."""

    who: str
    user: User
    near: bool


@dataclass(frozen=True, slots=True)
class Knock:
    """What a door answered a stranger."""

    who: str
    route: str
    method: str
    status: int


def give(user: User, kind: RoleKind, place: Institution | None = None) -> None:
    """A role since long ago; an ambassador's is the place's department."""
    ambassador = kind == R.AMBASSADOR
    Role.objects.get_or_create(
        user=user,
        kind=kind,
        municipality_id=user.municipality_id,
        institution=None if ambassador else place,
        department=place.department if ambassador and place else None,
        defaults={"valid_from": date(2020, 1, 1)},
    )


def stranger(cast: Cast, kinds: Iterable[RoleKind], place: Institution | None, who: str) -> User:
    """A new person of the municipality with these roles."""
    name = "".join(letter for letter in who.lower() if letter.isalnum())
    user = User.objects.create_user(
        f"{name}@fremmed.invalid", None, name=who.title(), municipality=cast.municipality
    )
    for kind in kinds:
        give(user, kind, place if kind in (*AT_A_PLACE, R.AMBASSADOR) else None)
    return user


def few_strangers(cast: Cast, other: Cast) -> list[Stranger]:
    """Two who hold every role at once, elsewhere: what no role opens, they do not open together."""
    near = stranger(cast, (*AT_A_PLACE, R.AMBASSADOR), cast.elsewhere, "alle roller naboen")
    far = stranger(other, (*AT_A_PLACE, R.AMBASSADOR, *OF_ALL), other.here, "alle roller fremmed")
    return [
        Stranger("all roles at another institution and department", near, near=True),
        Stranger("all roles in another municipality", far, near=False),
    ]


def doors(one: Stranger) -> Iterator[Route]:
    """The pages with a row in their address that are none of the stranger's."""
    for route in routes():
        if (
            route.staff
            and route.takes - TAKES_NO_ROW
            and not (one.near and route.name in MUNICIPAL)
        ):
            yield route


def walk(
    strangers: Iterable[Stranger], rows: dict[str, Any], methods: tuple[str, ...]
) -> Iterator[Knock]:
    """Every knock of every stranger; a leak is one whose status is not in ``SHUT``."""
    for one in strangers:
        client = Client()
        client.force_login(one.user)
        for route in doors(one):
            where = address(route, rows)
            for method in methods:
                status = getattr(client, method)(where).status_code
                yield Knock(one.who, route.name, method, status)


def leaks(knocks: Iterable[Knock]) -> list[Knock]:
    """The knocks that opened something."""
    return [one for one in knocks if one.status not in SHUT]

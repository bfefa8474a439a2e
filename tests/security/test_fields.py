"""Which field of the API which role sees is a list, and the list is true."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from backend.common.actors import RoleKind
from tests.api.conftest import BASE
from tests.api.test_routes import address, doors, rows_of
from tests.cast import NOW, Cast
from tests.security.doors import stranger
from tests.security.fields import KINDS, Field, classified, fields, shown


@pytest.fixture
def moment() -> Iterator[None]:
    """The clock stands at NOW."""
    with time_machine.travel(NOW, tick=False):
        yield


def seen_by(client: Client, rows: dict[str, Any]) -> set[Field]:
    """The fields that hold something in all that the person can look at."""
    found: set[Field] = set()
    for pattern, view in doors():
        shape = getattr(view, "shape", None)
        if shape is None or not hasattr(view, "get"):
            continue
        answer = client.get(f"{BASE}/{address(pattern, rows)}")
        if answer.status_code == 200:
            data = answer.json()
            for row in data.get("results", [data]):
                found |= shown(shape(), row)
    return found


def test_every_field_of_the_api_is_classified() -> None:
    listed = classified()

    assert {f"{shape}.{field}" for shape, field in fields() - set(listed)} == set()
    assert {f"{shape}.{field}" for shape, field in set(listed) - fields()} == set()
    assert {kind for kind, _roles in listed.values()} <= KINDS
    known = {str(kind) for kind in RoleKind} | {"as", "its", "deed"}
    assert set().union(*(roles for _kind, roles in listed.values())) <= known


@pytest.mark.django_db
def test_a_field_is_shown_to_those_the_matrix_names(cast: Cast, moment: object) -> None:
    rows = rows_of(cast)
    listed = classified()
    wrong, seen = {}, {}
    for kind in RoleKind:
        client = Client()
        client.force_login(stranger(cast, [kind], cast.here, f"den nye {kind}"))
        seen[kind] = seen_by(client, rows)
        beyond = {one for one in seen[kind] if kind not in listed[one][1]}
        if beyond:
            wrong[str(kind)] = sorted(beyond)

    assert wrong == {}
    # The control: the coordinator sees people, and nobody else sees a telephone number of theirs.
    phone = ("VolunteerShape", "phone")
    assert [kind for kind in RoleKind if phone in seen[kind]] == [RoleKind.COORDINATOR]
    assert ("PersonShape", "name") in seen[RoleKind.LEADER]

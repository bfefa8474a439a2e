"""The pages of figures: who sees which, what they say, and what they cost."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend.common.actors import RoleKind
from tests.cast import Cast
from tests.volunteers.figures.stage import CLOSED_AT, closed_quarter, decided, employ
from volunteers.success.periods import period_of
from volunteers.web.figures.closed import READERS
from volunteers.web.figures.overview import criteria_cards, filled_seats

LATER = CLOSED_AT + timedelta(days=20)
CLOSED_PAGES = ("/tal/", "/tal/K01/", "/tal/K01/tal.csv", "/tal/rapport.pdf")
SPREADS = ("/tal/fordeling/", "/tal/felter/")


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Three weeks after the quarter was closed."""
    with time_machine.travel(LATER, tick=False):
        yield


def test_who_sees_which(cast: Cast, client: Client) -> None:
    closed_quarter(cast)
    found = {}
    for role in (*READERS, RoleKind.LEADER):
        client.force_login(employ(cast, role))
        pages = (*CLOSED_PAGES, *SPREADS)
        found[role] = [client.get(page).status_code for page in pages]

    assert found == {
        RoleKind.COORDINATOR: [200] * 6,
        RoleKind.PROJECT_GROUP: [200] * 6,
        RoleKind.FOLLOW_UP_GROUP: [200, 200, 200, 200, 404, 200],
        RoleKind.UNION: [200, 200, 200, 200, 404, 200],
        RoleKind.AMBASSADOR: [200, 200, 200, 200, 404, 404],
        RoleKind.LEADER: [404] * 6,
    }


def test_a_follower_reaches_no_person(cast: Cast, client: Client) -> None:
    people = closed_quarter(cast)
    client.force_login(employ(cast, RoleKind.FOLLOW_UP_GROUP))

    pages = [client.get(page).content.decode() for page in ("/tal/", "/tal/K08/", "/tal/felter/")]

    names = [one.last_name for one in people for page in pages if one.last_name in page]
    links = [page for page in pages if "/koordinator/" in page or "/tidspunkt/" in page]
    assert (names, links) == ([], [])


def test_everybody_reads_the_same_figures(cast: Cast, client: Client) -> None:
    closed_quarter(cast)
    decided(cast)
    public = client.get(f"/tal-for-alle/?kommune={cast.municipality.slug}")
    client.force_login(employ(cast, RoleKind.FOLLOW_UP_GROUP))
    followers = client.get("/tal/")
    client.force_login(cast.coordinator)
    coordinators = client.get("/tal/")

    shown = [
        [(line.card.value, [part.value for _, part in line.departments]) for line in lines]
        for lines in (page.context["report"].lines for page in (public, followers, coordinators))
    ]

    assert shown[0] == shown[1] == shown[2]
    assert shown[0] == [("52,7 %", ["For få til at vise", "For få til at vise"])]
    assert public.content.decode().count("52,7 %") == followers.content.decode().count("52,7 %")


def test_an_ambassador_sees_the_own_department(cast: Cast, client: Client) -> None:
    closed_quarter(cast)
    client.force_login(employ(cast, RoleKind.AMBASSADOR))

    lines = client.get("/tal/").context["report"].lines

    assert {tuple(name for name, _ in line.departments) for line in lines} == {("Ældre",)}


@pytest.mark.parametrize(
    ("address", "cost"),
    [("/koordinator/maal/K01/", 15), ("/tal/", 12), ("/tal/K01/", 13)],
)
def test_pages_cost_the_same_whatever_there_is(
    cast: Cast, client: Client, address: str, cost: int
) -> None:
    client.force_login(cast.coordinator)
    decided(cast)
    closed_quarter(cast)
    costs = []
    for codes in ((), ("K06", "K08", "K10")):
        for code in codes:
            decided(cast, code)
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        costs.append(len(seen))

    assert costs == [cost, cost]


def test_the_overviews_figures_cost_the_same_whatever_there_is(cast: Cast) -> None:
    by, costs = cast.actor(cast.coordinator), []
    closed_quarter(cast)
    decided(cast)
    period = period_of("", LATER)
    for codes in ((), ("K06", "K08", "K10")):
        for code in codes:
            decided(cast, code)
        with CaptureQueriesContext(connection) as seen:
            criteria_cards(by, period, LATER)
            filled_seats(cast.municipality.pk, period, LATER)
        costs.append(len(seen))

    # Beside them the page has one query for each list of what needs action.
    assert costs == [10, 10]

"""Every page a person signs in to works in a browser without scripts."""

from typing import Any

import pytest
from django.test import Client

from tests.architecture.plain_pages import dead_parts
from tests.architecture.routes import OWN_ACCESS, PUBLIC, routes
from tests.architecture.test_routes import address, make_stage
from tests.cast import Cast

# Each has pages of its own, or the same page with other buttons.
PEOPLE = ("leader", "coordinator", "ambassador")


@pytest.fixture
def stage(db: None) -> tuple[Cast, dict[str, Any]]:
    """One municipality with a row for every kind of address."""
    cast, _, rows = make_stage()
    return cast, rows


def faults_at(client: Client, where: str) -> list[str] | None:
    """The dead parts of the page; None when the address is no page for this person."""
    answer = client.get(where)
    if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
        return None
    return dead_parts(answer.content.decode(), where)


@pytest.mark.parametrize("who", PEOPLE)
def test_no_staff_page_needs_a_script(
    who: str, stage: tuple[Cast, dict[str, Any]], client: Client
) -> None:
    cast, rows = stage
    client.force_login(getattr(cast, who))
    places = [address(route, rows) for route in routes() if route.staff or route.name in OWN_ACCESS]

    seen = {where: faults for where in places if (faults := faults_at(client, where)) is not None}

    assert {where: faults for where, faults in seen.items() if faults} == {}
    assert len(seen) >= 20


def test_no_public_page_needs_a_script(db: None, client: Client) -> None:
    # The API's description is shown by a library's own reader, for programmers.
    places = [
        address(route, {})
        for route in routes()
        if route.name in PUBLIC and not route.takes and not route.name.startswith("api:")
    ]

    seen = {where: faults for where in places if (faults := faults_at(client, where)) is not None}

    assert {where: faults for where, faults in seen.items() if faults} == {}
    assert len(seen) >= 5


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        ('<form method="post"><button type="button">Spørg</button><button>Gem</button></form>', 1),
        ('<button class="button">Spørg flere</button>', 1),
        ('<form id="a"><button>Gem</button></form><button form="b">Gem</button>', 1),
        ("<a>Spørg</a>", 1),
        ('<a href="#">Spørg</a>', 1),
        ('<a href="#intet">Spørg</a>', 1),
        ('<p onclick="ask()">Spørg</p>', 1),
        ('<form><input name="q"></form>', 1),
        ('<input name="q">', 1),
        ('<div hx-get="/andet/" hx-trigger="click">Spørg</div>', 1),
        ('<form hx-post="/tjek/"><button>Gem</button></form>', 1),
        # And what works without scripts is let be.
        ('<div hx-get="/her/?side=2" hx-trigger="every 60s">Tavle</div>', 0),
        ('<form method="post" action="/tjek/" hx-post="/tjek/"><button>Gem</button></form>', 0),
        ('<form id="a"><input></form><button form="a">Gem</button>', 0),
        ('<p class="needs-script"><button type="button">Brug en nøgle</button></p>', 0),
        ('<a href="#main">Til indhold</a><main id="main"></main>', 0),
    ],
)
def test_control_a_planted_dead_part_is_found(planted: str, fault: int) -> None:
    found = dead_parts(f"<html><body>{planted}</body></html>", "/her/")

    assert len(found) == fault

"""Every page, for whoever may see it: the staff's, the public's, and those behind links."""

from collections.abc import Iterable
from typing import Any

from django.test import Client

from backend.accounts.models import User
from tests.architecture.routes import BY_SECRET, OWN_ACCESS, PUBLIC, Route, routes
from tests.architecture.test_routes import address, make_stage
from tests.cast import NOW, Cast, offer_to
from tests.volunteers.association_stage import group_path, open_page
from tests.volunteers.event_stage import an_event, volunteer_at
from volunteers.actions.event_links import event_address
from volunteers.actions.links import issue_link, issue_my_page_link
from volunteers.models import Assignment, GroupOffer, Link


def all_pages() -> dict[str, tuple[User | None, list[str]]]:
    """Who, and the addresses that answer them with a page; None for whoever is signed out.

    An address that several see is opened by the first of them.
    """
    cast, _, rows = make_stage()
    outside = sorted({*_public(cast, rows), *_behind_links(cast, rows)})
    found: dict[str, tuple[User | None, list[str]]] = {"nobody": (None, _shown(None, outside))}
    # A page that a test has planted has no name.
    named = [route for route in routes() if route.name != "None"]
    staff = [route for route in named if route.staff or route.name in OWN_ACCESS]
    places = _addresses(staff, rows)
    for name in ("coordinator", "leader", "ambassador"):
        user = getattr(cast, name)
        shown = _shown(user, places)
        found[name] = (user, shown)
        places = [where for where in places if where not in set(shown)]
    return found


def _shown(user: User | None, places: Iterable[str]) -> list[str]:
    client = Client()
    if user is not None:
        client.force_login(user)
    # The signed-out meet the page of what is not there, too.
    good = {200, 404} if user is None else {200}
    answers = {where: client.get(where) for where in places}
    return [
        where
        for where, answer in answers.items()
        if answer.status_code in good and answer.headers["Content-Type"].startswith("text/html")
    ]


def _addresses(some: Iterable[Route], rows: dict[str, Any]) -> list[str]:
    return [address(route, rows) for route in some if route.takes <= rows.keys()]


def _public(cast: Cast, rows: dict[str, Any]) -> list[str]:
    event = an_event(cast, public=True, seats=12)
    some = [
        route
        for route in routes()
        # The API's own reader is a library's, for programmers.
        if route.name in PUBLIC and not route.name.startswith("api:")
    ]
    return [*_addresses(some, {**rows, "event": event.uuid}), "/findes-ikke", "/s/ukendt"]


def _behind_links(cast: Cast, rows: dict[str, Any]) -> list[str]:
    seat = Assignment.objects.get(uuid=rows["seat_uuid"])
    assert seat.offer is not None
    asked = offer_to(seat.slot, cast.helper)
    event = an_event(cast, seats=12)
    invited = event_address(volunteer_at(cast, event, cast.helper), NOW)
    group = GroupOffer.objects.get(uuid=rows["group"])
    answers = [
        issue_link(offer=one, purpose=Link.Purpose.ANSWER, at=NOW) for one in (seat.offer, asked)
    ]
    own = issue_my_page_link(volunteer=seat.volunteer, at=NOW)
    tokens = [link.rsplit("/", 1)[1] for link in (*answers, invited, own)]
    tokens += [
        path.split("/")[2] for path in (group_path(group), open_page(Client(), group.association))
    ]
    known = {**rows, "group_uuid": group.uuid}
    secret = [route for route in routes() if route.name in BY_SECRET and "token" in route.takes]
    found = [place for token in tokens for place in _addresses(secret, {**known, "token": token})]
    # A link opens its own pages alone; the page of a dead link is looked at once.
    return [where for where in found if Client().get(where).status_code == 200]

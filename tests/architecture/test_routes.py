"""Every page refuses the signed-out, and a row of another place is not found."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from backend.messaging.models import InboundText, Message
from backend.web.access import SignedIn
from institutions.models import Task
from tests.architecture.routes import (
    ADMIN,
    BY_SECRET,
    DEMO_ONLY,
    OWN_ACCESS,
    PUBLIC,
    Route,
    routes,
)
from tests.cast import (
    NOW,
    Cast,
    link_actor,
    make_cast,
    make_volunteers,
    offer_to,
    open_slot,
    put_rules_in_force,
)
from tests.institutions.help_stage import help_rows
from tests.institutions.stage import need_rows, organisation_rows
from tests.institutions.talk_stage import talk_rows
from tests.volunteers.association_stage import association_rows
from tests.volunteers.event_stage import event_rows
from tests.volunteers.sharing.stage import sharing_rows
from tests.volunteers.steering.stage import steering_rows
from volunteers.actions.answers import accept_offer
from volunteers.models import Assignment

# Pages that take no row: a list of one's own, or a chooser.
TAKES_NO_ROW = {"code", "language", "feature"}
# What belongs to the whole municipality is nobody's in particular inside it.
MUNICIPAL = {
    "institutions:ask_about_rule",
    "institutions:document",
    "institutions:document_differences",
    "institutions:send_back_document",
    "institutions:submit_document",
    # Every colleague reads the library and the initiatives.
    "volunteers:example",
    "volunteers:use_example",
    "volunteers:tool_file",
    "volunteers:initiative",
}


@pytest.fixture
def stage(db: None) -> tuple[Cast, Cast, dict[str, Any]]:
    """Two municipalities, and rows of the first for every kind of address."""
    return make_stage()


def make_stage() -> tuple[Cast, Cast, dict[str, Any]]:
    """The rows themselves; the browser's tests use them too."""
    cast, other = make_cast("Søby", 1), make_cast("Åby", 2)
    slot = open_slot(cast)
    person = make_volunteers(cast, 1)[0]
    accept_offer(offer=offer_to(slot, person), accepts_rules=True, by=link_actor(person), at=NOW)
    partners = association_rows(cast)
    put_rules_in_force(cast, NOW)
    return (
        cast,
        other,
        {
            "pk": {
                "behov/": slot.task_id,
                "tjekliste/": cast.here.pk,
                "kalender/": cast.here.pk,
                "skabeloner/": cast.here.pk,
            },
            "slot": slot.pk,
            "slot_uuid": slot.uuid,
            "seat_uuid": Assignment.objects.get(volunteer=person).uuid,
            "thread": offer_to(slot, person).uuid,
            "need": slot.task.uuid,
            "person": person.uuid,
            "other": cast.helper.uuid,
            "code": "F01",
            **need_rows(cast, slot.task),
            "number": 2,
            "language": "da",
            **organisation_rows(cast),
            **talk_rows(cast),
            **event_rows(cast),
            **help_rows(cast),
            **sharing_rows(cast, person),
            **steering_rows(cast),
            **partners,
            "message": Message.objects.filter(municipality=cast.municipality)[0].uuid,
            "text": InboundText.objects.create(
                municipality=cast.municipality,
                provider_id="SM1",
                phone=person.phone,
                body="Hvad?",
                at=NOW,
                state="unclear",
            ).uuid,
        },
    )


def address(route: Route, rows: dict[str, Any]) -> str:
    """The route's address with our rows in it."""
    values = {}
    for name in route.takes:
        value = rows[name]
        if isinstance(value, dict):
            value = next(
                (v for start, v in value.items() if route.address.startswith(start)),
                next(iter(value.values())),
            )
        if route.address.startswith("behov/nyt/"):
            value = rows["pk"]["tjekliste/"]
        values[name] = value
    return reverse(route.name, kwargs=values)


def knock(client: Client, where: str) -> list[int]:
    """The statuses of a look and of a deed."""
    return [client.get(where).status_code, client.post(where, {}).status_code]


def test_every_route_is_classified() -> None:
    known = PUBLIC | BY_SECRET | OWN_ACCESS | DEMO_ONLY
    loose = [
        route.name
        for route in routes()
        if route.name not in known
        and not route.name.startswith(ADMIN)
        and not route.address.startswith("api/")
        and not guarded(route)
    ]

    assert loose == []


def guarded(route: Route) -> bool:
    """Whether the page stands on ``SignedIn``."""
    view = getattr(route.callback, "view_class", None)
    return view is not None and issubclass(view, SignedIn)


def test_control_an_unguarded_page_is_found() -> None:
    assert not guarded(Route("planted", "planted/", frozenset(), lambda request: None))


def test_the_signed_out_are_sent_to_sign_in(
    stage: tuple[Cast, Cast, dict[str, Any]], client: Client
) -> None:
    _, _, rows = stage
    staff = [route for route in routes() if route.staff]

    answers = {route.name: client.get(address(route, rows)) for route in staff}

    login = reverse("account_login")
    open_doors = [
        name
        for name, answer in answers.items()
        if answer.status_code != 302 or not answer.headers["Location"].startswith(login)
    ]
    assert open_doors == []
    assert len(answers) > 20


@pytest.mark.parametrize("stranger", ["leader elsewhere", "coordinator of another municipality"])
def test_a_row_of_another_place_is_not_found(
    stage: tuple[Cast, Cast, dict[str, Any]], client: Client, stranger: str
) -> None:
    cast, other, rows = stage
    near = stranger == "leader elsewhere"
    client.force_login(cast.leader_elsewhere if near else other.coordinator)
    found = {}
    for route in routes():
        if not route.staff or not route.takes - TAKES_NO_ROW:
            continue
        if near and route.name in MUNICIPAL:
            continue
        statuses = knock(client, address(route, rows))
        if any(status not in (404, 405) for status in statuses) or 404 not in statuses:
            found[route.name] = statuses

    assert found == {}


def test_control_the_rows_are_there_for_their_own_people(
    stage: tuple[Cast, Cast, dict[str, Any]], client: Client
) -> None:
    cast, _, rows = stage
    answers = {}
    for user in (cast.leader, cast.coordinator):
        client.force_login(user)
        for route in routes():
            if route.staff and route.takes - TAKES_NO_ROW:
                status = client.get(address(route, rows)).status_code
                answers[route.name] = min(status, answers.get(route.name, 999))

    not_found = sorted(name for name, status in answers.items() if status == 404)
    # Steps that are over once a need is published, and a review that is not waiting.
    assert not_found == sorted(NOT_THERE_NOW)


# And buttons, which have no page to look at.
NOT_THERE_NOW = {
    "institutions:edit_document",
    "institutions:end_project",
    "institutions:return_proposal",
    "institutions:reopen_days",
    "institutions:replay_system",
    "institutions:system_off",
    "institutions:system_on",
    "institutions:system_secret",
    "institutions:reopen_place",
    "institutions:unmap_group",
    "volunteers:activate_criterion",
    "volunteers:approve",
    "volunteers:contact_deed",
    "volunteers:end_campaign",
    "volunteers:exit_talk",
    "volunteers:look_at_suggestion",
    "volunteers:mark_presence",
    "volunteers:note_answer",
    "volunteers:stays",
    "volunteers:retry_message",
    "volunteers:recall_message",
    "volunteers:settle_inbound",
    "volunteers:take_back_decision",
}


def test_the_system_owner_sees_no_municipality(client: Client, db: None) -> None:
    from backend.accounts.models import User

    owner = User.objects.create_superuser("owner@test.invalid", "x" * 20, name="Owner")
    client.force_login(owner)

    assert client.get(reverse("institutions:board")).status_code == 404
    assert Task.objects.count() == 0

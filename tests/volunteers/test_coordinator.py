"""The coordinator's pages: what needs action, deciding on needs, criteria, people."""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from institutions.actions.tasks import explain_word
from institutions.models import Role, Slot, Task
from tests.cast import (
    NOW,
    Cast,
    draft_need,
    link_actor,
    make_cast,
    make_volunteers,
    offer_to,
    open_slot,
)
from volunteers.actions.answers import accept_offer
from volunteers.actions.publishing import publish_need
from volunteers.models import Assignment, Offer, Volunteer
from volunteers.queries.overview import exceptions_for
from volunteers.queries.people import people_found
from volunteers.success.catalogue import COMPUTED

OVERVIEW = "/koordinator/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """The door's clock stands still at the cast's moment."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def coordinator(cast: Cast, client: Client) -> Client:
    """The coordinator, signed in."""
    client.force_login(cast.coordinator)
    return client


def in_review(cast: Cast) -> Task:
    """A need with a red word that the leader has explained."""
    task = draft_need(cast, description="Du fortæller om et sår og læser højt.")
    by = cast.actor(cast.leader)
    explain_word(task=task, word="sår", reason="Det er et kursus for familier.", by=by, at=NOW)
    publish_need(task=task, by=by, at=NOW)
    task.refresh_from_db()
    return task


def routes(person: uuid.UUID, need: uuid.UUID) -> list[str]:
    """Every page of the coordinator."""
    return [
        OVERVIEW,
        reverse("volunteers:review", args=[need]),
        reverse("volunteers:people"),
        reverse("volunteers:person", args=[person]),
        *(reverse("volunteers:indicator", args=[code]) for code in COMPUTED),
    ]


def test_all_pages_open(cast: Cast, coordinator: Client) -> None:
    pages = routes(cast.helper.uuid, in_review(cast).uuid)

    assert [coordinator.get(page).status_code for page in pages] == [200] * len(pages)
    assert coordinator.get(reverse("volunteers:indicator", args=["K99"])).status_code == 404


def test_nobody_else_opens_them(cast: Cast, client: Client) -> None:
    pages = routes(cast.helper.uuid, in_review(cast).uuid)
    signed_out = [client.get(page).status_code for page in pages]
    found = {}
    for name in ("leader", "ambassador"):
        client.force_login(getattr(cast, name))
        found[name] = {client.get(page).status_code for page in pages}

    assert signed_out == [302] * len(pages)
    assert found == {"leader": {404}, "ambassador": {404}}


def test_another_municipality_is_not_found(cast: Cast, client: Client) -> None:
    need, other = in_review(cast), make_cast("Nabo", 2)
    client.force_login(other.coordinator)

    answers = [
        client.get(reverse("volunteers:review", args=[need.uuid])),
        client.post(reverse("volunteers:approve", args=[need.uuid])),
        client.post(reverse("volunteers:review", args=[need.uuid]), {"reason": "x"}),
        client.get(reverse("volunteers:person", args=[cast.helper.uuid])),
    ]

    need.refresh_from_db()
    assert [answer.status_code for answer in answers] == [404] * 4
    assert need.state == "in_review"
    assert exceptions_for(other.actor(other.coordinator), NOW).reviews == []


def test_a_need_is_approved_and_people_are_asked(cast: Cast, coordinator: Client) -> None:
    need = in_review(cast)

    first = coordinator.post(reverse("volunteers:approve", args=[need.uuid]), follow=True)
    coordinator.post(reverse("volunteers:approve", args=[need.uuid]))

    need.refresh_from_db()
    assert need.state == "open"
    assert Offer.objects.filter(slot__task=need).count() == 1
    assert first.content.decode().count("Godkendt. 1 frivillig bliver spurgt.") == 1
    assert coordinator.get(reverse("volunteers:approve", args=[need.uuid])).status_code == 405


def test_a_need_goes_back_with_a_reason(cast: Cast, coordinator: Client) -> None:
    need = in_review(cast)
    page = reverse("volunteers:review", args=[need.uuid])

    silent = coordinator.post(page, {"reason": " "})
    told = coordinator.post(page, {"reason": "Skriv, hvad de frivillige laver."})

    need.refresh_from_db()
    assert (silent.status_code, told.status_code) == (422, 302)
    assert (need.state, need.review_reason) == ("draft", "Skriv, hvad de frivillige laver.")


def test_the_red_word_and_its_reason_are_on_the_first_page(cast: Cast, coordinator: Client) -> None:
    in_review(cast)

    page = coordinator.get(OVERVIEW).content.decode()

    assert page.count("<strong>sår</strong>") == 1
    assert page.count("Det er et kursus for familier.") == 1


def test_exceptions_are_counted(cast: Cast) -> None:
    by = cast.actor(cast.coordinator)
    in_review(cast)
    soon = open_slot(cast, seats=4, days=1)
    open_slot(cast, seats=1, days=5)
    helper = link_actor(cast.helper)
    accept_offer(offer=offer_to(soon, cast.helper), accepts_rules=True, by=helper, at=NOW)

    found = exceptions_for(by, NOW)
    later = exceptions_for(by, soon.ends_at + timedelta(days=2))

    assert [len(found.reviews), len(found.unrecorded)] == [1, 0]
    assert [one.slot.pk for one in found.endangered] == [soon.pk]
    assert [place.name for place in found.without_ambassador] == ["Kultur"]
    assert found.count == 3 + len(found.messages)
    assert [slot.pk for slot in later.unrecorded] == [soon.pk]


def test_an_ambassador_whose_time_is_over_does_not_count(cast: Cast) -> None:
    Role.objects.filter(kind="ambassador").update(valid_until=date(2026, 11, 22))

    found = exceptions_for(cast.actor(cast.coordinator), NOW)

    assert [place.name for place in found.without_ambassador] == ["Kultur", "Ældre"]


def test_a_seat_that_came_moves_the_figure(cast: Cast, coordinator: Client) -> None:
    slot = open_slot(cast, seats=2)
    accept_offer(
        offer=offer_to(slot, cast.helper), accepts_rules=True, by=link_actor(cast.helper), at=NOW
    )
    Assignment.objects.update(state="attended", hours=2)
    with time_machine.travel(slot.ends_at, tick=False):
        coordinator.force_login(cast.coordinator)
        page = coordinator.get(reverse("volunteers:indicator", args=["K01"])).content.decode()

    says = "Dækningsgrad er 50 % (1 af 2), og målet på 80 % er ikke nået."
    assert page.count(f"{says} Der mangler 30 procentpoint.") == 1


@pytest.mark.parametrize(
    "address", [OVERVIEW, "/koordinator/maal/K01/", "/koordinator/frivillige/"]
)
def test_pages_cost_the_same_with_one_row_and_with_three(
    cast: Cast, coordinator: Client, address: str
) -> None:
    costs = []
    for count in (1, 2):
        for _ in range(count):
            in_review(cast)
            slot = open_slot(cast, seats=4, days=1)
            Slot.objects.filter(pk=slot.pk).update(
                starts_at=NOW - timedelta(days=2), ends_at=NOW - timedelta(days=1)
            )
            open_slot(cast, seats=4, days=1)
        make_volunteers(cast, count)
        with CaptureQueriesContext(connection) as seen:
            coordinator.get(address)
        costs.append(len(seen))

    assert costs[0] == costs[1]
    # The first page is sixteen small lists and the figures, not one list.
    assert costs[0] <= {OVERVIEW: 31, "/koordinator/maal/K01/": 15}.get(address, 10)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("aage", ["Åge Ærø"]),
        ("ÅGE", ["Åge Ærø"]),
        ("soeren", ["Søren Bo"]),
        ("søren b", ["Søren Bo"]),
        ("20 12 99", ["Søren Bo"]),
        ("+45 20129", ["Søren Bo"]),
        ("aeroe", ["Åge Ærø"]),
        ("nobody", []),
    ],
)
def test_people_are_found_as_danes_type(cast: Cast, query: str, names: list[str]) -> None:
    make_volunteers(cast, 1, first_name="Åge", last_name="Ærø")
    make_volunteers(cast, 1, first_name="Søren", last_name="Bo", phone="+4520129999")

    found = people_found(Volunteer.objects.all(), query)

    assert [person.full_name for person in found] == names


def test_people_stand_in_danish_order(cast: Cast) -> None:
    for name in ("Øjvind", "Aase", "Zoe", "Ærna"):
        make_volunteers(cast, 1, first_name=name, last_name="")

    found = [person.first_name for person in people_found(Volunteer.objects.all(), "")]

    assert found == ["Anna", "Zoe", "Ærna", "Øjvind", "Aase"]


def test_a_person_has_the_history_and_the_consents(cast: Cast, coordinator: Client) -> None:
    slot = open_slot(cast)
    accept_offer(
        offer=offer_to(slot, cast.helper), accepts_rules=True, by=link_actor(cast.helper), at=NOW
    )

    page = coordinator.get(reverse("volunteers:person", args=[cast.helper.uuid])).content.decode()

    assert page.count("Spilleregler, version 1, og tavshed hos Solgården") == 1
    assert page.count("tilmeldt") == 1

"""The ground rules: read by all who sign in, changed by the coordinator."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backend.common.refusals import Clash, Invalid
from institutions.actions.documents import approve_rules, draft_rules, submit_rules
from institutions.models import RulesVersion
from institutions.queries.documents import next_content
from tests.cast import CONTENT, NOW, Cast, make_cast

OPTIONAL = ["R15", "R16"]


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """Monday at ten."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def coordinator(cast: Cast, client: Client) -> Client:
    """The coordinator, signed in."""
    client.force_login(cast.coordinator)
    return client


def to(name: str, *args: Any) -> str:
    return reverse(f"institutions:{name}", args=args)


def draft(cast: Cast) -> RulesVersion:
    by = cast.actor(cast.coordinator)
    return draft_rules(
        municipality=cast.municipality, content=CONTENT, parties="Byråd", by=by, at=NOW
    )


def test_the_rules_in_force_stand_word_for_word(cast: Cast, client: Client) -> None:
    client.force_login(cast.ambassador)
    page = client.get(to("documents")).content.decode()
    assert [page.count(rule["text"]) for rule in CONTENT["rules"]] == [1] * 14
    assert page.count("Jeg har læst spillereglerne, version 1.") == 1
    assert page.count("Byråd og FOA") == 2
    assert page.count("torsdag den 1. oktober 2026") == 2


def test_a_new_version_from_draft_to_force_says_what_it_opened(
    cast: Cast, coordinator: Client
) -> None:
    typed = {"parties": "Byrådet, FOA og 3F", "optional": ["R16"]}
    made = coordinator.post(to("new_document"), typed)
    version = RulesVersion.objects.get(number=2)
    assert made.headers["Location"] == to("document", 2)
    codes = list(version.rules.values_list("code", flat=True))
    assert codes == [*(rule["code"] for rule in CONTENT["rules"]), "R16"]
    sent = coordinator.post(to("submit_document", 2))
    assert sent.headers["Location"] == to("document", 2)
    approval = {"approved_by": "Byrådet", "approved_on": "20-11-2026"}
    done = coordinator.post(to("document", 2), approval, follow=True)
    page = done.content.decode()
    assert page.count("Version 2 er godkendt. 2 punkter i institutionernes tjeklister") == 1
    states = RulesVersion.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == ["superseded", "approved"]
    assert [row["reopened"] for row in done.context["rows"]] == [2, 0]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"approved_by": "", "approved_on": "20-11-2026"},
            {"approved_by": ["Udfyld feltet »Hvem har godkendt?«."]}),
        ({"approved_by": "Byrådet", "approved_on": "24-11-2026"},
            {"approved_on": ["Datoen ligger i fremtiden."]}),
    ],
)  # fmt: skip
def test_an_approval_needs_a_name_and_a_day_that_has_been(
    cast: Cast, coordinator: Client, typed: dict[str, str], errors: dict[str, list[str]]
) -> None:
    submit_rules(version=draft(cast), by=cast.actor(cast.coordinator), at=NOW)
    response = coordinator.post(to("document", 2), typed)
    assert response.status_code == 422
    assert response.context["form"].errors == errors
    assert RulesVersion.objects.get(number=2).state == "for_approval"


def test_a_draft_is_not_approved_before_it_was_sent_on(cast: Cast) -> None:
    by = cast.actor(cast.coordinator)
    with pytest.raises(Clash):
        approve_rules(
            version=draft(cast), approved_by="Byrådet", approved_on=NOW.date(), by=by, at=NOW
        )


def test_an_approval_by_nobody_is_refused(cast: Cast) -> None:
    by = cast.actor(cast.coordinator)
    version = draft(cast)
    submit_rules(version=version, by=by, at=NOW)
    with pytest.raises(Invalid):
        approve_rules(version=version, approved_by=" ", approved_on=NOW.date(), by=by, at=NOW)


def test_a_draft_is_seen_by_the_coordinator_alone(cast: Cast, client: Client) -> None:
    draft(cast)
    other = make_cast("Nordby", 2)
    seen = {}
    for user in (cast.coordinator, cast.leader, cast.ambassador, other.coordinator):
        client.force_login(user)
        seen[user.email] = [
            client.get(to("document", 2)).status_code,
            len(client.get(to("documents")).context["rows"]),
        ]
    assert list(seen.values()) == [[200, 2], [404, 1], [404, 1], [404, 1]]


def test_only_the_coordinator_makes_and_moves_versions(cast: Cast, client: Client) -> None:
    by = cast.actor(cast.coordinator)
    submit_rules(version=draft(cast), by=by, at=NOW)
    client.force_login(cast.leader)
    approval = {"approved_by": "Mig", "approved_on": "20-11-2026"}
    assert client.get(to("new_document")).status_code == 404
    assert client.post(to("submit_document", 2)).status_code == 403
    assert client.post(to("document", 2), approval).status_code == 403
    client.logout()
    assert client.get(to("documents")).status_code == 302
    assert list(RulesVersion.objects.values_list("state", flat=True)) == [
        "for_approval",
        "approved",
    ]


@pytest.mark.parametrize("chosen", [[], ["R15"], OPTIONAL])
def test_optional_rules_are_chosen_and_left_out_again(cast: Cast, chosen: list[str]) -> None:
    everything = next_content(None, OPTIONAL)
    by = cast.actor(cast.coordinator)
    version = draft_rules(
        municipality=cast.municipality, content=everything, parties="", by=by, at=NOW
    )
    content = next_content(version, chosen)
    optional = [rule["code"] for rule in content["rules"] if rule["code"] in OPTIONAL]
    assert (optional, len(content["rules"])) == (chosen, 14 + len(chosen))
    assert content["title"] == CONTENT["title"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_whatever_the_number_of_versions(
    cast: Cast, coordinator: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows - 1):
        draft(cast)
    with django_assert_num_queries(9):
        coordinator.get(to("documents"))
    assert RulesVersion.objects.filter(approved_on=date(2026, 10, 1)).count() == 1

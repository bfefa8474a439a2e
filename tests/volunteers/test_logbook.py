"""The record: both names where somebody acts for another, and who may read it."""

import ast
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backend.audit.models import AuditEntry
from backend.audit.own_deeds import BY_OWN_RIGHT
from backend.common.actors import Actor, RoleKind
from institutions.actions.checklists import untick_item
from institutions.actions.roles import give_role
from institutions.actions.slots import remove_slot
from institutions.models import Role
from tests.architecture.packages import source_files, tree
from tests.cast import NOW, Cast, draft_need, make_cast, open_slot
from tests.volunteers.stage import say_yes
from volunteers.actions.changes import cancel_slot
from volunteers.queries.logbook import entries_for
from volunteers.texts.deeds import known_words

Counting = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """Monday at ten."""
    with time_machine.travel(NOW, tick=False):
        yield


def recorded() -> set[str]:
    """Every deed that the code records under a fixed name."""
    calls = [
        node
        for path in source_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record" and node.args
    ]
    fixed = {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
    return {str(name) for name in fixed} | {"publish_task", "approve_task"}


def names(deed: str) -> list[tuple[str, str]]:
    rows = AuditEntry.objects.filter(deed=deed).order_by("id")
    return list(rows.values_list("actor_name", "on_behalf_of"))


def unticked(cast: Cast, by: Actor) -> tuple[str, str]:
    untick_item(institution=cast.here, code="F01", by=by, at=NOW)
    return names("untick_item")[-1]


def test_the_coordinator_acts_for_the_leader_with_both_names(cast: Cast) -> None:
    by = cast.actor(cast.coordinator)
    task = draft_need(cast, slots=2)
    remove_slot(slot=task.slots.latest("starts_at"), by=by, at=NOW)
    slot = open_slot(cast, days=6)
    cancel_slot(slot=slot, reason="Sygdom i huset.", by=by, at=NOW)

    both = (cast.coordinator.name, cast.leader.name)
    assert [unticked(cast, by), *names("remove_slot"), *names("cancel_slot")] == [both] * 3


def test_control_without_the_leaders_name_there_is_one(cast: Cast) -> None:
    naive = replace(cast.actor(cast.coordinator), leader_of=lambda _place: "")

    assert unticked(cast, naive) == (cast.coordinator.name, "")


def test_the_coordinators_own_deeds_have_one_name(cast: Cast) -> None:
    by = cast.actor(cast.coordinator)
    give_role(
        user=cast.ambassador,
        kind=RoleKind.DEPUTY,
        institution=cast.here,
        valid_from=NOW.date(),
        by=by,
        at=NOW,
    )
    assert names("give_role") == [(cast.coordinator.name, "")]


def test_without_a_leader_the_contact_is_named_and_an_own_role_speaks_for_itself(
    cast: Cast,
) -> None:
    Role.objects.filter(user=cast.leader).delete()
    assert unticked(cast, cast.actor(cast.coordinator)) == (cast.coordinator.name, "Lone")
    give_role(
        user=cast.coordinator,
        kind=RoleKind.LEADER,
        institution=cast.here,
        valid_from=NOW.date(),
        by=cast.actor(cast.coordinator),
        at=NOW,
    )
    own = cast.actor(cast.coordinator)
    untick_item(institution=cast.here, code="F03", by=own, at=NOW)
    assert names("untick_item")[-1] == (cast.coordinator.name, "")


def test_the_record_shows_both_names_and_can_show_those_alone(cast: Cast, client: Client) -> None:
    unticked(cast, cast.actor(cast.coordinator))
    client.force_login(cast.coordinator)
    page = client.get(f"{reverse('institutions:logbook')}?paavegne=1")
    assert [line.deed for line in page.context["lines"]] == ["Åbnede et punkt i tjeklisten"]
    shown = page.content.decode()
    assert shown.count(f"på vegne af {cast.leader.name}") == 1


def test_a_leader_reads_the_own_place_and_nothing_volunteers_did(cast: Cast) -> None:
    say_yes(open_slot(cast), cast.helper)
    other = make_cast("Nordby", 2)
    untick_item(institution=other.here, code="F01", by=other.actor(other.leader), at=NOW)
    mine = entries_for(cast.actor(cast.leader))
    assert set(mine.values_list("actor_kind", flat=True)) == {"user"}
    assert not mine.filter(deed__in=["accept_offer", "decline_offer"]).exists()
    assert mine.filter(deed="publish_task").count() == 1
    assert entries_for(cast.actor(cast.leader_elsewhere)).filter(deed="publish_task").count() == 0
    assert entries_for(cast.actor(cast.coordinator)).filter(deed="accept_offer").count() == 1
    assert entries_for(cast.actor(cast.ambassador)).count() == 0


def test_every_deed_has_danish_words_and_the_own_ones_exist() -> None:
    known = recorded()

    assert sorted(known - known_words()["deeds"].keys()) == []
    assert sorted(BY_OWN_RIGHT - known) == []


def test_the_page_costs_the_same_whatever_there_is(
    cast: Cast, client: Client, django_assert_num_queries: Counting
) -> None:
    client.force_login(cast.leader)
    for _ in range(2):
        draft_need(cast)
        with django_assert_num_queries(10):
            client.get(reverse("institutions:logbook"))

"""The shared administration's places, a leader's closing, and handing over to nobody's namesake."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backend.accounts.models import User
from backend.common.actors import RoleKind
from backend.common.refusals import NotAllowed
from institutions.actions.departments import close_institution
from institutions.actions.handover import hand_over
from institutions.actions.projects import create_project
from institutions.actions.roles import create_user
from institutions.actions.shared_places import choose_places
from institutions.models import Institution, Role, Task
from tests.cast import NOW, Cast, draft_need, make_cast
from tests.institutions.stage import PROJECT

TODAY = NOW.date()


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """Monday at ten."""
    with time_machine.travel(NOW, tick=False):
        yield


def to(name: str, *args: Any) -> str:
    return reverse(f"institutions:{name}", args=args)


def somebody(cast: Cast, name: str = "Ida Fælles") -> User:
    return create_user(
        municipality=cast.municipality,
        email=f"{len(name)}@test.invalid",
        name=name,
        phone="+4512340009",
        by=cast.actor(cast.coordinator),
        at=NOW,
    )


def test_places_are_chosen_all_at_once(cast: Cast, client: Client) -> None:
    clerk = somebody(cast)
    client.force_login(cast.coordinator)
    page = to("shared", clerk.pk)
    client.post(page, {"places": [cast.here.pk, cast.elsewhere.pk]})
    assert [grant.on_behalf_of for grant in cast.actor(clerk).grants] == [
        cast.leader.name, cast.leader_elsewhere.name
    ]  # fmt: skip
    assert client.get(page).content.decode().count("checked") == 2
    client.post(page, {"places": [cast.elsewhere.pk]})
    assert [grant.institution_id for grant in cast.actor(clerk).grants] == [cast.elsewhere.pk]
    again = choose_places(
        user=clerk, places=[cast.elsewhere], by=cast.actor(cast.coordinator), at=NOW
    )
    assert again == (0, 0)
    wrong = client.post(page, {"places": [make_cast("Nordby", 2).here.pk]})
    assert wrong.status_code == 422


def test_only_the_coordinator_chooses(cast: Cast, client: Client) -> None:
    clerk = somebody(cast)
    with pytest.raises(NotAllowed):
        choose_places(user=clerk, places=[cast.here], by=cast.actor(cast.leader), at=NOW)
    client.force_login(cast.leader)
    assert client.get(to("shared", clerk.pk)).status_code == 404
    assert not Role.objects.filter(kind=RoleKind.SHARED_ADMINISTRATION).exists()


def test_a_leader_closes_the_own_place_and_says_what_becomes_of_its_needs(
    cast: Cast, client: Client
) -> None:
    task = draft_need(cast)
    client.force_login(cast.leader)
    page = to("close_place", cast.here.external_uuid)
    assert client.get(to("roles")).content.decode().count(page) == 1
    unsaid = client.post(page, {})
    assert (unsaid.status_code, list(unsaid.context["form"].errors)) == (422, ["needs"])
    kept = client.post(page, {"needs": "keep"})
    assert kept.headers["Location"] == to("board")
    client.post(page, {"needs": "cancel", "reason": "Vi flytter."})
    assert Institution.objects.get(pk=cast.here.pk).closed_at == NOW
    assert Task.objects.get(pk=task.pk).state == "cancelled"
    assert client.get(to("close_place", cast.elsewhere.external_uuid)).status_code == 404
    assert client.post(to("reopen_place", cast.here.external_uuid)).status_code == 404


def test_nobody_elses_coordinator_closes_it(cast: Cast) -> None:
    other = make_cast("Nordby", 2)
    for by in (cast.actor(cast.leader_elsewhere), other.actor(other.coordinator)):
        with pytest.raises(NotAllowed):
            close_institution(institution=cast.here, by=by, at=NOW)


def test_a_namesake_elsewhere_keeps_the_needs(cast: Cast) -> None:
    """The naive match by name alone would hand over another person's needs."""
    draft_need(cast, contact_name=cast.leader.name, contact_phone="+4512340001")
    namesake = somebody(cast, cast.leader.name)
    Role.objects.create(
        user=namesake,
        municipality=cast.municipality,
        kind=RoleKind.LEADER,
        institution=cast.elsewhere,
        valid_from=TODAY,
    )
    by = cast.actor(cast.coordinator)

    changed = hand_over(
        leaver=namesake, successor=somebody(cast, "Ny Person"), last_day=TODAY, by=by, at=NOW
    )

    naive = Task.objects.filter(contact_name=namesake.name).count()
    assert (changed, naive) == (0, 1)


def test_projects_are_handed_over_too(cast: Cast) -> None:
    by = cast.actor(cast.coordinator)
    leaver, heir = somebody(cast, "Den Gamle"), somebody(cast, "Den Nye Person")
    User.objects.filter(pk=heir.pk).update(phone="+4512340010")
    heir.refresh_from_db()
    project = create_project(
        municipality=cast.municipality,
        department=cast.here.department,
        partners=[],
        members=[leaver],
        fields={**PROJECT, "contact_name": leaver.name, "contact_phone": leaver.phone},
        by=by,
        at=NOW,
    )

    hand_over(leaver=leaver, successor=heir, last_day=TODAY, by=by, at=NOW)

    project.refresh_from_db()
    assert (project.contact_name, list(project.members.all())) == (heir.name, [heir])

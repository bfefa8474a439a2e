"""Roles: given and taken by those entitled, in periods, handed over, logged with both names."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backend.accounts.models import User
from backend.audit.models import AuditEntry
from backend.common.actors import Actor, RoleKind
from backend.common.refusals import Clash, Invalid, NotAllowed
from backend.messaging.models import Message
from institutions.actions.checklists import untick_item
from institutions.actions.handover import hand_over
from institutions.actions.invitations import send_invitation
from institutions.actions.roles import change_role, create_user, give_role, take_role
from institutions.actions.settings import switch_feature
from institutions.models import Institution, Role
from institutions.queries.actors import actor_for
from institutions.queries.roles import ambassadors_by_department
from institutions.rules.deeds import Deed, require_may
from institutions.rules.features import Feature
from institutions.rules.roles import LEADERS_TO_GIVE
from tests.cast import NOW, PASSWORD, Cast, draft_need, make_cast

Counting = Callable[[int], AbstractContextManager[Any]]
TODAY = NOW.date()


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


def typed(**changes: Any) -> dict[str, Any]:
    """The form of a role as the browser sends it."""
    return {
        "email": "ny@test.invalid",
        "name": "Ny Person",
        "phone": "12 34 80 02",
        "valid_from": "23-11-2026",
        "valid_until": "",
        **changes,
    }


def somebody(cast: Cast, name: str = "Ida Ny", phone: str = "+4512348003") -> User:
    return create_user(
        municipality=cast.municipality,
        email=f"{name.lower().replace(' ', '.')}@test.invalid",
        name=name,
        phone=phone,
        by=cast.actor(cast.coordinator),
        at=NOW,
    )


def give(cast: Cast, user: User, kind: RoleKind, by: Actor, **how: Any) -> Role:
    return give_role(user=user, kind=kind, valid_from=TODAY, by=by, at=NOW, **how)


def test_a_new_person_chooses_a_password_from_the_mail(
    cast: Cast, coordinator: Client, client: Client
) -> None:
    answer = coordinator.post(to("give_role"), typed(kind="leader", institution=cast.elsewhere.pk))
    assert answer.status_code == 302
    user = User.objects.get(email="ny@test.invalid")
    mail = Message.objects.get(kind="adgang")
    assert (mail.channel, mail.to, user.has_usable_password()) == ("email", user.email, False)
    link = re.search(r"http\S+/konto/ny/\S+", mail.body)
    assert link is not None
    visitor = Client()
    address = "/" + link[0].split("/", 3)[3]
    page = visitor.get(address, follow=True)
    where = page.redirect_chain[-1][0]
    visitor.post(where, {"password1": PASSWORD, "password2": PASSWORD})
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    # The link works once.
    again = Client().get(address)
    assert again.status_code == 200
    assert again.context["token_fail"] is True


def test_the_same_person_again_gets_no_second_mail(cast: Cast, coordinator: Client) -> None:
    for _ in range(2):
        coordinator.post(to("give_role"), typed(kind="leader", institution=cast.elsewhere.pk))
    assert Message.objects.filter(kind="adgang").count() == 1
    assert Role.objects.filter(user__email="ny@test.invalid").count() == 1
    role = Role.objects.get(user__email="ny@test.invalid")
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        coordinator.post(to("send_invitation", role.pk))
    assert Message.objects.filter(kind="adgang").count() == 2


def test_a_refused_role_makes_nobody(cast: Cast, coordinator: Client) -> None:
    answer = coordinator.post(to("give_role"), typed(kind="ambassador"))
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"department": ["Vælg afdelingen."]}
    assert answer.context["form"]["name"].value() == "Ny Person"
    assert User.objects.filter(email="ny@test.invalid").count() == 0


def test_a_leader_gives_deputies_of_the_own_institution(cast: Cast, client: Client) -> None:
    client.force_login(cast.leader)
    client.post(to("give_role"), typed(kind="deputy", institution=cast.here.pk))
    role = Role.objects.get(user__email="ny@test.invalid")
    assert (role.kind, role.institution, role.valid_from) == ("deputy", cast.here, TODAY)
    client.post(to("take_role", role.pk))
    assert Role.objects.filter(pk=role.pk).count() == 0


@pytest.mark.parametrize("kind", [kind for kind in RoleKind if kind not in LEADERS_TO_GIVE])
def test_a_leader_gives_nothing_else(cast: Cast, client: Client, kind: RoleKind) -> None:
    by = cast.actor(cast.leader)
    how = {"institution": cast.here} if kind in ("leader", "shared_administration") else {}
    if kind == RoleKind.AMBASSADOR:
        how = {"department": cast.here.department}  # type: ignore[dict-item]
    with pytest.raises(NotAllowed):
        give(cast, cast.leader, kind, by, **how)
    client.force_login(cast.leader)
    answer = client.post(to("give_role"), typed(kind=kind.value, institution=cast.here.pk))
    assert answer.status_code == 422
    assert Role.objects.filter(user=cast.leader).count() == 1


def test_control_a_leader_who_could_keep_the_organisation_would_give_coordinator(
    cast: Cast,
) -> None:
    """The naive check, "somebody who may give roles": it lets a leader make coordinators."""
    require_may(cast.actor(cast.leader), Deed.GIVE_DEPUTY, institution_id=cast.here.pk)
    give(cast, cast.leader, RoleKind.COORDINATOR, cast.actor(cast.coordinator))
    assert cast.actor(cast.leader).has(RoleKind.COORDINATOR)


def test_a_leader_gives_no_deputy_elsewhere(cast: Cast, client: Client) -> None:
    with pytest.raises(NotAllowed):
        give(
            cast,
            somebody(cast),
            RoleKind.DEPUTY,
            cast.actor(cast.leader),
            institution=cast.elsewhere,
        )
    client.force_login(cast.leader)
    role = Role.objects.get(user=cast.leader_elsewhere)
    assert client.get(to("role", role.pk)).status_code == 404
    assert client.post(to("take_role", role.pk)).status_code == 404


def test_leaders_give_no_roles_where_that_is_off(cast: Cast) -> None:
    switch_feature(
        municipality=cast.municipality,
        feature=Feature.LEADERS_GIVE_ROLES,
        everywhere=False,
        departments=[cast.elsewhere.department],
        by=cast.actor(cast.coordinator),
        at=NOW,
    )
    user = somebody(cast)
    with pytest.raises(NotAllowed) as refused:
        give(cast, user, RoleKind.DEPUTY, cast.actor(cast.leader), institution=cast.here)
    assert refused.value.code == "not_in_pilot"


def test_a_leader_cannot_take_the_own_role_or_a_coordinators(cast: Cast) -> None:
    for user in (cast.leader, cast.coordinator):
        with pytest.raises(NotAllowed):
            take_role(role=Role.objects.get(user=user), by=cast.actor(cast.leader), at=NOW)


def test_a_taken_role_loses_access_at_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.leader)
    kept_from_sign_in = cast.actor(cast.leader)
    assert client.get(to("board")).status_code == 200

    role = Role.objects.get(user=cast.leader)
    take_role(role=role, by=cast.actor(cast.coordinator), at=NOW)

    assert client.get(to("board")).status_code == 404
    # Control: an actor remembered from sign-in would still be let in.
    require_may(kept_from_sign_in, Deed.POST_NEED, institution_id=cast.here.pk)


def test_a_role_holds_from_its_first_to_its_last_day(cast: Cast) -> None:
    user = somebody(cast)
    give_role(
        user=user,
        kind=RoleKind.DEPUTY,
        institution=cast.here,
        valid_from=date(2026, 11, 24),
        valid_until=date(2026, 11, 25),
        by=cast.actor(cast.coordinator),
        at=NOW,
    )
    held = []
    for days in range(4):
        actor = actor_for(user, NOW + timedelta(days=days))
        assert actor is not None
        held.append(actor.has(RoleKind.DEPUTY))
    assert held == [False, True, True, False]


@pytest.mark.parametrize(
    ("until", "trained", "field"),
    [
        (date(2026, 11, 22), None, "valid_until"),
        (None, date(2026, 11, 24), "trained_on"),
    ],
)
def test_a_period_and_a_course_that_cannot_be(
    cast: Cast, until: date | None, trained: date | None, field: str
) -> None:
    role = Role.objects.get(user=cast.ambassador)
    with pytest.raises(Invalid) as refused:
        change_role(
            role=role,
            valid_until=until,
            trained_on=trained,
            by=cast.actor(cast.coordinator),
            at=NOW,
        )
    assert list(refused.value.fields) == [field]


def test_the_only_coordinator_has_no_last_day(cast: Cast, coordinator: Client) -> None:
    role = Role.objects.get(user=cast.coordinator)
    answer = coordinator.post(to("role", role.pk), {"valid_until": "31-12-2026"})
    assert answer.status_code == 409
    assert answer.context["form"]["valid_until"].value() == "31-12-2026"


def test_ambassadors_are_appointed_and_trained(cast: Cast, coordinator: Client) -> None:
    role = Role.objects.get(user=cast.ambassador)
    coordinator.post(to("role", role.pk), {"trained_on": "20-11-2026"})
    rows = ambassadors_by_department(cast.municipality.pk, TODAY)
    told = [(row.department.name, len(row.roles), row.trained) for row in rows]
    assert told == [("Kultur", 0, False), ("Ældre", 1, True)]
    page = coordinator.get(to("ambassadors"))
    facts = (page.context["covered"], page.context["appointed"], page.context["trained"])
    assert facts == (1, 1, 1)


def test_who_leaves_hands_over_roles_and_needs(cast: Cast, coordinator: Client) -> None:
    need = draft_need(cast, contact_name=cast.leader.name, contact_phone="+4512340001")
    Institution.objects.filter(pk=cast.here.pk).update(contact_name=cast.leader.name)
    successor = somebody(cast)
    answer = coordinator.post(
        to("handover", cast.leader.pk), {"last_day": "30-11-2026", "successor": successor.pk}
    )
    assert answer.status_code == 302
    need.refresh_from_db()
    cast.here.refresh_from_db()
    assert (need.contact_name, need.contact_phone) == ("Ida Ny", "+4512348003")
    assert cast.here.contact_name == "Ida Ny"
    leads = []
    for day in (date(2026, 11, 30), date(2026, 12, 1)):
        at = NOW.replace(year=day.year, month=day.month, day=day.day)
        leads.append(
            [cast.actor(user, at).has(RoleKind.LEADER) for user in (cast.leader, successor)]
        )
    assert leads == [[True, False], [False, True]]
    entry = AuditEntry.objects.get(deed="hand_over")
    assert entry.details == {"roles": 1, "needs": 1, "calls": 0, "successor": successor.pk}
    coordinator.post(
        to("handover", cast.leader.pk), {"last_day": "30-11-2026", "successor": successor.pk}
    )
    assert AuditEntry.objects.filter(deed="hand_over").count() == 1


def test_nobody_leaves_with_needs_that_people_call_about(cast: Cast) -> None:
    draft_need(cast, contact_name=cast.leader.name, contact_phone="+4512340001")
    by = cast.actor(cast.coordinator)
    with pytest.raises(Invalid) as refused:
        hand_over(leaver=cast.leader, successor=None, last_day=TODAY, by=by, at=NOW)
    assert list(refused.value.fields) == ["successor"]
    with pytest.raises(Clash) as last:
        hand_over(leaver=cast.coordinator, successor=None, last_day=TODAY, by=by, at=NOW)
    assert last.value.code == "last_coordinator"


def test_the_shared_administration_acts_with_both_names(cast: Cast) -> None:
    user = somebody(cast)
    for place in (cast.here, cast.elsewhere):
        give(
            cast,
            user,
            RoleKind.SHARED_ADMINISTRATION,
            cast.actor(cast.coordinator),
            institution=place,
        )
    by = cast.actor(user)
    untick_item(institution=cast.here, code="F01", by=by, at=NOW)
    draft = draft_need(cast)
    assert draft.slots.count() == 1
    entry = AuditEntry.objects.get(deed="untick_item")
    assert (entry.actor_name, entry.on_behalf_of) == ("Ida Ny", cast.leader.name)
    # The leader's own deeds are the leader's alone.
    own = AuditEntry.objects.filter(deed="draft_task").get()
    assert (own.actor_name, own.on_behalf_of) == (cast.leader.name, "")
    assert by.speaks_for(cast.elsewhere.pk) == cast.leader_elsewhere.name
    assert by.speaks_for(None) == ""


def test_rows_below_an_institution_are_logged_with_both_names_too(cast: Cast) -> None:
    from institutions.actions.slots import remove_slot

    user = somebody(cast)
    role = give(
        cast,
        user,
        RoleKind.SHARED_ADMINISTRATION,
        cast.actor(cast.coordinator),
        institution=cast.here,
    )
    task = draft_need(cast, slots=2)
    remove_slot(slot=task.slots.latest("starts_at"), by=cast.actor(user), at=NOW)
    newest = AuditEntry.objects.order_by("id").last()
    assert newest is not None
    assert (newest.deed, newest.on_behalf_of) == ("remove_slot", cast.leader.name)
    assert role.institution == cast.here


def test_a_role_of_another_municipality_is_not_found(cast: Cast, coordinator: Client) -> None:
    other = make_cast("Nordby", 2)
    role = Role.objects.get(user=other.leader)
    assert coordinator.get(to("role", role.pk)).status_code == 404
    assert coordinator.post(to("take_role", role.pk)).status_code == 404
    assert coordinator.get(to("handover", other.leader.pk)).status_code == 404
    by = cast.actor(cast.coordinator)
    with pytest.raises(NotAllowed):
        take_role(role=role, by=by, at=NOW)
    with pytest.raises(NotAllowed):
        send_invitation(user=other.leader, by=by, at=NOW)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("page", [("roles", 5), ("ambassadors", 6)])
def test_lists_cost_the_same_whatever_the_number_of_rows(
    cast: Cast,
    coordinator: Client,
    rows: int,
    page: tuple[str, int],
    django_assert_num_queries: Counting,
) -> None:
    by = cast.actor(cast.coordinator)
    for n in range(rows):
        user = somebody(cast, f"Ib{n} Ny")
        give(cast, user, RoleKind.AMBASSADOR, by, department=cast.here.department)
    name, queries = page
    with django_assert_num_queries(queries):
        coordinator.get(to(name))

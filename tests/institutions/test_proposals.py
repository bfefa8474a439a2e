"""Employees propose and the leader decides; named colleagues post in the leader's name."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backend.accounts.models import User
from backend.audit.models import AuditEntry
from backend.common.actors import Actor, RoleKind
from backend.common.refusals import Invalid, NotAllowed
from institutions.actions.proposals import propose_task, return_proposal
from institutions.actions.roles import create_user, give_role
from institutions.actions.slots import add_slot
from institutions.actions.tasks import draft_task, edit_task
from institutions.models import Task
from institutions.queries.scope import drafts_for, places_to_draft
from tests.cast import NOW, Cast, draft_need, make_volunteers, task_fields
from volunteers.actions.publishing import publish_need
from volunteers.models import Offer

pytestmark = pytest.mark.django_db


def colleague(cast: Cast, kind: RoleKind, name: str = "Mette Hjælper") -> User:
    """Somebody at the institution here, given the role by its leader's coordinator."""
    by = cast.actor(cast.coordinator)
    user = create_user(
        municipality=cast.municipality,
        email=f"{kind}.{name[:5].lower()}@test.invalid",
        name=name,
        by=by,
        at=NOW,
    )
    give_role(
        user=user,
        kind=kind,
        institution=cast.here,
        valid_from=date(2026, 1, 1),
        by=by,
        at=NOW,
    )
    return user


def proposed(cast: Cast, by: Actor) -> Task:
    """An employee's need with a time, handed to the leader."""
    task = draft_task(institution=cast.here, fields=task_fields(cast), by=by, at=NOW)
    slot = draft_need(cast).slots.get()
    add_slot(task=task, starts_at=slot.starts_at, ends_at=slot.ends_at, seats=1, by=by, at=NOW)
    return propose_task(task=task, by=by, at=NOW)


def test_nobody_is_asked_before_the_leader_has_published(cast: Cast, client: Client) -> None:
    make_volunteers(cast, 3)
    employee = cast.actor(colleague(cast, RoleKind.EMPLOYEE))
    task = proposed(cast, employee)
    public = reverse("volunteers:open_needs") + f"?kommune={cast.municipality.slug}"

    with time_machine.travel(NOW, tick=False):
        before = client.get(public).content.decode().count(task.title)
        with pytest.raises(NotAllowed):
            publish_need(task=task, by=employee, at=NOW)
        asked_before = Offer.objects.count()
        leader = cast.actor(cast.leader)
        client.force_login(cast.leader)
        for code in ("F02", "F15"):
            client.post(reverse("institutions:need_points", args=[task.pk]), {code: "on"})
        client.post(reverse("institutions:need_points", args=[task.pk]), {"F02": "on", "F15": "on"})
        publish_need(task=task, by=leader, at=NOW)
        client.logout()
        after = client.get(public).content.decode().count(task.title)

    assert (before, asked_before, after) == (0, 0, 1)
    assert Offer.objects.count() > 0
    task.refresh_from_db()
    assert (task.responsible, task.created_by.name) == (cast.leader, "Mette Hjælper")


def test_an_employee_touches_only_own_drafts(cast: Cast) -> None:
    employee = cast.actor(colleague(cast, RoleKind.EMPLOYEE))
    other = cast.actor(colleague(cast, RoleKind.EMPLOYEE, "Ole Kollega"))
    task = proposed(cast, employee)

    with pytest.raises(NotAllowed):
        edit_task(task=task, fields=task_fields(cast, title="Andet"), by=other, at=NOW)

    assert list(drafts_for(employee)) == [task]
    assert list(drafts_for(other)) == []
    assert list(places_to_draft(employee)) == [cast.here]
    # Control: who reaches the whole municipality still finds everything.
    assert drafts_for(cast.actor(cast.coordinator)).count() == Task.objects.count() == 2


def test_the_leader_gives_it_back_with_a_reason_and_it_can_come_again(cast: Cast) -> None:
    employee, leader = cast.actor(colleague(cast, RoleKind.EMPLOYEE)), cast.actor(cast.leader)
    task = proposed(cast, employee)

    with pytest.raises(Invalid):
        return_proposal(task=task, reason=" ", by=leader, at=NOW)
    back = return_proposal(task=task, reason="Skriv hvor længe.", by=leader, at=NOW)
    again = propose_task(task=task, by=employee, at=NOW)

    assert (back.proposed_at, back.review_reason) == (None, "Skriv hvor længe.")
    assert (again.proposed_at, again.review_reason) == (NOW, "")


def test_the_employee_changing_a_proposal_takes_it_back_and_the_leader_does_not(
    cast: Cast,
) -> None:
    employee, leader = cast.actor(colleague(cast, RoleKind.EMPLOYEE)), cast.actor(cast.leader)
    task = proposed(cast, employee)

    by_leader = edit_task(task=task, fields=task_fields(cast, title="Tur"), by=leader, at=NOW)
    kept = by_leader.proposed_at
    by_employee = edit_task(task=task, fields=task_fields(cast, title="Gåtur"), by=employee, at=NOW)

    assert (kept, by_employee.proposed_at) == (NOW, None)


def test_the_pages_lead_an_employee_to_the_leader(cast: Cast, client: Client) -> None:
    employee = colleague(cast, RoleKind.EMPLOYEE)
    time = {"day": "26-11-2026", "starts": "13.30", "ends": "16", "seats": "2"}
    words = {name: value for name, value in task_fields(cast).items() if name != "kind"}
    phone = {"contact_name": "Lone", "contact_phone": "12 34 56 78", "child_contact": "none"}

    with time_machine.travel(NOW, tick=False):
        client.force_login(employee)
        client.post(
            reverse("institutions:new_need", args=[cast.here.pk]),
            {**words, **phone, "kind": cast.kind.pk},
        )
        task = Task.objects.get()
        client.post(reverse("institutions:need_times", args=[task.pk]), time)
        points = client.get(reverse("institutions:need_points", args=[task.pk]))
        check = client.get(points.headers["Location"]).content.decode()
        sent = client.post(reverse("institutions:need_check", args=[task.pk]))
        receipt = client.get(sent.headers["Location"]).content.decode()
        board = client.get(reverse("institutions:board"))

    task.refresh_from_db()
    assert check.count("Send forslaget til din leder") == 1
    assert check.count("Send sms til") == 0
    assert receipt.count("Forslaget er sendt til din leder") == 1
    assert (task.state, task.proposed_at, board.status_code) == ("draft", NOW, 404)


def test_a_delegate_posts_and_the_leader_stays_responsible_in_the_record(cast: Cast) -> None:
    delegate = cast.actor(colleague(cast, RoleKind.DELEGATE, "Bo Betroet"))
    task = draft_need(cast)

    publish_need(task=task, by=delegate, at=NOW)

    entry = AuditEntry.objects.get(deed="publish_task")
    assert (entry.actor_name, entry.on_behalf_of) == ("Bo Betroet", cast.leader.name)
    task.refresh_from_db()
    assert task.responsible == cast.leader


def test_control_the_leaders_own_deed_names_nobody_else(cast: Cast) -> None:
    task = draft_need(cast)

    publish_need(task=task, by=cast.actor(cast.leader), at=NOW)

    assert AuditEntry.objects.get(deed="publish_task").on_behalf_of == ""

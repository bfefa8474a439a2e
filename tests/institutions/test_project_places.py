"""A need belongs to an institution or to a project that asks for help; closed days on a page."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from backend.common.refusals import Clash, Invalid
from institutions.actions.project_places import open_project
from institutions.actions.projects import create_project, end_project
from institutions.actions.slots import add_slot
from institutions.actions.tasks import draft_task
from institutions.models import ClosedDay, Project, Task
from institutions.queries.scope import places_to_draft
from tests.cast import NOW, Cast, make_ready, make_volunteers, offer_to, task_fields
from tests.institutions.stage import PROJECT
from volunteers.actions.publishing import publish_need
from volunteers.models import Assignment
from volunteers.queries.calendars import event_of

pytestmark = pytest.mark.django_db


def project_of(cast: Cast) -> Project:
    """A green project of the department here, with the leader elsewhere as its member."""
    return create_project(
        municipality=cast.municipality,
        department=cast.here.department,
        partners=[cast.elsewhere.department],
        members=[cast.leader_elsewhere],
        fields=PROJECT,
        by=cast.actor(cast.coordinator),
        at=NOW,
    )


def opened(cast: Cast, project: Project):
    """The project's place, led by its member."""
    return open_project(
        project=project,
        address="Søvej 2",
        postcode="8999",
        short_name="Blomster",
        leader=cast.leader_elsewhere,
        by=cast.actor(cast.coordinator),
        at=NOW,
    )


def test_a_projects_need_is_posted_by_its_leader_under_the_same_rules(cast: Cast) -> None:
    project = project_of(cast)
    place = opened(cast, project)
    assert opened(cast, project) == place
    leader = cast.actor(cast.leader_elsewhere)
    task = draft_task(institution=place, fields=task_fields(cast), by=leader, at=NOW)
    start = NOW + timedelta(days=3)
    end = start + timedelta(hours=2)
    slot = add_slot(task=task, starts_at=start, ends_at=end, seats=1, by=leader, at=NOW)

    with pytest.raises(Invalid) as refusal:
        publish_need(task=task, by=leader, at=NOW)

    make_ready(cast, place, cast.leader_elsewhere, NOW)
    assert refusal.value.code == "checklist_open"
    assert set(places_to_draft(leader)) == {place, cast.elsewhere}
    seat = Assignment(
        volunteer=make_volunteers(cast, 1)[0], slot=slot, offer=offer_to(slot, cast.helper)
    )
    event = event_of(seat, NOW)
    assert event.location == "Blomster ved søen, Søvej 2, 8999"
    assert "Tøj og udstyr: Gummistøvler\nAflyses ved: Storm" in event.description


def test_a_need_with_neither_is_refused_by_the_database(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.create(
            municipality=cast.municipality,
            kind=cast.kind,
            created_by=cast.leader,
            created_at=NOW,
        )


def test_a_project_does_not_end_while_it_asks_for_help(cast: Cast) -> None:
    project = project_of(cast)
    opened(cast, project)

    with pytest.raises(Clash) as refusal:
        end_project(project=project, by=cast.actor(cast.coordinator), at=NOW)

    assert refusal.value.code == "place_open"


def test_only_a_member_answers_for_the_projects_needs(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        open_project(
            project=project_of(cast),
            address="Søvej 2",
            postcode="8999",
            short_name="Blomster",
            leader=cast.leader,
            by=cast.actor(cast.coordinator),
            at=NOW,
        )

    assert list(refusal.value.fields) == ["leader"]


def test_the_pages_open_a_project_and_keep_closed_days(cast: Cast, client: Client) -> None:
    project = project_of(cast)
    with time_machine.travel(NOW, tick=False):
        client.force_login(cast.coordinator)
        sent = client.post(
            reverse("institutions:open_project", args=[project.uuid]),
            {
                "short_name": "Blomster",
                "address": "Søvej 2",
                "postcode": "8999",
                "leader": cast.leader_elsewhere.pk,
            },
        )
        shown = client.get(sent.headers["Location"]).content.decode()
        closed = reverse("institutions:closed_days")
        wrong = client.post(
            closed, {"name": "Jul", "first_on": "24-12-2026", "last_on": "23-12-2026"}
        )
        client.post(closed, {"name": "Juleaften", "first_on": "24-12-2026"})
        listed = client.get(closed).content.decode()
        days = ClosedDay.objects.get()
        client.post(reverse("institutions:reopen_days", args=[days.pk]))

    assert shown.count("Nyt behov for projektet") == 1
    assert wrong.status_code == 422
    assert list(wrong.context["form"].errors) == ["last_on"]
    assert listed.count("torsdag den 24. december 2026") == 1
    assert ClosedDay.objects.count() == 0

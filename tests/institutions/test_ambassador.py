"""The ambassador's page: endangered needs, unready places, silent places, and no names."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from institutions.models import ChecklistRun, Institution, Slot, Task
from tests.cast import NOW, Cast, make_cast, make_volunteers, open_slot
from tests.institutions.pages import words
from tests.volunteers.stage import slot_with
from volunteers.models import Forecast
from volunteers.queries.departments import DepartmentView, department_view

PAGE = reverse("institutions:ambassador")
Counting = Callable[[int], AbstractContextManager[object]]


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """Monday at ten."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ambassador(cast: Cast, client: Client) -> Client:
    """The ambassador of the department here, signed in."""
    client.force_login(cast.ambassador)
    return client


def _view(cast: Cast) -> DepartmentView:
    return department_view(cast.here.department, cast.actor(cast.ambassador), NOW)


def _another_place(cast: Cast, number: int) -> Institution:
    return Institution.objects.create(
        municipality=cast.municipality,
        department=cast.here.department,
        name=f"Sted {number}",
        short_name=f"Sted {number}",
        address="Prøvevej 2",
        postcode="8999",
        contact_name="Bo",
        contact_phone="+4512345679",
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_eight_queries_whatever_the_rows(
    cast: Cast, ambassador: Client, django_assert_num_queries: Counting, count: int
) -> None:
    for number in range(count):
        open_slot(cast, days=1 + number)
        _another_place(cast, number)

    with django_assert_num_queries(8):
        answer = ambassador.get(PAGE)

    assert len(answer.context["view"].needs) == count


def test_a_need_that_begins_within_two_days_or_will_hardly_fill_is_endangered(
    cast: Cast,
) -> None:
    soon, unlikely, safe = (open_slot(cast, days=days) for days in (1, 3, 4))
    full = slot_with(cast, 1, days=5)
    for slot, chance in ((soon, 0.9), (unlikely, 0.49), (safe, 0.5)):
        Forecast.objects.filter(slot=slot).update(chance=chance)

    view = _view(cast)

    assert [need.slot for need in view.endangered] == [soon, unlikely]
    assert [need.slot for need in view.safe] == [safe]
    assert full not in [need.slot for need in view.needs]


def test_a_checklist_that_is_open_or_runs_out_is_named(cast: Cast) -> None:
    place = _another_place(cast, 1)
    before = _view(cast).unready
    ChecklistRun.objects.filter(institution=cast.here).update(
        valid_until=(NOW + timedelta(days=30)).date()
    )

    after = _view(cast).unready

    assert [one.institution for one in before] == [place]
    assert before[0].open_points > 0
    assert {one.institution: (bool(one.open_points), one.runs_out) for one in after} == {
        cast.here: (False, True),
        place: (True, False),
    }


def test_a_place_without_a_need_for_a_month_is_named_with_its_days(
    cast: Cast, ambassador: Client
) -> None:
    never = _another_place(cast, 1)
    slot = open_slot(cast)
    assert [one.institution for one in _view(cast).silent] == [never]
    Task.objects.filter(pk=slot.task_id).update(published_at=NOW - timedelta(days=34))

    assert [(one.institution, one.silent_days) for one in _view(cast).silent] == [
        (never, None),
        (cast.here, 34),
    ]
    page = words(ambassador.get(PAGE))
    assert "For 34 dage siden" in page
    assert "Har aldrig lagt et behov ud" in page


def test_no_volunteer_is_named(cast: Cast, ambassador: Client) -> None:
    make_volunteers(cast, 3)
    slot_with(cast, 2, seats=4)

    html = ambassador.get(PAGE).content.decode()

    assert html.count("Anna") == 0
    assert html.count("Prøve ") == 0


def test_the_coordinator_chooses_a_department(cast: Cast, client: Client) -> None:
    client.force_login(cast.coordinator)
    wanted = cast.elsewhere.department

    first = client.get(PAGE)
    chosen = client.get(PAGE, {"afdeling": str(wanted.external_uuid)})

    assert set(first.context["departments"]) == {cast.here.department, wanted}
    assert chosen.context["view"].department == wanted


def test_other_departments_are_not_found(cast: Cast, ambassador: Client) -> None:
    foreign = make_cast("Fjordby", 2).here.department
    for uuid in (cast.elsewhere.department.external_uuid, foreign.external_uuid, "1"):
        assert ambassador.get(PAGE, {"afdeling": str(uuid)}).status_code == 404


def test_the_page_changes_nothing_and_is_not_the_leaders(cast: Cast, client: Client) -> None:
    open_slot(cast)
    client.force_login(cast.leader)

    assert client.get(PAGE).status_code == 404
    client.force_login(cast.ambassador)
    assert client.post(PAGE).status_code == 405
    assert Slot.objects.count() == 1

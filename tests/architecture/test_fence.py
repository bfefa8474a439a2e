"""Between municipalities stands PostgreSQL too: what a page forgets to filter is not there."""

from typing import Any

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, models, transaction
from django.http import HttpRequest, JsonResponse
from django.test import Client
from django.urls import path
from procrastinate.contrib.django.models import ProcrastinateJob

from backend.accounts.checks import fence_messages
from backend.accounts.fence import fenced
from backend.accounts.models import Municipality
from backend.accounts.walls import fenced_models, raise_walls
from backend.messaging.outbox import wake_pump
from backend.web.access import SignedIn
from tests.architecture.test_municipalities import root_path
from tests.architecture.test_routes import make_stage
from tests.cast import Cast, make_cast, open_slot
from volunteers.models import Volunteer


def all_people() -> JsonResponse:
    """The municipalities of all volunteers there are, as a page without a scope filter sees it."""
    seen = Volunteer.objects.order_by("municipality_id").distinct("municipality_id")
    return JsonResponse({"seen": list(seen.values_list("municipality__slug", flat=True))})


class Forgetful(SignedIn):
    """A page whose author forgot the filter."""

    def get(self, _request: HttpRequest) -> JsonResponse:
        return all_people()


urlpatterns = [
    path("forgetful", Forgetful.as_view()),
    path("fenceless", lambda _request: all_people()),
]


@pytest.fixture
def two(db: None) -> tuple[Cast, Cast]:
    """Two municipalities, each with people, a published need and its questions."""
    casts = make_cast("Søby", 1), make_cast("Åby", 2)
    for cast in casts:
        open_slot(cast)
    return casts


def way_home(model: type[models.Model], seen: frozenset[Any] = frozenset()) -> str | None:
    """The lookup that leads from a row to its municipality."""
    if model is Municipality:
        return "pk"
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey) and field.related_model not in seen | {model}:
            on = way_home(field.related_model, seen | {model})
            if on:
                return f"{field.name}__{on}"
    return None


def foreign_keys(here: Municipality) -> dict[type[models.Model], list[Any]]:
    """The rows that belong to others, by model, as they are seen outside any fence."""
    found = {}
    for model in fenced_models():
        rows = model._base_manager.exclude(**{f"{way_home(model)}": here.pk})
        if keys := list(rows.values_list("pk", flat=True)):
            found[model] = keys
    return found


def walled() -> dict[str, tuple[bool, bool]]:
    """Each table with both policies: whether its wall is up, and up for the owner as well."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity FROM pg_class c"
            " WHERE (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid"
            " AND p.polname IN ('fence', 'keeper')) = 2"
        )
        return {name: (up, forced) for name, up, forced in cursor.fetchall()}


@pytest.mark.django_db
def test_every_table_of_a_municipality_has_its_wall() -> None:
    hanging = [model for model in apps.get_models() if root_path(model, frozenset())]

    up = walled()

    assert {model._meta.db_table for model in hanging} - set(up) == set()
    assert set(up.values()) == {(True, True)}
    assert len(up) >= 80


@pytest.mark.django_db
def test_control_a_table_without_a_wall_is_found_and_raising_again_mends_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP POLICY keeper ON volunteers_offer")

    assert "volunteers_offer" not in walled()
    raise_walls()
    assert "volunteers_offer" in walled()


@pytest.mark.urls(__name__)
def test_a_page_that_forgot_the_filter_sees_nothing_foreign(
    two: tuple[Cast, Cast], client: Client
) -> None:
    client.force_login(two[0].coordinator)

    assert client.get("/forgetful").json() == {"seen": [two[0].municipality.slug]}


@pytest.mark.urls(__name__)
def test_control_without_the_fence_the_same_page_sees_both(
    two: tuple[Cast, Cast], client: Client
) -> None:
    client.force_login(two[0].coordinator)

    assert client.get("/fenceless").json() == {"seen": [cast.municipality.slug for cast in two]}


def test_no_table_shows_a_foreign_row(db: None) -> None:
    owner, other, _ = make_stage()
    foreign = foreign_keys(other.municipality)

    with fenced(other.municipality.pk):
        seen = {
            model.__name__
            for model, keys in foreign.items()
            if model._base_manager.filter(pk__in=keys).exists()
        }

    assert seen == set()
    # The control: where no fence stands they are there, of more kinds than a few.
    assert len(foreign) >= 40
    assert foreign[Volunteer] == sorted(owner.municipality.volunteers.values_list("pk", flat=True))


def test_nothing_foreign_can_be_written(two: tuple[Cast, Cast]) -> None:
    here, there = two

    with fenced(here.municipality.pk):
        changed = Volunteer.objects.filter(pk=there.helper.pk).update(postcode="0000")
        gone, _ = Volunteer.objects.filter(pk=there.helper.pk).delete()
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Volunteer.objects.filter(pk=here.helper.pk).update(municipality=there.municipality)

    assert (changed, gone) == (0, 0)


def test_a_fence_that_names_nobody_shows_nothing(two: tuple[Cast, Cast]) -> None:
    with fenced(two[0].municipality.pk):
        with connection.cursor() as cursor:
            cursor.execute("RESET samspil.municipality")
        seen = Volunteer.objects.count(), Municipality.objects.count()

    assert seen == (0, 0)


def test_the_next_request_on_the_connection_stands_outside(
    two: tuple[Cast, Cast], client: Client
) -> None:
    client.force_login(two[0].coordinator)
    client.get("/frivillige/")

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user = session_user, current_setting('samspil.municipality')"
        )
        assert cursor.fetchone() == (True, "")


@pytest.mark.parametrize(
    "deed",
    [
        "ALTER TABLE volunteers_volunteer NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY fence ON volunteers_volunteer",
        "TRUNCATE volunteers_offer",
    ],
)
def test_the_fenced_may_not_tear_the_wall_down(cast: Cast, deed: str) -> None:
    refused = pytest.raises(ProgrammingError, match=r"must be owner|permission denied")

    with fenced(cast.municipality.pk), refused, transaction.atomic():
        connection.cursor().execute(deed)


@pytest.mark.parametrize(
    ("above", "stands", "told"),
    [
        (False, True, []),
        (True, True, ["samspil.W001"]),
        (False, False, ["samspil.W002"]),
        (True, False, ["samspil.W001", "samspil.W002"]),
    ],
)
def test_a_login_above_the_fence_is_told_at_the_start(
    above: bool, stands: bool, told: list[str]
) -> None:
    assert [one.id for one in fence_messages(above=above, stands=stands)] == told


def test_the_worker_is_asked_for_from_inside_the_fence(cast: Cast) -> None:
    with fenced(cast.municipality.pk):
        wake_pump()

    assert ProcrastinateJob.objects.filter(task_name="pump_messages", status="todo").count() == 1

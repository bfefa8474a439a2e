"""Who gets in, where they land, and what their menu shows."""

from collections.abc import Callable
from datetime import date

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from backend.accounts.models import Municipality, User
from backend.common.actors import Actor, ActorKind, Grant, RoleKind
from backend.urls import urlpatterns as real
from backend.web.access import SignedIn
from backend.web.navigation import home_route, menu, more
from institutions.models import Role
from tests.cast import make_cast


class Anyone(SignedIn):
    def get(self, _request: HttpRequest) -> HttpResponse:
        return HttpResponse(self.actor.name)

    def post(self, _request: HttpRequest) -> HttpResponse:
        return HttpResponse("gjort")


class Coordinators(Anyone):
    roles = (RoleKind.COORDINATOR,)


def _page(*names: str) -> list[object]:
    return [path(name, Anyone.as_view(), name=name) for name in names]


_INSTITUTIONS = ("board", "new_need", "checklist", "ambassador", "documents")
urlpatterns = [
    path("alle", Anyone.as_view()),
    path("koordinator", Coordinators.as_view()),
    path("i/", include((_page(*_INSTITUTIONS), "institutions"))),
    path("v/", include((_page("coordinator"), "volunteers"))),
    path("telefon", Anyone.as_view(), name="phone"),
    *real,
]

pytestmark = pytest.mark.urls("tests.web.test_access")


def actor(*roles: RoleKind) -> Actor:
    return Actor(
        kind=ActorKind.USER,
        municipality_id=1,
        name="Lone",
        user_id=1,
        grants=tuple(Grant(role=role) for role in roles),
    )


@pytest.fixture
def municipality() -> Municipality:
    return Municipality.objects.create(
        slug="soeglimt",
        name="Søglimt Kommune",
        short_name="Søglimt",
        sms_sender="Søglimt",
        link_host="s.soeglimt.dk",
        phone="+4512345678",
        email="frivillig@soeglimt.example",
    )


@pytest.fixture
def person(municipality: Municipality) -> Callable[..., User]:
    def make(*roles: RoleKind) -> User:
        user = User.objects.create_user("lone@x.example", name="Lone", municipality=municipality)
        for role in roles:
            Role.objects.create(
                user=user, municipality=municipality, kind=role, valid_from=date(2020, 1, 1)
            )
        return user

    return make


@pytest.mark.django_db
def test_the_signed_out_are_sent_to_sign_in_and_back(client: Client) -> None:
    assert client.get("/alle?uge=48").headers["Location"] == (
        "/konto/log-ind?next=/alle%3Fuge%3D48"
    )
    assert client.post("/alle").headers["Location"] == "/konto/log-ind?next=/"


@pytest.mark.django_db
def test_the_signed_in_get_in(client: Client, person: Callable[..., User]) -> None:
    client.force_login(person())
    assert client.get("/alle").content == b"Lone"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "status"), [(RoleKind.COORDINATOR, 200), (RoleKind.PROJECT_GROUP, 404)]
)
def test_a_role_opens_its_page_only(
    client: Client, person: Callable[..., User], role: RoleKind, status: int
) -> None:
    client.force_login(person(role))
    assert client.get("/koordinator").status_code == status


@pytest.mark.django_db
def test_the_system_owner_has_no_pages_here(client: Client) -> None:
    client.force_login(
        User.objects.create_superuser("ejer@x.example", "hemmelig-lang", name="Ejer")
    )
    assert client.get("/alle").status_code == 404
    assert client.get("/hjem").headers["Location"] == "/admin/"


@pytest.mark.parametrize(
    ("roles", "route"),
    [
        ((RoleKind.LEADER,), "institutions:board"),
        ((RoleKind.DEPUTY,), "institutions:board"),
        ((RoleKind.COORDINATOR,), "volunteers:coordinator"),
        ((RoleKind.AMBASSADOR,), "institutions:ambassador"),
        ((RoleKind.AMBASSADOR, RoleKind.LEADER), "institutions:board"),
        ((RoleKind.UNION,), "institutions:documents"),
        ((RoleKind.PROJECT_GROUP,), "volunteers:criteria"),
        ((RoleKind.COORDINATOR, RoleKind.PROJECT_GROUP), "volunteers:coordinator"),
        ((), "institutions:documents"),
    ],
)
def test_home_follows_the_role(roles: tuple[RoleKind, ...], route: str) -> None:
    assert home_route(actor(*roles)) == route


def test_the_menu_shows_what_the_roles_open_and_where_one_stands() -> None:
    shown = [(link.text, link.current) for link in menu(actor(RoleKind.LEADER), "/i/new_need")]
    assert shown == [
        ("Tidspunkter", False),
        ("Nyt behov", True),
        ("Tjekliste", False),
        ("Spilleregler", False),
        ("Telefon (demo)", False),
    ]
    assert menu(None, "/") == []


@pytest.mark.urls("backend.urls")
def test_what_the_top_has_no_room_for_is_one_step_away(client: Client, db: None) -> None:
    cast = make_cast()
    client.force_login(cast.coordinator)

    page = client.get("/alle-sider")

    nav = page.context["nav"]
    assert [link.text for link in nav if link.daily][:3] == ["Overblik", "Tidspunkter", "Nyt behov"]
    assert len([link for link in nav if link.daily]) <= 8
    listed = [link for _group, links in page.context["groups"] for link in links]
    assert sorted(link.url for link in listed) == sorted(link.url for link in nav)
    assert page.context["more"].current
    # Whoever has few pages has no second step.
    few = menu(actor(RoleKind.VOLUNTEER_CENTRE), "/")
    assert all(link.daily for link in few)
    assert more(few, "/") is None

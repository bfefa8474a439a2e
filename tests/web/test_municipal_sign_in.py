"""Sign-in by the municipality's own accounts, against a real OpenID provider over HTTP."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from oidc_provider_mock import User as Account
from oidc_provider_mock import run_server_in_thread

from backend.accounts.models import User
from backend.audit.models import AuditEntry
from backend.common.actors import RoleKind
from institutions.actions.municipal_roles import map_group, unmap_group
from institutions.models import MunicipalGroup, Role
from tests.cast import NOW, Cast, make_cast

pytestmark = [
    pytest.mark.django_db,
    # The provider's own libraries warn each other.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
BOARD = "institutions:board"
LEADERS, UNION = "samspil-ledere", "samspil-faglige"


def account(sub: str, *groups: str, proved: bool = True, **more: Any) -> Account:
    claims = {
        "email": f"{sub}@soeby.test",
        "email_verified": proved,
        "name": sub.title(),
        "groups": list(groups),
        **more,
    }
    return Account(sub=sub, claims=claims)


ACCOUNTS = (
    account("ny", LEADERS),
    account("fremmed", "et-andet-system"),
    account("ubevist", LEADERS, proved=False),
    account("staerk", LEADERS, acr="to-faktorer"),
    account("faglig", UNION),
)


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The provider's address; it runs in its own thread and speaks real HTTP."""
    with run_server_in_thread(user_claims=ACCOUNTS) as server:
        yield f"http://127.0.0.1:{server.server_port}"


@pytest.fixture(autouse=True)
def ours(provider: str, settings: LazySettings) -> None:
    app = {
        "provider_id": "kommune",
        "name": "kommunens konto",
        "client_id": "samspil",
        "secret": "loopback-only",
        "settings": {"server_url": provider},
    }
    openid = {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": openid}


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    by = cast.actor(cast.coordinator)
    map_group(group=LEADERS, kind=RoleKind.LEADER, institution=cast.here, by=by, at=NOW)
    map_group(group=UNION, kind=RoleKind.UNION, by=by, at=NOW)
    return cast


def sign_in(client: Client, sub: str) -> Any:
    """Our button, the provider's page, and back: what we answer in the end."""
    there = client.post(reverse("openid_connect_login", args=["kommune"])).headers["Location"]
    answer = requests.post(there, data={"sub": sub}, allow_redirects=False, timeout=5)
    back = answer.headers["Location"]
    return client.get(back[back.index("/konto/") :])


def roles_of(email: str) -> list[str]:
    held = Role.objects.filter(user__email=email, valid_until=None)
    return sorted(held.values_list("kind", flat=True))


def test_a_new_person_comes_in_with_the_groups_role(client: Client, cast: Cast) -> None:
    answer = sign_in(client, "ny")

    assert answer.headers["Location"] == reverse("home")
    assert client.get(reverse(BOARD)).status_code == 200
    user = User.objects.get(email="ny@soeby.test")
    assert (user.municipality, user.name) == (cast.municipality, "Ny")
    assert not user.has_usable_password()
    assert roles_of(user.email) == [RoleKind.LEADER]
    entry = AuditEntry.objects.get(deed="sign_in_by_municipality")
    assert (entry.actor_name, entry.subject_id) == ("Kommunens log ind", user.pk)


def test_twice_is_the_same_person_with_the_same_role(client: Client, cast: Cast) -> None:
    sign_in(client, "ny")
    client.post(reverse("account_logout"))
    sign_in(client, "ny")

    assert User.objects.filter(email="ny@soeby.test").count() == 1
    assert Role.objects.filter(user__email="ny@soeby.test").count() == 1


def test_a_person_known_by_address_is_the_same_person(client: Client, cast: Cast) -> None:
    known = User.objects.create_user(
        "faglig@soeby.test", name="Faglig", municipality=cast.municipality
    )

    sign_in(client, "faglig")

    assert User.objects.get(email=known.email).pk == known.pk
    assert roles_of(known.email) == [RoleKind.UNION]


@pytest.mark.parametrize(
    ("sub", "sentence"),
    [
        ("fremmed", "Din konto giver ikke adgang til Samspil."),
        ("ubevist", "Kommunens log ind siger ikke, at adressen er din."),
    ],
)
def test_others_stay_outside(client: Client, cast: Cast, sub: str, sentence: str) -> None:
    answer = sign_in(client, sub)

    assert answer.status_code == 403
    assert sentence in answer.content.decode()
    assert not User.objects.filter(email=f"{sub}@soeby.test").exists()
    assert client.get(reverse(BOARD)).status_code == 302


def test_who_leaves_the_group_loses_its_role_only(client: Client, cast: Cast) -> None:
    sign_in(client, "ny")
    user = User.objects.get(email="ny@soeby.test")
    by_hand = Role.objects.create(
        user=user, municipality=cast.municipality, kind=RoleKind.UNION, valid_from=NOW.date()
    )
    MunicipalGroup.objects.filter(group=LEADERS).update(group="omdoebt")
    client.post(reverse("account_logout"))

    sign_in(client, "ny")

    assert list(Role.objects.filter(user=user, valid_until=None)) == [by_hand]


def test_a_line_taken_away_takes_its_roles_along(client: Client, cast: Cast) -> None:
    sign_in(client, "ny")

    line = MunicipalGroup.objects.get(group=LEADERS)
    unmap_group(mapped=line, by=cast.actor(cast.coordinator), at=NOW)

    assert roles_of("ny@soeby.test") == []


def test_groups_of_two_municipalities_are_refused(client: Client, cast: Cast) -> None:
    other = make_cast("Nordby", 2)
    by = other.actor(other.coordinator)
    map_group(group=LEADERS, kind=RoleKind.LEADER, institution=other.here, by=by, at=NOW)

    assert sign_in(client, "ny").status_code == 409


def test_only_a_strong_sign_in_stands_for_the_second_factor(
    client: Client, cast: Cast, settings: LazySettings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    settings.OIDC_STRONG = ["to-faktorer"]

    sign_in(client, "ny")
    weak = client.get(reverse(BOARD))
    client.post(reverse("account_logout"))
    sign_in(client, "staerk")

    assert weak.headers["Location"] == reverse("mfa_index")
    assert client.get(reverse(BOARD)).status_code == 200


def test_an_answer_we_did_not_ask_for_is_refused(client: Client, cast: Cast) -> None:
    there = client.post(reverse("openid_connect_login", args=["kommune"])).headers["Location"]
    answer = requests.post(there, data={"sub": "ny"}, allow_redirects=False, timeout=5)
    back = answer.headers["Location"]
    stranger = Client()

    stranger.get(back[back.index("/konto/") :])

    assert stranger.get(reverse(BOARD)).status_code == 302
    assert not User.objects.filter(email="ny@soeby.test").exists()


def test_the_table_is_the_coordinators(client: Client, cast: Cast) -> None:
    client.force_login(cast.coordinator)
    page = reverse("institutions:municipal_groups")
    wrong = client.post(page, {"group": "ledere", "kind": "leader"})
    right = client.post(page, {"group": "politikere", "kind": "follow_up_group"})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert wrong.context["form"].errors["institution"] == ["Vælg institutionen."]
    assert MunicipalGroup.objects.filter(group="politikere").count() == 1

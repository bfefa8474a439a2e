"""Nobody sees people with a password alone, and nobody loses the way in by it."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from backend.accounts.models import User
from backend.accounts.secrets import seal, unseal
from backend.audit.models import AuditEntry
from backend.common.actors import RoleKind
from backend.messaging.models import Message
from institutions.models import Role
from tests.architecture.routes import routes
from tests.architecture.test_routes import address, make_stage
from tests.cast import NOW, PASSWORD, Cast, make_cast

pytestmark = pytest.mark.django_db
LOGIN, FACTORS, BOARD = "account_login", "mfa_index", "institutions:board"


@pytest.fixture
def required(settings: LazySettings) -> None:
    """As in production."""
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def sign_in(client: Client, user: User) -> str:
    """The address one is sent to after the password."""
    data = {"login": user.email, "password": PASSWORD}
    return client.post(reverse(LOGIN), data).headers["Location"]


def code_of(secret: str, *, ahead: int = 0) -> str:
    """What an app would show now, or ``ahead`` half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def add_app(client: Client) -> str:
    """Adds an app with codes by the real form; its secret."""
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    return str(secret)


def test_no_staff_page_opens_with_a_password_alone(required: None, client: Client) -> None:
    cast, _, rows = make_stage()
    client.force_login(cast.coordinator)
    staff = [route for route in routes() if route.staff]

    answers = {route.name: client.get(address(route, rows)) for route in staff}

    door = reverse(FACTORS)
    assert {a.headers.get("Location") for a in answers.values()} == {door}
    assert len(answers) > 40


def test_control_without_the_rule_the_same_pages_open(client: Client) -> None:
    client.force_login(make_cast().coordinator)

    board = client.get(reverse(BOARD))

    assert board.status_code == 200


def test_no_api_call_and_no_admin_page_either(required: None, client: Client, cast: Cast) -> None:
    client.force_login(cast.coordinator)
    assert client.get("/api/v1/slots").status_code == 403

    owner = User.objects.create_superuser("owner@test.invalid", PASSWORD, name="Owner")
    client.force_login(owner)
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("kind", [RoleKind.UNION, RoleKind.FOLLOW_UP_GROUP, RoleKind.PROJECT_GROUP])
def test_rules_and_figures_take_a_password_alone(
    required: None, client: Client, cast: Cast, kind: RoleKind
) -> None:
    reader = User.objects.create_user("reader@test.invalid", PASSWORD, name="Reader")
    reader.municipality = cast.municipality
    reader.save()
    Role.objects.create(
        user=reader, municipality=cast.municipality, kind=kind, valid_from=NOW.date()
    )
    client.force_login(reader)

    assert client.get(reverse("institutions:documents")).status_code == 200


def test_a_leader_adds_an_app_and_is_in(
    required: None, client: Client, cast: Cast, django_capture_on_commit_callbacks
) -> None:
    assert sign_in(client, cast.leader) == reverse("home")
    assert client.get(reverse(BOARD)).headers["Location"] == reverse(FACTORS)

    with django_capture_on_commit_callbacks(execute=True):
        secret = add_app(client)

    assert client.get(reverse(BOARD)).status_code == 200
    stored = Authenticator.objects.get(user=cast.leader, type="totp").data["secret"]
    assert stored != secret
    assert unseal(stored) == secret
    log = AuditEntry.objects.filter(user=cast.leader, subject_type="user")
    deeds = log.values_list("deed", flat=True)
    assert list(deeds) == ["add_code_app"]
    mails = Message.objects.filter(kind="adgang_aendret", to=cast.leader.email)
    assert mails.count() == 1


def test_next_time_the_code_is_asked_for(required: None, client: Client, cast: Cast) -> None:
    sign_in(client, cast.leader)
    secret = add_app(client)
    client.post(reverse("account_logout"))

    assert sign_in(client, cast.leader) == reverse("mfa_authenticate")
    assert client.get(reverse(BOARD)).headers["Location"].startswith(reverse(LOGIN))
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200
    right = client.post(reverse("mfa_authenticate"), {"code": code_of(secret, ahead=1)})

    assert right.status_code == 302
    assert client.get(reverse(BOARD)).status_code == 200


def test_a_used_code_opens_nothing_twice(required: None, client: Client, cast: Cast) -> None:
    sign_in(client, cast.leader)
    secret = add_app(client)
    code = code_of(secret, ahead=1)
    for _ in range(2):
        client.post(reverse("account_logout"))
        sign_in(client, cast.leader)
        last = client.post(reverse("mfa_authenticate"), {"code": code})

    assert last.status_code == 200


def test_five_wrong_codes_close_the_door(required: None, client: Client, cast: Cast) -> None:
    sign_in(client, cast.leader)
    secret = add_app(client)
    client.post(reverse("account_logout"))
    sign_in(client, cast.leader)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})

    right = client.post(reverse("mfa_authenticate"), {"code": code_of(secret, ahead=1)})

    assert right.status_code == 200
    assert client.get(reverse(BOARD)).status_code == 302


def test_the_last_factor_stays(required: None, client: Client, cast: Cast) -> None:
    sign_in(client, cast.leader)
    add_app(client)

    client.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.filter(user=cast.leader, type="totp").count() == 1


def test_a_second_app_asks_who_is_there(required: None, client: Client, cast: Cast) -> None:
    sign_in(client, cast.leader)
    secret = add_app(client)
    client.post(reverse("account_logout"))
    sign_in(client, cast.leader)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret, ahead=1)})

    answer = client.get(reverse("mfa_add_webauthn"))

    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))


def test_what_is_sealed_under_another_secret_stays_shut(settings: LazySettings) -> None:
    sealed = seal("JBSWY3DP")
    assert unseal(sealed) == "JBSWY3DP"
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 10

    with pytest.raises(ValueError, match="another"):
        unseal(sealed)

    settings.SECRET_KEY_FALLBACKS = [old]
    assert unseal(sealed) == "JBSWY3DP"

"""Passwords of staff: what is taken, what is refused, and what opens the way to a new one."""

import re

import pytest
from django.conf import LazySettings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from backend.accounts.models import User
from backend.messaging.models import Message
from tests.architecture.packages import ROOT
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
NEW = "et nyt langt hemmeligt æble"


def change(client: Client, old: str, new: str) -> int:
    """The status of changing one's password by the page."""
    data = {"oldpassword": old, "password1": new, "password2": new}
    return client.post(reverse("account_change_password"), data).status_code


def enter(user: User, password: str) -> bool:
    """Whether the sign-in page lets the password in."""
    data = {"login": user.email, "password": password}
    return Client().post(reverse("account_login"), data).status_code == 302


@pytest.mark.parametrize("weak", ["kort", "elleve tegn", "passwordpassword", "1234567890123"])
def test_a_short_or_common_password_is_refused(weak: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(weak)


def test_the_password_is_changed_with_the_old_one_and_no_other_way(
    cast: Cast, client: Client
) -> None:
    client.post(reverse("account_login"), {"login": cast.leader.email, "password": PASSWORD})

    wrong, right = change(client, "et andet", NEW), change(client, PASSWORD, NEW)

    assert (wrong, right) == (200, 302)
    assert (enter(cast.leader, PASSWORD), enter(cast.leader, NEW)) == (False, True)


@pytest.mark.parametrize(
    "odd", [" mellemrum foran og bagved ", "Å" * 64, "ord med 🌻 og æøå i", "x7" * 500]
)
def test_a_password_is_taken_as_it_was_typed(odd: str, cast: Cast) -> None:
    cast.leader.set_password(odd)
    cast.leader.save(update_fields=["password"])

    assert enter(cast.leader, odd)
    assert not enter(cast.leader, odd.strip().lower() + "x")


def test_password_fields_hide_and_take_what_a_manager_pastes(client: Client) -> None:
    page = client.get(reverse("account_login")).content.decode()

    fields = re.findall(r"<input[^>]*name=\"password\"[^>]*>", page)
    assert len(fields) == 1
    assert 'type="password"' in fields[0]
    assert 'autocomplete="current-password"' in fields[0]
    assert page.count("onpaste") == 0
    assert page.lower().count("hemmeligt spørgsmål") == 0


def test_no_password_runs_out(settings: LazySettings) -> None:
    dated = [field.name for field in User._meta.fields if "expire" in field.name]

    assert dated == []
    assert [one["NAME"] for one in settings.AUTH_PASSWORD_VALIDATORS if "Age" in one["NAME"]] == []


def test_passwords_are_kept_by_a_slow_hash() -> None:
    # The tests themselves use a quick one.
    kept = PBKDF2PasswordHasher().encode("x", "salt-of-the-earth")
    method, rounds, *_ = kept.split("$")
    assert method == "pbkdf2_sha256"
    assert int(rounds) >= 600_000
    assert "PASSWORD_HASHERS" not in "".join(
        path.read_text("utf-8") for path in (ROOT / "backend" / "settings").glob("*.py")
    )


def test_five_wrong_passwords_close_the_door(cast: Cast) -> None:
    for _ in range(5):
        enter(cast.leader, "forkert")

    assert not enter(cast.leader, PASSWORD)


def test_a_new_password_by_mail_does_not_go_around_the_second_factor(
    cast: Cast, client: Client, settings: LazySettings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client.post(reverse("account_reset_password"), {"email": cast.leader.email})
    letter = Message.objects.filter(kind="adgang").latest("id").body
    where = re.search(r"/konto/\S+", letter)
    assert where is not None
    form = client.get(where.group(0), follow=True).request["PATH_INFO"]

    client.post(form, {"password1": NEW, "password2": NEW})
    client.post(reverse("account_login"), {"login": cast.leader.email, "password": NEW})

    assert client.get(reverse("institutions:board")).status_code == 302
    assert mail.outbox == []

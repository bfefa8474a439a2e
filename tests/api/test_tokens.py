"""Keys: shown once, hashed, expiring, revocable, scoped, and no more than their user."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client

from backend.accounts.models import ApiToken, Scope
from backend.accounts.tokens import PREFIX
from backend.audit.models import AuditEntry
from backend.common.refusals import Invalid, NotAllowed
from backend.common.tokens import token_hash
from institutions.actions.tokens import issue_token, revoke_token
from tests.api.conftest import BASE, Caller, key_for
from tests.cast import NOW, Cast, make_cast


def test_the_command_shows_a_key_once_and_keeps_its_hash(cast: Cast) -> None:
    out, told = StringIO(), StringIO()

    call_command(
        "issue_token",
        user=cast.leader.email,
        name="Intranettet",
        scopes=["read"],
        stdout=out,
        stderr=told,
    )

    token, key = ApiToken.objects.get(), out.getvalue().strip()
    assert (key.startswith(PREFIX), len(key)) == (True, len(PREFIX) + 22)
    assert (token.token_hash, token.scopes) == (token_hash(key), ["read"])
    assert AuditEntry.objects.get(deed="issue_token").actor_name == "Systemejeren"
    assert key not in told.getvalue()


def test_the_command_refuses_strangers_and_endless_keys(cast: Cast) -> None:
    with pytest.raises(CommandError):
        call_command("issue_token", user="nobody@test.invalid", name="X")
    with pytest.raises(CommandError):
        call_command("issue_token", user=cast.leader.email, name="X", days=400)

    assert ApiToken.objects.count() == 0


def test_only_who_keeps_the_organisation_issues_keys_and_only_here(cast: Cast) -> None:
    other = make_cast("Åby", 2)
    how = {"name": "X", "scopes": [Scope.READ], "expires_at": NOW + timedelta(days=1), "at": NOW}

    with pytest.raises(NotAllowed):
        issue_token(user=cast.leader, by=cast.actor(cast.leader), **how)
    with pytest.raises(NotAllowed):
        issue_token(user=other.leader, by=cast.actor(cast.coordinator), **how)
    with pytest.raises(Invalid):
        issue_token(user=cast.leader, by=cast.actor(cast.coordinator), **{**how, "scopes": []})


def _expire(cast: Cast, clock: time_machine.Traveller) -> None:
    clock.move_to(NOW + timedelta(days=91))


def _revoke(cast: Cast, clock: time_machine.Traveller) -> None:
    revoke_token(token=ApiToken.objects.get(), by=cast.actor(cast.coordinator), at=NOW)


def _shut_out(cast: Cast, clock: time_machine.Traveller) -> None:
    cast.leader.is_active = False
    cast.leader.save()


def _move_away(cast: Cast, clock: time_machine.Traveller) -> None:
    cast.leader.municipality = make_cast("Åby", 2).municipality
    cast.leader.save()


@pytest.mark.parametrize("happens", [_expire, _revoke, _shut_out, _move_away])
def test_a_key_that_is_over_looks_like_one_that_never_was(
    cast: Cast,
    leader: Caller,
    moment: time_machine.Traveller,
    happens: Callable[[Cast, time_machine.Traveller], None],
) -> None:
    assert leader.get("tasks").status_code == 200

    happens(cast, moment)
    over, never = leader.get("tasks"), Caller(f"{PREFIX}nope").get("tasks")

    assert (over.status_code, over.headers["WWW-Authenticate"]) == (401, 'Bearer realm="samspil"')
    assert over.content == never.content
    assert over.json()["code"] == "token_refused"


def test_a_key_to_read_does_not_write(cast: Cast, moment: time_machine.Traveller) -> None:
    reader = Caller(key_for(cast, cast.leader, (Scope.READ,)))
    writer = Caller(key_for(cast, cast.leader, (Scope.WRITE,)))
    address = f"institutions/{cast.here.external_uuid}/checklist/F01/untick"

    refused = [reader.post(address), writer.get("tasks")]

    assert [(one.status_code, one.json()["code"]) for one in refused] == [
        (403, "scope_missing"),
        (403, "scope_missing"),
    ]
    # Control: with the scope the same calls go through.
    assert [writer.post(address).status_code, reader.get("tasks").status_code] == [200, 200]


def test_use_is_noted_at_most_once_a_minute(leader: Caller, moment: time_machine.Traveller) -> None:
    for seconds in (0, 30, 61):
        moment.move_to(NOW + timedelta(seconds=seconds))
        leader.get("tasks")

    assert ApiToken.objects.get().last_used_at == NOW + timedelta(seconds=61)


def test_the_signed_in_may_call_too_and_writes_need_the_csrf_token(
    cast: Cast, moment: time_machine.Traveller
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.leader)

    look = client.get(f"{BASE}/tasks")
    deed = client.post(
        f"{BASE}/institutions/{cast.here.external_uuid}/checklist/F01/untick",
        content_type="application/json",
    )

    assert (look.status_code, deed.status_code) == (200, 403)
    assert deed.json()["code"] == "permission_denied"

"""Keys for other systems: issued once, ended at once."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from backend.accounts.models import ApiToken, Scope, User
from backend.accounts.tokens import key_hash, new_key
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Invalid, NotAllowed
from institutions.rules.deeds import Deed, require_may

LONGEST_LIFE = timedelta(days=366)


@transaction.atomic
def issue_token(
    *,
    user: User,
    name: str,
    scopes: Collection[Scope],
    expires_at: datetime,
    by: Actor,
    at: datetime,
) -> tuple[ApiToken, str]:
    """A new token and its key, which is nowhere else: it is shown now or never.

    Refuses a user of another municipality or of none, no name, no scope, and a life that is over
    or longer than a year. Twice gives two tokens.
    """
    require_may(by, Deed.KEEP_ORGANISATION)
    _require_own(user, by)
    _require_sense(name, scopes, expires_at, at)
    key = new_key()
    token = ApiToken.objects.create(
        municipality_id=by.municipality_id,
        user=user,
        name=name.strip(),
        token_hash=key_hash(key),
        scopes=[scope.value for scope in Scope if scope in scopes],
        created_at=at,
        expires_at=expires_at,
    )
    record("issue_token", token, by=by, at=at, user=user.pk, scopes=token.scopes)
    return token, key


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Actor, at: datetime) -> None:
    """Ends a token at once; the second time changes nothing."""
    require_may(by, Deed.KEEP_ORGANISATION)
    _require_own(token.user, by)
    ended = ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=at)
    if ended:
        record("revoke_token", token, by=by, at=at)


def _require_own(user: User, by: Actor) -> None:
    if user.municipality_id is None or user.municipality_id != by.municipality_id:
        raise NotAllowed("other_municipality", "Brugeren hører til en anden kommune.")


def _require_sense(
    name: str, scopes: Collection[Scope], expires_at: datetime, at: datetime
) -> None:
    wrong: dict[str, list[str]] = {}
    if not name.strip():
        wrong["name"] = ["Skriv, hvilket system nøglen er til."]
    if not scopes:
        wrong["scopes"] = ["Vælg read, write eller begge."]
    if not at < expires_at <= at + LONGEST_LIFE:
        wrong["expires_at"] = ["Vælg en udløbsdag inden for det næste år."]
    if wrong:
        raise Invalid("token_incomplete", "Ret felterne, og prøv igen.", wrong)

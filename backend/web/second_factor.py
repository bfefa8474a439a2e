"""Nobody sees people with a password alone."""

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

from backend.common.actors import Actor
from institutions.rules.roles import SEE_NO_PEOPLE


def is_missing(request: HttpRequest, actor: Actor | None) -> bool:
    """Whether the signed-in person must use a second factor before anything is shown.

    Every role needs one but those that see only rules and figures; so does the system owner, who
    has no roles. What counts: a code, a key or a recovery code given in this session, or the
    municipality's own sign-in where it says that two factors were used.
    """
    if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
        return False
    if actor is not None and all(grant.role in SEE_NO_PEOPLE for grant in actor.grants):
        return False
    records = get_authentication_records(request, request.user)
    return not any(record["method"] == "mfa" or record.get("strong") for record in records)

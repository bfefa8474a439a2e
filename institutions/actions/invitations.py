"""A new person with a role, and the mail with which they choose a password."""

from datetime import date, datetime, timedelta

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from backend.accounts.models import Municipality, User
from backend.audit.log import record
from backend.common.actors import Actor, RoleKind
from backend.common.refusals import Clash, NotAllowed
from backend.messaging.addresses import public_address
from backend.messaging.outbox import queue_email
from institutions.actions.roles import create_user, give_role
from institutions.models import Department, Institution, Role
from institutions.rules.deeds import Deed, grants_for, require_may

# How long the link in the mail works: Django's own limit.
LINK_LASTS = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
_BODY = """Hej {name}

{by} har givet dig adgang til Samspil i {municipality}.

Vælg din adgangskode her. Linket virker i {days} dage:
{link}

Derefter logger du ind med {email}. Virker linket ikke længere, så vælg »Glemt adgangskode«:
{forgotten}

Spørgsmål? Ring til {phone}.
"""


@transaction.atomic
def invite_person(
    *,
    municipality: Municipality,
    email: str,
    name: str,
    phone: str,
    kind: RoleKind,
    department: Department | None,
    institution: Institution | None,
    valid_from: date,
    valid_until: date | None,
    by: Actor,
    at: datetime,
) -> Role:
    """Gives a role to the person with this address; somebody new gets a mail to sign in with.

    Refuses as ``create_user`` and ``give_role`` do: then nobody is made and nothing is sent.
    The second time changes nothing; one who has a password gets no mail.
    """
    user = create_user(municipality=municipality, email=email, name=name, phone=phone, by=by, at=at)
    role = give_role(
        user=user,
        kind=kind,
        department=department,
        institution=institution,
        valid_from=valid_from,
        valid_until=valid_until,
        by=by,
        at=at,
    )
    if not user.has_usable_password() and user.date_joined == at:
        send_invitation(user=user, by=by, at=at)
    return role


@transaction.atomic
def send_invitation(*, user: User, by: Actor, at: datetime) -> None:
    """Mails the person a link to choose a password with; each call is a new link and a new mail.

    Refuses those who can give nobody a role, and a person who has chosen one: they ask for a new
    one themselves.
    """
    if by.municipality_id != user.municipality_id:
        raise NotAllowed("other_municipality", "Personen hører til en anden kommune.")
    if not grants_for(by, Deed.GIVE_DEPUTY):
        require_may(by, Deed.KEEP_ORGANISATION)
    if user.has_usable_password():
        raise Clash("has_password", f"{user.name} har valgt en adgangskode.")
    assert user.municipality is not None
    host = user.municipality.link_host
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    key = {"uidb36": user_pk_to_url_str(user), "key": token}
    queue_email(
        municipality=user.municipality,
        kind="adgang",
        to=user.email,
        title="Din adgang til Samspil",
        body=_BODY.format(
            name=user.name,
            by=by.name,
            municipality=user.municipality.name,
            days=LINK_LASTS.days,
            link=public_address(host, reverse("account_reset_password_from_key", kwargs=key)),
            email=user.email,
            forgotten=public_address(host, reverse("account_reset_password")),
            phone=user.municipality.phone,
        ),
        dedupe_key=f"adgang:{user.pk}:{at.isoformat()}",
        at=at,
        expires_at=at + LINK_LASTS,
        subject=("user", user.pk),
    )
    record("send_invitation", user, by=by, at=at)

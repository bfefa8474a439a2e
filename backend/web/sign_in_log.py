"""Every change of how somebody signs in leaves a row in the log and a mail to the person."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from backend.accounts.models import User
from backend.audit.log import record
from backend.common.actors import Actor, ActorKind
from backend.common.danish_dates import local, show_date, show_time
from backend.common.phones import show_phone
from backend.messaging.outbox import queue_email

# The library's name of the change, our word for it in the log, and the sentence to the person.
_CHANGES: Mapping[str, tuple[str, str]] = {
    "account/email/password_changed": ("change_password", "Din adgangskode er skiftet."),
    "account/email/password_reset": ("change_password", "Din adgangskode er skiftet."),
    "account/email/password_set": ("change_password", "Du har valgt en adgangskode."),
    "mfa/email/totp_activated": ("add_code_app", "En app med koder er føjet til din adgang."),
    "mfa/email/totp_deactivated": ("remove_code_app", "Appen med koder er fjernet."),
    "mfa/email/webauthn_added": ("add_key", "En nøgle er føjet til din adgang."),
    "mfa/email/webauthn_removed": ("remove_key", "En nøgle er fjernet fra din adgang."),
    "mfa/email/recovery_codes_generated": ("make_recovery_codes", "Du har fået nye nødkoder."),
    "socialaccount/email/account_connected": (
        "connect_account",
        "Du kan nu logge ind med kommunens konto.",
    ),
}
_BODY = """Hej {name}

{sentence} Det skete {at}.

Var det dig, skal du ikke gøre noget. Var det ikke dig, så ring straks til {phone}.
"""


@transaction.atomic
def note_change(user: User, change: str, *, at: datetime) -> None:
    """Writes the change to the log and queues the mail. Refuses (KeyError) a change it has no
    words for: a new one of the library must be given some. Each call is a row and a mail.

    The system owner belongs to no municipality and has neither: its log is the server's own.
    """
    deed, sentence = _CHANGES[change]
    if user.municipality is None:
        return
    record(deed, user, by=themselves(user), at=at)
    here = local(at)
    queue_email(
        municipality=user.municipality,
        kind="adgang_aendret",
        to=user.email,
        title="Din adgang til Samspil er ændret",
        body=_BODY.format(
            name=user.name,
            sentence=sentence,
            at=f"{show_date(here.date())} kl. {show_time(here.time())}",
            phone=show_phone(user.municipality.phone),
        ),
        dedupe_key=f"adgang_aendret:{deed}:{user.pk}:{at.isoformat()}",
        at=at,
        subject=("user", user.pk),
    )


def themselves(user: User) -> Actor:
    """The person as the actor of a change of the own access; needs no role."""
    assert user.municipality_id is not None
    return Actor(
        kind=ActorKind.USER,
        municipality_id=user.municipality_id,
        name=user.name,
        user_id=user.pk,
    )

"""The monthly mail to the project group: where each criterion stands."""

from datetime import datetime, time, timedelta

from django.db import transaction

from backend.accounts.models import Municipality, User
from backend.audit.log import record
from backend.common.actors import clock
from backend.common.danish_dates import local, local_instant, month_words
from backend.messaging.addresses import public_address
from backend.messaging.outbox import already_queued, queue_email
from volunteers.queries.project_group import members_of
from volunteers.queries.success_views.monthly import Month, month_of

MONTHLY = "maanedstal"
_FROM = time(10, 0)
# After that the pages tell the same.
_UNTIL_DAY = 7


def send_monthly_figures(at: datetime) -> int:
    """Mails last month's figures in the first week of a month, once a member; how many.

    A municipality without criteria, and a group without members, get nothing. The figures are
    those of midnight between the months, whichever day the mail goes.
    """
    today = local(at)
    if today.day > _UNTIL_DAY or today.time() < _FROM:
        return 0
    turn = local_instant(today.date().replace(day=1), time(0, 0))
    return sum(_mail_group(place, turn, at) for place in Municipality.objects.order_by("pk"))


def _mail_group(place: Municipality, turn: datetime, at: datetime) -> int:
    month = f"{local(turn):%Y-%m}"
    wanted = {
        f"{MONTHLY}:{month}:{place.pk}:{member.user.pk}": member.user
        for member in members_of(place.pk, local(at).date())
        if member.user.email
    }
    fresh = sorted(set(wanted) - already_queued(wanted))
    found = month_of(place.pk, turn) if fresh else None
    if found is None or not found.sentences:
        return 0
    for key in fresh:
        _mail(key, wanted[key], found, turn, at)
    return len(fresh)


@transaction.atomic
def _mail(key: str, user: User, month: Month, turn: datetime, at: datetime) -> None:
    place = user.municipality
    assert place is not None
    queue_email(
        municipality=place,
        kind=MONTHLY,
        to=user.email,
        title=f"Frivilligindsatsen i tal, {_month(turn)}",
        body=monthly_text(user.name, month, turn, place),
        dedupe_key=key,
        at=at,
        expires_at=at + timedelta(days=7),
        subject=("user", user.pk),
    )
    record("mail_monthly_figures", user, by=clock(place.pk), at=at)


def monthly_text(name: str, month: Month, turn: datetime, place: Municipality) -> str:
    """The mail's words: a line for each criterion, and where the rest is."""
    lines = "\n".join(f"- {sentence}" for sentence in month.sentences)
    return (
        f"Hej {name}\n\n"
        f"Sådan står succeskriterierne i {month.period.name} til og med {_month(turn)}:\n\n"
        f"{lines}\n\n"
        f"Lukkede kvartaler, rapporter og kurver: {public_address(place.link_host, '/tal/')}\n"
    )


def _month(turn: datetime) -> str:
    return month_words(local(turn - timedelta(days=1)).date())

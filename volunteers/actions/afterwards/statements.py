"""The monthly statement of hours to each association's contact (L22)."""

from datetime import datetime, time, timedelta

from django.db import transaction

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import clock
from backend.common.danish_dates import local, month_words, show_date
from backend.common.numbers import format_decimal
from backend.messaging.outbox import already_queued, queue_email
from volunteers.models import Association
from volunteers.queries.afterwards.statements import (
    Statement,
    associations_with_hours,
    previous_month,
    statement_of,
)

STATEMENT = "timeopgoerelse"
_FROM = time(10, 0)
# After that a month is looked up on the page instead.
_UNTIL_DAY = 7


def send_statements(at: datetime) -> int:
    """Mails last month's hours in the first week of a month, once a contact; how many.

    Associations of whom nobody came, and contacts without a mail address, get nothing.
    """
    today = local(at)
    if today.day > _UNTIL_DAY or today.time() < _FROM:
        return 0
    first = previous_month(today.date().replace(day=1))
    wanted = {
        f"{STATEMENT}:{first}:{one.pk}": one
        for place in Municipality.objects.order_by("pk")
        for one in associations_with_hours(place.pk, first)
        if one.contact_email
    }
    fresh = set(wanted) - already_queued(wanted)
    for key in sorted(fresh):
        _mail(key, wanted[key], statement_of(wanted[key], first), at)
    return len(fresh)


@transaction.atomic
def _mail(key: str, association: Association, statement: Statement, at: datetime) -> None:
    queue_email(
        municipality=association.municipality,
        kind=STATEMENT,
        to=association.contact_email,
        title=f"Timer i {month_words(statement.first)}: {association.name}",
        body=statement_text(statement),
        dedupe_key=key,
        at=at,
        expires_at=at + timedelta(days=7),
        subject=("association", association.pk),
    )
    record("mail_statement", association, by=clock(association.municipality_id), at=at)


def statement_text(statement: Statement) -> str:
    """The statement as a mail: each time a group came, the members' own together, and the sum."""
    association = statement.association
    lines = [
        f"- {show_date(local(line.group.slot.starts_at).date())}, "
        f"{line.group.slot.task.title}, {line.group.slot.task.institution}: "
        f"{line.group.came} kom, {format_decimal(line.hours, 2)} timer"
        for line in statement.lines
    ]
    if statement.member_hours is not None:
        own = format_decimal(statement.member_hours, 2)
        lines.append(f"- Medlemmernes egne tilmeldinger: {own} timer")
    elif statement.members_came:
        lines.append("- Medlemmernes egne tilmeldinger vises kun, når mindst tre har været med.")
    return (
        f"Hej {association.contact_name}\n\n"
        f"Timer for {association.name} i {month_words(statement.first)}:\n\n"
        + "\n".join(lines)
        + f"\n\nI alt {format_decimal(statement.total, 2)} timer.\n\n"
        "Kun timer, hvor fremmøde er noteret, er med. Får en af jer dagpenge eller efterløn, så "
        "spørg a-kassen, før I tager timer. Kommunen gemmer intet om det.\n"
        f"Er noget forkert, så ring til {association.municipality.name}.\n"
    )

"""What leaders, ambassadors and coordinators hear by themselves on working mornings.

The outbox takes each text once, so two clocks at the same moment give one mail.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from backend.accounts.models import User
from backend.common.danish_dates import local
from backend.messaging.addresses import public_address
from backend.messaging.outbox import already_queued, queue_email
from backend.messaging.quiet import is_working_morning
from institutions.models import ChecklistRun, HelpCall
from institutions.queries.help_calls import calls_due
from institutions.queries.holders import coordinators_of, leaders_by_place
from institutions.rules.checklist_reminders import REMIND_AT, reminder_due
from institutions.rules.states import DocumentState

_EXPIRES = """Hej {name}

Tjeklisten for {place} gælder til og med {day}. Det er om {left} dage.

Gå den igennem igen inden da, så I fortsat kan lægge opgaver ud: {link}

Flere kan gøre det sammen over flere dage, og du kan overdrage punkter til kolleger.
"""
_CALL_DUE = """Hej {name}

{place} bad om hjælp {asked}:

{about}

Fristen for svar er {due}: {link}
"""
_Queue = Callable[[], object]


def send_reminders(at: datetime) -> int:
    """Sends what is due this morning; how many mails. The second run adds none."""
    if not is_working_morning(at):
        return 0
    wanted = {**_checklists(at), **_help_calls(at)}
    fresh = sorted(set(wanted) - already_queued(wanted))
    for key in fresh:
        _send(wanted[key])
    return len(fresh)


@transaction.atomic
def _send(queue: _Queue) -> None:
    queue()


def _checklists(at: datetime) -> Mapping[str, _Queue]:
    """The mails about checklists by key; a new leader gets the one that stands. Two queries."""
    today = local(at).date()
    runs = ChecklistRun.objects.filter(
        current=True,
        template__state=DocumentState.APPROVED,
        institution__closed_at=None,
        valid_until__range=(today, today + timedelta(days=max(REMIND_AT))),
    ).select_related("institution__municipality")
    due = [(run, step) for run in runs if (step := reminder_due(run.valid_until, today))]
    leaders = leaders_by_place([run.institution_id for run, _ in due], today)
    return {
        (key := f"tjekliste_udloeber:{run.pk}:{step}:{user.pk}"): _expiring(key, run, user, at)
        for run, step in due
        for user in leaders.get(run.institution_id, ())
    }


def _expiring(key: str, run: ChecklistRun, user: User, at: datetime) -> _Queue:
    place = run.institution
    body = _EXPIRES.format(
        name=user.name,
        place=place.name,
        day=f"{run.valid_until:%d-%m-%Y}",
        left=(run.valid_until - local(at).date()).days,
        link=public_address(place.municipality.link_host, f"/tjekliste/{place.pk}/"),
    )
    return lambda: queue_email(
        municipality=place.municipality,
        kind="tjekliste_udloeber",
        to=user.email,
        title=f"Tjeklisten for {place.name} gælder til {run.valid_until:%d-%m-%Y}",
        body=body,
        dedupe_key=key,
        at=at,
        subject=("institution", place.pk),
    )


def _help_calls(at: datetime) -> Mapping[str, _Queue]:
    """Two days before the deadline the owner hears, after it the coordinators."""
    today = local(at).date()
    wanted: dict[str, _Queue] = {}
    for call in calls_due(today):
        late = call.due_on < today
        for user in _hears(call, today, late=late):
            key = f"hjaelp_{'over' if late else 'frist'}:{call.pk}:{user.pk}"
            wanted[key] = _call_mail(key, call, user, at)
    return wanted


def _hears(call: HelpCall, today: date, *, late: bool) -> list[User]:
    if late or call.owner is None:
        return coordinators_of(call.municipality_id, today)
    return [call.owner]


def _call_mail(key: str, call: HelpCall, user: User, at: datetime) -> _Queue:
    place = call.institution
    body = _CALL_DUE.format(
        name=user.name,
        place=place.name,
        asked=f"{local(call.asked_at):%d-%m-%Y}",
        about=call.about,
        due=f"{call.due_on:%d-%m-%Y}",
        link=public_address(place.municipality.link_host, f"/henvendelse/{call.uuid}/"),
    )
    return lambda: queue_email(
        municipality=place.municipality,
        kind="hjaelp",
        to=user.email,
        title=f"{place.name} venter på svar",
        body=body,
        dedupe_key=key,
        at=at,
        subject=("helpcall", call.pk),
    )

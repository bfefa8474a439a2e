"""What an ambassador does for the institutions: notes help given, reminds the quiet kindly."""

from datetime import date, datetime

from django.db import transaction

from backend.accounts.models import User
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.common.refusals import Clash, Invalid
from backend.messaging.outbox import queue_email
from institutions.models import (
    Department,
    FriendlyReminder,
    HelpCall,
    Institution,
    Visit,
    VisitKind,
)
from institutions.queries.holders import leaders_of
from institutions.rules.deeds import Deed, require_may
from institutions.rules.friendly_reminders import require_rested
from institutions.rules.help_calls import require_words

LONGEST_NOTE = 300
LONGEST_REMINDER = 1500


@transaction.atomic
def note_visit(
    *,
    department: Department,
    institution: Institution | None,
    kind: VisitKind,
    held_on: date,
    note: str,
    help_call: HelpCall | None = None,
    by: Actor,
    at: datetime,
) -> Visit:
    """Notes one visit, talk or conversation. The same one noted twice that day is one.

    Refuses a day to come, no note, a CPR number, and a place or a call of another department.
    """
    require_may(by, Deed.HELP_LEADERS, department_id=department.pk)
    if institution is not None and institution.department_id != department.pk:
        raise Clash("other_department", "Stedet hører til en anden afdeling.")
    if help_call is not None and (
        institution is None or help_call.institution_id != institution.pk
    ):
        raise Clash("other_place", "Henvendelsen kommer fra et andet sted.")
    if held_on > local(at).date():
        text = "Datoen ligger i fremtiden. Skriv besøget ind, når det er sket."
        raise Invalid("to_come", text, {"held_on": [text]})
    assert by.user_id is not None
    visit, created = Visit.objects.get_or_create(
        municipality_id=department.municipality_id,
        department=department,
        institution=institution,
        kind=kind,
        held_on=held_on,
        note=require_words("note", note, LONGEST_NOTE),
        visited_by_id=by.user_id,
        defaults={"help_call": help_call, "noted_at": at},
    )
    if created:
        record("note_visit", visit, by=by, at=at, kind=kind)
    return visit


@transaction.atomic
def send_friendly_reminder(
    *, institution: Institution, title: str, body: str, by: Actor, at: datetime
) -> list[User]:
    """Mails the previewed words to the place's leaders and deputies; returns who they are.

    Refuses a second one within the rest (``require_rested``), also when two press at once, no
    words, and a place where nobody has the role of leader: somebody must call instead.
    """
    require_may(
        by,
        Deed.HELP_LEADERS,
        department_id=institution.department_id,
        institution_id=institution.pk,
    )
    body = require_words("body", body, LONGEST_REMINDER)
    # The place's row is the lock: two presses stand in line here.
    institution = (
        Institution.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality")
        .get(pk=institution.pk)
    )
    last = institution.friendly_reminders.first()
    require_rested(last.sent_at if last else None, at)
    people = leaders_of(institution.pk, local(at).date())
    if not people:
        text = "Stedet har ingen leder i Samspil. Ring til stedet, eller sig det til koordinatoren."
        raise Clash("nobody_to_remind", text)
    assert by.user_id is not None
    reminder = FriendlyReminder.objects.create(
        municipality_id=institution.municipality_id,
        institution=institution,
        sent_by_id=by.user_id,
        sent_at=at,
    )
    for user in people:
        queue_email(
            municipality=institution.municipality,
            kind="venlig_paamindelse",
            to=user.email,
            title=title,
            body=body,
            dedupe_key=f"venlig_paamindelse:{reminder.pk}:{user.pk}",
            at=at,
            subject=("institution", institution.pk),
        )
    record("send_friendly_reminder", institution, by=by, at=at, to=len(people))
    return people

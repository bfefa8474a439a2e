"""Review meetings: planned, held, and their minutes."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from backend.accounts.models import Municipality, User
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local, show_date
from backend.common.refusals import Clash, Invalid, TooLate
from volunteers.actions.success.keepers import require_keeper
from volunteers.models import Attendance, Criterion, Decision, DecisionKind, ReviewMeeting
from volunteers.queries.project_group import members_of
from volunteers.success.calendar import Rhythm, last_ended
from volunteers.success.minutes import require_words
from volunteers.success.periods import Period


@transaction.atomic
def plan_meeting(
    *, municipality: Municipality, held_on: date, period: Period, by: Actor, at: datetime
) -> ReviewMeeting:
    """A meeting about one period. The same day again gives the first one, with the new period.

    Refuses a period that is not over on the day, and to change a meeting whose minutes are ended.
    """
    require_keeper(municipality.pk, by)
    if period.after > held_on:
        wrong = (
            f"{period.name} er ikke slut den dag. Vælg en tidligere periode eller en senere dag."
        )
        raise Invalid("period", wrong, {"period": [wrong]})
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    row = ReviewMeeting.objects.filter(municipality=municipality, held_on=held_on).first()
    if row is None:
        row = ReviewMeeting(municipality=municipality, held_on=held_on, planned_at=at)
    elif (row.first, row.after) == (period.first, period.after):
        return row
    _require_open(row)
    row.first, row.after = period.first, period.after
    row.save()
    record("plan_meeting", row, by=by, at=at, held_on=str(held_on), period=period.code)
    return row


@transaction.atomic
def note_who_was_there(
    *, meeting: ReviewMeeting, users: Collection[User], by: Actor, at: datetime
) -> ReviewMeeting:
    """Who was there, each with the department of the day; the list replaces the one before.

    Refuses (Invalid) people who were not in the project group on the day, a day that has not come,
    and (TooLate) a meeting whose minutes are ended.
    """
    row = _locked(meeting, by)
    if row.held_on > local(at).date():
        raise Invalid("not_held", f"Mødet er først den {show_date(row.held_on)}.")
    members = {one.user.pk: one for one in members_of(row.municipality_id, row.held_on)}
    strangers = [user.name for user in users if user.pk not in members]
    if strangers:
        wrong = (
            f"{', '.join(sorted(strangers))} var ikke medlem af projektgruppen den dag. "
            "Giv rollen først, eller fjern navnet."
        )
        raise Invalid("not_members", wrong, {"users": [wrong]})
    row.attendances.all().delete()
    Attendance.objects.bulk_create(
        [
            Attendance(meeting=row, user=user, department=members[user.pk].department)
            for user in users
        ]
    )
    record("note_who_was_there", row, by=by, at=at, people=len(users))
    return row


@transaction.atomic
def note_decision(
    *,
    meeting: ReviewMeeting,
    criterion: Criterion | None,
    kind: DecisionKind,
    words: str,
    by: Actor,
    at: datetime,
) -> Decision:
    """A line of the minutes. The same words about the same criterion again is the first line.

    Refuses no words, a criterion of another municipality, and (TooLate) ended minutes.
    """
    row = _locked(meeting, by)
    if criterion is not None and criterion.municipality_id != row.municipality_id:
        raise Clash("other_municipality", "Kriteriet hører til en anden kommune.")
    written = require_words("words", words, missing="Skriv, hvad I besluttede.")
    same = row.decisions.filter(criterion=criterion, kind=kind, words=written).first()
    if same is not None:
        return same
    assert by.user_id is not None
    line = Decision.objects.create(
        meeting=row,
        criterion=criterion,
        kind=kind,
        words=written,
        noted_by_id=by.user_id,
        noted_at=at,
    )
    record("note_decision", row, by=by, at=at, kind=kind)
    return line


@transaction.atomic
def take_back_decision(*, decision: Decision, by: Actor, at: datetime) -> None:
    """Strikes a line while the minutes are open; refuses (TooLate) afterwards. Twice is once."""
    row = _locked(decision.meeting, by)
    gone, _ = row.decisions.filter(pk=decision.pk).delete()
    if gone:
        record("take_back_decision", row, by=by, at=at)


@transaction.atomic
def end_meeting(*, meeting: ReviewMeeting, next_on: date, by: Actor, at: datetime) -> ReviewMeeting:
    """Ends the minutes and plans the next meeting, about the newest quarter that is over by then.

    Refuses (Invalid) minutes without anybody there, and a next day that is not later. Ending
    twice changes nothing.
    """
    require_keeper(meeting.municipality_id, by)
    row = ReviewMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if row.ended_at is not None:
        return row
    if not row.attendances.exists():
        wrong = "Skriv først, hvem der var med."
        raise Invalid("nobody_there", wrong, {"users": [wrong]})
    if next_on <= max(row.held_on, local(at).date()):
        wrong = "Næste møde skal ligge efter i dag og efter dette møde. Vælg en senere dag."
        raise Invalid("next_on", wrong, {"next_on": [wrong]})
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    record("end_meeting", row, by=by, at=at, next_on=str(next_on))
    period = last_ended(Rhythm.QUARTER, next_on)
    plan_meeting(municipality=row.municipality, held_on=next_on, period=period, by=by, at=at)
    return row


def _locked(meeting: ReviewMeeting, by: Actor) -> ReviewMeeting:
    require_keeper(meeting.municipality_id, by)
    row = ReviewMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    _require_open(row)
    return row


def _require_open(row: ReviewMeeting) -> None:
    if row.ended_at is not None:
        raise TooLate("minutes_ended", "Referatet er afsluttet og kan ikke ændres.")

"""What time does by itself, once a minute. Running it twice changes nothing."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import F

from backend.common.danish_dates import local, local_instant
from institutions.actions.reminders import send_reminders
from institutions.models import Slot, Task
from institutions.rules.states import SlotState, TaskState
from volunteers.actions import notices
from volunteers.actions.afterwards.colleagues import ask_colleagues
from volunteers.actions.afterwards.statements import send_statements
from volunteers.actions.asking import remind_of_questions
from volunteers.actions.association_papers import remind_of_papers
from volunteers.actions.attendance import finish_task
from volunteers.actions.certificates import remind_of_certificates
from volunteers.actions.event_clockwork import forget_guests, remind_of_events
from volunteers.actions.freed_seats import give_freed_seats
from volunteers.actions.group_days import expire_groups, remind_groups
from volunteers.actions.inbound import handle_left_over
from volunteers.actions.leaders import send_mornings, warn_of_unfilled
from volunteers.actions.line import call_lines, lapse_calls
from volunteers.actions.minimums import warn_below_minimum
from volunteers.actions.monthly_figures import send_monthly_figures
from volunteers.actions.success.reminders import send_success_reminders
from volunteers.actions.taking_back import follow_outbox
from volunteers.actions.waves import look_when_due
from volunteers.models import Assignment, Offer
from volunteers.queries.looks import municipalities_with_open_slots
from volunteers.rules.states import LIVE_OFFERS, AssignmentState, OfferState

REMIND_FROM = time(10, 0)


def run_clockwork(*, at: datetime) -> None:
    """Sends what is due, ends what is over, asks the next people. Safe with two at once."""
    mark_sent(at)
    expire_offers(at)
    end_slots(at)
    lapse_calls(at)
    call_lines(at)
    give_freed_seats(at)
    remind_of_tomorrow(at)
    remind_of_questions(at)
    look_again(at)
    warn_of_unfilled(at)
    warn_below_minimum(at)
    send_mornings(at)
    send_reminders(at)
    send_success_reminders(at)
    remind_of_events(at)
    forget_guests(at)
    remind_groups(at)
    expire_groups(at)
    remind_of_certificates(at)
    remind_of_papers(at)
    ask_colleagues(at)
    send_statements(at)
    send_monthly_figures(at)
    handle_left_over(at)


@transaction.atomic
def mark_sent(at: datetime) -> int:
    """Questions that waited for the end of the quiet hours are sent now.

    One that the outbox holds back longer, below a ceiling or on a rest, counts from when it goes.
    """
    follow_outbox()
    return Offer.objects.filter(state=OfferState.PLANNED, sent_at__lte=at).update(
        state=OfferState.SENT
    )


@transaction.atomic
def expire_offers(at: datetime) -> int:
    """A question about a slot that has begun has had no answer."""
    return Offer.objects.filter(state__in=sorted(LIVE_OFFERS), slot__starts_at__lte=at).update(
        state=OfferState.EXPIRED
    )


@transaction.atomic
def end_slots(at: datetime) -> int:
    """A slot whose end has passed is done, and its task too when nothing is left to do."""
    over = Slot.objects.filter(state=SlotState.OPEN, ends_at__lte=at).exclude(
        task__state__in=[TaskState.DRAFT, TaskState.IN_REVIEW]
    )
    tasks = list(Task.objects.filter(slots__in=over).distinct())
    ended = over.update(state=SlotState.DONE)
    for task in tasks:
        finish_task(task)
    return ended


def remind_of_tomorrow(at: datetime) -> int:
    """One reminder the day before, from ten in the morning; nobody is reminded twice."""
    today = local(at)
    if today.time() < REMIND_FROM:
        return 0
    first = local_instant(today.date() + timedelta(days=1), time(0, 0))
    last = local_instant(today.date() + timedelta(days=2), time(0, 0))
    due = Assignment.objects.filter(
        state=AssignmentState.CONFIRMED,
        slot__state=SlotState.OPEN,
        slot__starts_at__gte=first,
        slot__starts_at__lt=last,
    ).select_related("offer", "volunteer__municipality", "slot__task__institution__municipality")
    fresh = due.exclude(reminded_at__gte=F("slot__starts_at") - timedelta(days=2))
    return sum(_remind(assignment, at) for assignment in fresh)


def look_again(at: datetime) -> int:
    """A look in every municipality that wants people and whose time has come; the waves sent."""
    return sum(
        len(look_when_due(municipality=one, at=at)) for one in municipalities_with_open_slots(at)
    )


@transaction.atomic
def _remind(assignment: Assignment, at: datetime) -> bool:
    """Claims the row first, so that two clocks give one reminder."""
    claimed = Assignment.objects.filter(
        pk=assignment.pk, state=AssignmentState.CONFIRMED, reminded_at=assignment.reminded_at
    ).update(reminded_at=at)
    if claimed:
        notices.remind(assignment, at)
    return bool(claimed)

"""The day and after: who came, and thanks."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import hours_between
from backend.common.refusals import Clash, Invalid, TooLate
from backend.webhooks.announcements import announce
from backend.webhooks.models import Event
from institutions.models import Slot, Task
from institutions.rules.deeds import Deed, require_may
from institutions.rules.states import SlotState, TaskState
from volunteers.actions import notices
from volunteers.actions.afterwards.milestones import reach_milestone, reach_together
from volunteers.actions.contact_notices import thank_groups
from volunteers.models import Assignment, Pulse, Thanks
from volunteers.rules.attendance import CORRECTION, require_thanks
from volunteers.rules.states import AssignmentState, GroupState, require_assignment_move

LOWEST, HIGHEST = 1, 5


@transaction.atomic
def record_attendance(
    *,
    assignment: Assignment,
    came: bool,
    hours: Decimal | None = None,
    companions: int | None = None,
    by: Actor,
    at: datetime,
) -> Assignment:
    """Marks a person as come or not. Hours default to the slot's own length.

    Whoever was to be brought along came too unless ``companions`` says otherwise. Refuses before
    the start and later than 14 days after the end; until then it may be corrected. The same mark
    again changes nothing.
    """
    assignment = _lock_seat(assignment, by, at)
    state = AssignmentState.ATTENDED if came else AssignmentState.NO_SHOW
    new_hours = (hours if hours is not None else length_of(assignment.slot)) if came else None
    along = assignment.companions if companions is None else companions
    along = min(along, assignment.companions) if came else 0
    if (assignment.state, assignment.hours, assignment.companions_came) == (
        state,
        new_hours,
        along,
    ):
        return assignment
    if assignment.state != state:
        require_assignment_move(assignment.state, state)
    if new_hours is not None and not 0 < new_hours <= 24:  # noqa: PLR2004
        raise Invalid(
            "hours",
            "Skriv timer mellem 0,25 og 24.",
            {"hours": ["Skriv timer mellem 0,25 og 24."]},
        )
    assignment.state = state
    assignment.hours = new_hours
    assignment.companions_came = along
    assignment.recorded_at = at
    assignment.save(update_fields=["state", "hours", "companions_came", "recorded_at"])
    record("record_attendance", assignment, by=by, at=at, came=came)
    announce(Event.ASSIGNMENT_CHANGED, assignment, at=at)
    return assignment


@transaction.atomic
def undo_attendance(*, assignment: Assignment, by: Actor, at: datetime) -> Assignment:
    """Takes a mark back, as if it had never been set; nothing set is nothing changed.

    Refuses as ``record_attendance`` does, and after thanks: those went to the people who came.
    """
    assignment = _lock_seat(assignment, by, at)
    if assignment.state not in (AssignmentState.ATTENDED, AssignmentState.NO_SHOW):
        return assignment
    if Thanks.objects.filter(slot_id=assignment.slot_id).exists():
        raise Clash("thanked", "Der er sagt tak. Ret i stedet til Mødt eller Udeblev.")
    require_assignment_move(assignment.state, AssignmentState.CONFIRMED)
    assignment.state = AssignmentState.CONFIRMED
    assignment.hours, assignment.companions_came = None, 0
    assignment.recorded_at, assignment.unmarked_at = None, at
    assignment.save(
        update_fields=["state", "hours", "companions_came", "recorded_at", "unmarked_at"]
    )
    record("undo_attendance", assignment, by=by, at=at)
    announce(Event.ASSIGNMENT_CHANGED, assignment, at=at)
    return assignment


@transaction.atomic
def give_thanks(
    *, slot: Slot, skip: bool = False, words: str = "", by: Actor, at: datetime
) -> Thanks:
    """Thanks everybody who came by SMS, or notes that thanks were given in another way.

    ``words`` are the leader's own, on the page behind the SMS. Who reaches a milestone is thanked
    for that too. Refuses before the end, while somebody's attendance is not recorded, and too
    long words. Once per slot: the second time changes nothing.
    """
    _require_leader(slot, by, Deed.RECORD_ATTENDANCE)
    slot = Slot.objects.select_for_update(of=("self",)).select_related("task").get(pk=slot.pk)
    given = Thanks.objects.filter(slot=slot).first()
    if given is not None:
        return given
    if slot.state == SlotState.CANCELLED or slot.ends_at > at:
        raise Clash("not_over", "Sig tak, når det er overstået.")
    helpers = slot.assignments.select_related(
        "volunteer__municipality", "offer", "slot__task__institution"
    )
    groups = slot.group_offers.filter(state=GroupState.ACCEPTED, came__isnull=True)
    if helpers.filter(state=AssignmentState.CONFIRMED).exists() or groups.exists():
        raise Clash("attendance_missing", "Sæt først fremmøde for alle, og sig så tak.")
    words = "" if skip else require_thanks(words)
    assert by.user_id is not None
    thanks = Thanks.objects.create(
        municipality_id=slot.municipality_id,
        slot=slot,
        skipped=skip,
        words=words,
        given_by_id=by.user_id,
        given_at=at,
    )
    reach_together(slot, at)
    for assignment in helpers.filter(state=AssignmentState.ATTENDED):
        reached = reach_milestone(assignment, at)
        if not skip:
            notices.thank(assignment, at, reached)
    if not skip:
        thank_groups(slot, at)
    record("give_thanks", slot, by=by, at=at, skipped=skip)
    finish_task(slot.task)
    return thanks


@transaction.atomic
def answer_respect(*, assignment: Assignment, score: int, by: Actor, at: datetime) -> None:
    """The volunteer's answer to "Vi respekterer hinandens roller" (K22), 1 to 5, once.

    Asked after the first question; refuses before it is answered.
    """
    if not LOWEST <= score <= HIGHEST:
        raise Invalid("score", "Vælg et af de fem svar.", {"score": ["Vælg et af de fem svar."]})
    pulse = Pulse.objects.select_for_update().filter(assignment=assignment).first()
    if pulse is None:
        raise Clash("not_attended", "Svar først på det første spørgsmål.")
    if pulse.respect is None:
        pulse.respect = score
        pulse.save(update_fields=["respect"])
        record("answer_pulse", assignment, by=by, at=at)


@transaction.atomic
def answer_pulse(*, assignment: Assignment, score: int, by: Actor, at: datetime) -> Pulse:
    """The volunteer's answer to "Gav det mening for dig?", 1 to 5; the first one stands."""
    if not LOWEST <= score <= HIGHEST:
        raise Invalid("score", "Vælg et af de fem svar.", {"score": ["Vælg et af de fem svar."]})
    if assignment.state != AssignmentState.ATTENDED:
        raise Clash("not_attended", "Der er ikke noget at svare på endnu.")
    pulse, created = Pulse.objects.get_or_create(
        assignment=assignment,
        defaults={
            "municipality_id": assignment.municipality_id,
            "score": score,
            "answered_at": at,
        },
    )
    if created:
        record("answer_pulse", assignment, by=by, at=at)
    return pulse


def finish_task(task: Task) -> None:
    """A task is done when every time is over or cancelled and thanks are given or skipped."""
    slots = task.slots.exclude(state=SlotState.CANCELLED)
    open_ends = slots.filter(state=SlotState.OPEN).exists()
    helped = slots.filter(assignments__state=AssignmentState.ATTENDED)
    if task.state == TaskState.OPEN and not open_ends:
        if helped.filter(thanks__isnull=True).exists():
            return
        Task.objects.filter(pk=task.pk, state=TaskState.OPEN).update(state=TaskState.DONE)


def _lock_seat(assignment: Assignment, by: Actor, at: datetime) -> Assignment:
    """The slot's row first: a slot that is being called off has no attendance, and vice versa."""
    slot = (
        Slot.objects.select_for_update(of=("self",), no_key=True)
        .select_related("task__institution")
        .get(pk=assignment.slot_id)
    )
    _require_leader(slot, by, Deed.RECORD_ATTENDANCE)
    require_markable(slot, at)
    locked = Assignment.objects.select_for_update(no_key=True).get(pk=assignment.pk)
    locked.slot = slot
    return locked


def length_of(slot: Slot) -> Decimal:
    """The slot's own hours, as many decimals as are stored."""
    hours = hours_between(slot.starts_at, slot.ends_at)
    return Decimal(str(hours)).quantize(Decimal("0.01"))


def _require_leader(slot: Slot, by: Actor, deed: Deed) -> None:
    institution = slot.task.institution
    require_may(by, deed, department_id=institution.department_id, institution_id=institution.pk)


def require_markable(slot: Slot, at: datetime) -> None:
    """Refuses marks before the start, and later than 14 days after the end."""
    if at < slot.starts_at:
        raise Clash("not_begun", "Fremmøde kan sættes, når det er begyndt.")
    if at > slot.ends_at + CORRECTION:
        raise TooLate(
            "correction_over",
            "Fremmøde kan rettes i 14 dage. Ring til frivilligkoordinatoren, hvis det er forkert.",
        )

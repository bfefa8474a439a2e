"""The look: plan all open times of a municipality together, and ask. All of it or none."""

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from backend.accounts.models import Municipality
from backend.common.actors import Actor, ActorKind, clock
from backend.common.refusals import Clash, Refusal, TooLate
from institutions.models import Slot, Task
from institutions.rules.deeds import Deed, require_may
from institutions.rules.states import SlotState, TaskState
from volunteers.actions.groups import ask_association
from volunteers.actions.questions import Round, stand_in_line, write_rounds
from volunteers.models import Forecast, Wave
from volunteers.queries.looks import is_look_due
from volunteers.queries.waves import WavePlan, plan_open, plan_wave

_FORECAST = (
    "looked_at",
    "next_look_at",
    "fits",
    "seats_open",
    "chance",
    "chance_now",
    "full_at",
    "is_scarce",
    "is_too_late",
)


@transaction.atomic
def look(
    *, municipality: Municipality, at: datetime, by: Actor, task: Task | None = None
) -> list[Wave]:
    """Plans every open time and sends the questions that are worth it; waves of those asked about.

    With ``task`` all are planned but only its questions are sent: the others go with the next look.
    In quiet hours nobody is asked: only what is expected is written, and the first look after
    them asks. Looks of one municipality stand in line. A worker that dies leaves all or nothing.
    """
    stand_in_line(municipality.pk)
    plans = [
        plan for plan in plan_open(municipality, at).values() if task in (None, plan.slot.task)
    ]
    rounds = [_round(plan) for plan in plans if plan.now and plan.sends_at <= at]
    waves = write_rounds(rounds, municipality, by=by, at=at)
    _ask_associations(plans, by, at)
    _write_forecasts(plans, at, _asked(rounds))
    return waves


def _asked(rounds: Iterable[Round]) -> Counter[int]:
    """How many are asked about each slot, by a text of its own or further down on a page."""
    pages = (page for each in rounds for page in each.further.values())
    counts = Counter(one.slot_ids[0] for page in pages for one in page)
    counts.update({each.slot_id: len(each.invitations) for each in rounds})
    return counts


def _ask_associations(plans: Iterable[WavePlan], by: Actor, at: datetime) -> None:
    """Those the plan counted on; a seat taken meanwhile makes it a matter of the next look."""
    for plan in plans:
        if plan.party is None or plan.sends_at > at:
            continue
        party = plan.party
        with suppress(Refusal), transaction.atomic():
            ask_association(
                slot=plan.slot, association=party.association, seats=party.seats, by=by, at=at
            )


@transaction.atomic
def look_when_due(*, municipality: Municipality, at: datetime) -> list[Wave]:
    """A look when its time has come or something has happened since the last; else nothing.

    Two clocks at the same minute: the second finds the first one's look.
    """
    stand_in_line(municipality.pk)
    if not is_look_due(municipality, at):
        return []
    return look(municipality=municipality, at=at, by=clock(municipality.pk))


@transaction.atomic
def send_wave(*, slot: Slot, more: bool = False, by: Actor, at: datetime) -> Wave:
    """Asks the next people about one slot, by hand; in quiet hours the questions wait.

    ``more`` asks as if the questions already out gave nothing and nothing came later. Refuses a
    slot that is full, cancelled, begun or not published. A wave that finds nobody is stored with
    0 asked, so that the page can say so.
    """
    stand_in_line(slot.municipality_id)
    slot = Slot.objects.select_related("task__institution__municipality").get(pk=slot.pk)
    require_may_ask(slot, by)
    require_askable(slot, at)
    municipality = slot.task.institution.municipality
    plan = plan_wave(slot, at, more=more)
    waves = write_rounds([_round(plan)], municipality, by=by, at=at)
    if not waves:
        raise Clash("just_changed", "Tidspunktet er netop blevet ændret. Se siden igen.")
    refresh_forecasts(municipality, at)
    return waves[0]


def refresh_forecasts(municipality: Municipality, at: datetime) -> None:
    """Writes what every open time has to expect now; asks nobody."""
    _write_forecasts(plan_open(municipality, at).values(), at, Counter())


def require_may_ask(slot: Slot, by: Actor) -> None:
    """Refuses those who may not ask people about this slot; the clock may."""
    if by.kind != ActorKind.CLOCK:
        institution = slot.task.institution
        require_may(
            by,
            Deed.ASK_PEOPLE,
            department_id=institution.department_id,
            institution_id=institution.pk,
        )


def require_askable(slot: Slot, at: datetime) -> None:
    """Refuses a slot that is full, cancelled, begun or not published."""
    if slot.state != SlotState.OPEN or slot.task.state != TaskState.OPEN:
        raise Clash("not_open", "Tidspunktet er ikke åbent, så der kan ikke spørges.")
    if slot.starts_at <= at:
        raise TooLate("begun", "Tidspunktet er begyndt, så det er for sent at spørge.")
    if slot.seats_left < 1:
        raise Clash("filled", "Alle pladser er besat, så der er ingen grund til at spørge flere.")


def _round(plan: WavePlan) -> Round:
    return Round(plan.slot.pk, plan.fits, plan.next_look_at, plan.now, further=plan.further)


def _write_forecasts(plans: Iterable[WavePlan], at: datetime, asked: Counter[int]) -> None:
    """``fits`` are those left to ask: who fits, without those whom this look has ``asked``."""
    Forecast.objects.bulk_create(
        [
            Forecast(
                municipality_id=plan.slot.municipality_id,
                slot=plan.slot,
                looked_at=at,
                next_look_at=plan.next_look_at,
                fits=plan.fits - asked[plan.slot.pk],
                seats_open=plan.slot.seats_left,
                chance=plan.outlook.chance,
                chance_now=plan.outlook.chance_now,
                full_at=plan.outlook.full_at,
                is_scarce=plan.outlook.is_scarce,
                is_too_late=plan.outlook.is_too_late,
            )
            for plan in plans
        ],
        update_conflicts=True,
        unique_fields=["slot"],
        update_fields=_FORECAST,
    )

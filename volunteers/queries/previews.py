"""What publishing a need would ask, before anybody is asked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from backend.common.danish_dates import local
from institutions.models import Slot, Task
from institutions.rules.states import SlotState
from volunteers.matching.facts import Person
from volunteers.queries.candidates import people_of
from volunteers.queries.waves import WavePlan, plan_wave


def plan_need(task: Task, slots: Sequence[Slot], at: datetime) -> list[WavePlan]:
    """The first waves of a draft's times in the order they would be sent.

    The slots come in order of start. Who is asked about the first is busy with that question when
    the second is planned, as when they are sent. Times that are over are left out. Six queries
    whatever the number of times, when the task comes with institution, municipality and skills.
    """
    municipality = task.institution.municipality
    people = people_of(municipality.pk, municipality.asks_per_week, at)
    plans: list[WavePlan] = []
    for slot in slots:
        if slot.state != SlotState.OPEN or slot.starts_at <= at:
            continue
        slot.task = task
        plan = plan_wave(slot, at, people=people, live=())
        people = _after(plan, people)
        plans.append(plan)
    return plans


def _after(plan: WavePlan, people: list[Person]) -> list[Person]:
    asked = {candidate.person_id for candidate in plan.now}
    return [_asked(person, plan) if person.id in asked else person for person in people]


def _asked(person: Person, plan: WavePlan) -> Person:
    """The person as the matching sees one whose question is on its way."""
    return replace(
        person,
        asks_7d=person.asks_7d + 1,
        asks_28d=person.asks_28d + 1,
        last_asked_on=local(plan.sends_at).date(),
        live_questions=person.live_questions + 1,
        asked_slot_ids=person.asked_slot_ids | {plan.slot.pk},
        history=replace(person.history, asked=person.history.asked + 1),
    )

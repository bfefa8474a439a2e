"""What publishing a need would ask, before anybody is asked."""

from collections.abc import Sequence
from datetime import datetime

from institutions.models import Slot, Task
from institutions.rules.states import SlotState
from volunteers.queries.waves import WavePlan, plan_open


def plan_need(task: Task, slots: Sequence[Slot], at: datetime) -> list[WavePlan]:
    """The first questions about a draft's times, in the order given.

    Planned together with every other open time of the municipality, as when it is published.
    Times that have begun by the first allowed moment are left out.
    """
    drafts = [slot for slot in slots if slot.state == SlotState.OPEN]
    for slot in drafts:
        slot.task = task
    plans = plan_open(task.institution.municipality, at, drafts=drafts)
    return [plans[slot.pk] for slot in drafts if slot.pk in plans]

"""From a running month to what its policy may see."""

import numpy as np

from tests.bench.measures import CAP
from tests.bench.nature import WEEK, awake
from tests.bench.slots import Slot
from tests.bench.view import NeedView, View, sealed

STEP = 0.5


def view_of(month, hour: float, before: set[int]) -> View:
    """Sealed copies of what is on record at this hour."""
    needs = tuple(
        _need_view(month, slot, hour, need not in before)
        for need, slot in month.open.items()
        if slot.seats > 0
    )
    people = (month.yes, month.exposure, month.asks_7d, month.asks_28d, month.live)
    return View(
        hour, round((hour % 24) / STEP), needs, *(sealed(values) for values in people),
        recent_yes=sealed(month.last_yes > hour - WEEK),
        opted_out=sealed(month.opted_out),
        cap=sealed(np.full(len(month.yes), CAP)),
    )  # fmt: skip


def _need_view(month, slot: Slot, hour: float, is_new: bool) -> NeedView:
    need = slot.id
    fresh = [(p, w, c) for p, (w, c) in slot.live.items()]
    now = awake(hour)
    return NeedView(
        id=need,
        seats=slot.seats,
        need=int(month.world.instance.seats[need]),
        weight=float(month.world.instance.weight[need]),
        hours=float(awake(month.world.deadline[need]) - now),
        hours_to_start=float(month.world.starts[need] - hour),
        posted_ago=float(hour - month.world.posted[need]),
        is_just_posted=is_new,
        people=sealed(slot.people),
        known=sealed(slot.known),
        km=sealed(slot.km),
        may=sealed(slot.may),
        live_people=np.array([p for p, _, _ in fresh], dtype=np.int64),
        live_age=np.array([now - w for _, w, _ in fresh]),
        live_chance=np.array([c for _, _, c in fresh]),
    )

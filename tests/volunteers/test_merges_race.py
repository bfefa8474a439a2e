"""An answer on its way while two rows become one: the seat is the row's that is left."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from time import sleep
from typing import Any

import pytest
from django.db import connection, transaction

from institutions.models import Slot
from tests.cast import NOW, Cast, make_cast, make_volunteers, offer_to, open_slot
from volunteers.actions.answers import accept_offer
from volunteers.actions.merges import merge_volunteers
from volunteers.actions.seats import lock_answer
from volunteers.models import Assignment, Offer, Volunteer

pytestmark = pytest.mark.django_db(transaction=True)


def staged() -> tuple[Cast, Offer, Volunteer, Volunteer]:
    """A question to the row that goes away."""
    cast = make_cast()
    slot = open_slot(cast, seats=2)
    kept, gone = make_volunteers(cast, 2)
    return cast, offer_to(slot, gone), kept, gone


def while_merging(cast: Cast, kept: Volunteer, gone: Volunteer, deed: Callable[[], Any]) -> Any:
    """Begins the deed while the merge holds both rows; what it gives when they are let go."""

    def run() -> Any:
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            merge_volunteers(kept=kept, gone=gone, by=cast.actor(cast.coordinator), at=NOW)
            waiting: Future[Any] = threads.submit(run)
            _until_it_waits(waiting)
        return waiting.result(timeout=60)


def _until_it_waits(deed: "Future[Any]") -> None:
    """Until PostgreSQL says that somebody waits for a lock."""
    with connection.cursor() as cursor:
        for _ in range(600):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0] or deed.done():
                return
            sleep(0.05)


def test_the_seat_becomes_the_row_that_stays() -> None:
    cast, offer, kept, gone = staged()
    by = cast.actor(cast.leader)

    while_merging(
        cast,
        kept,
        gone,
        lambda: accept_offer(offer=offer, accepts_rules=True, by=by, at=NOW),
    )

    seat = Assignment.objects.get(slot=offer.slot)
    assert (seat.volunteer, Slot.objects.get(pk=offer.slot_id).seats_taken) == (kept, 1)


def naive_lock(offer: Offer) -> tuple[int, int]:
    """What must fail: locks the person it looked at before, and takes the question as it finds it.

    Gives whose row is locked, and whose question it is.
    """
    with transaction.atomic():
        person = Volunteer.objects.select_for_update(no_key=True).get(pk=offer.volunteer_id)
        Slot.objects.select_for_update(no_key=True).get(pk=offer.slot_id)
        locked = Offer.objects.select_for_update().get(pk=offer.pk)
        return person.pk, locked.volunteer_id


def our_lock(offer: Offer) -> tuple[int, int]:
    """The same of ours."""
    with transaction.atomic():
        rows = lock_answer(offer)
        return rows.offer.volunteer.pk, rows.offer.volunteer_id


def test_control_a_lock_that_does_not_look_again_holds_an_emptied_row() -> None:
    cast, offer, kept, gone = staged()

    locked, owner = while_merging(cast, kept, gone, lambda: naive_lock(offer))

    assert (locked, owner) == (gone.pk, kept.pk)
    assert our_lock(offer) == (kept.pk, kept.pk)

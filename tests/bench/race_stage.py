"""A database of its own for a race: one seat, and the people who all want it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import Count, F, Q
from django.test.utils import setup_databases, teardown_databases

from backend.messaging.models import Message
from institutions.models import Slot
from tests.cast import make_cast, make_volunteers
from tests.prepared import prepared_name
from tests.volunteers.test_links_race import links_to, slot_with
from volunteers.models import Assignment, Offer


@contextmanager
def own_database() -> Iterator[None]:
    """An empty database with all tables, named after this process; dropped at the end."""
    connection.settings_dict["TEST"]["NAME"] = f"test_race_{os.getpid()}"
    connection.settings_dict["TEST"]["TEMPLATE"] = prepared_name()
    kept = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        connection.close()
        teardown_databases(kept, verbosity=0)


def last_place(people: int) -> tuple[Slot, list[str]]:
    """A published need with one seat, and each person's own link to it."""
    cast = make_cast()
    slot = slot_with(cast, 1)
    return slot, links_to(slot, make_volunteers(cast, people))


def wipe(slot: Slot) -> None:
    """Makes the seat the last free place again; the links stay."""
    Message.objects.filter(kind="bekraeftelse").delete()
    Assignment.objects.filter(slot=slot).delete()
    Offer.objects.filter(slot=slot).update(state="sent", answered_at=None)
    Slot.objects.filter(pk=slot.pk).update(seats_taken=0, filled_at=None)


def overbooked() -> int:
    """Needs with more confirmed people than seats, or whose count differs from its rows."""
    confirmed = Count("assignments", filter=Q(assignments__state="confirmed"))
    slots = Slot.objects.annotate(confirmed=confirmed)
    return slots.filter(Q(confirmed__gt=F("seats")) | ~Q(confirmed=F("seats_taken"))).count()


def told() -> int:
    """Confirmations written."""
    return Message.objects.filter(kind="bekraeftelse").count()

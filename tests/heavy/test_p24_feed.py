"""P24: a feed of three hundred times is small, and a repeated fetch costs nothing."""

import gzip
from datetime import timedelta
from itertools import count

import pytest
import time_machine
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client

from institutions.models import Slot
from tests.cast import NOW, Cast, link_actor, open_slot
from tests.heavy.figures import keep_figure
from volunteers.actions.feeds import subscribe
from volunteers.models import Assignment, Offer
from volunteers.queries import feeds

pytestmark = [pytest.mark.heavy, pytest.mark.django_db]
TIMES = 300
MOST = 60_000


def fill(cast: Cast) -> None:
    """Three hundred seats of one person over the coming year."""
    task = open_slot(cast).task
    task.description = "Du følger to beboere til koncerten og hjem igen. " * 8
    task.save()
    for day in range(TIMES):
        starts_at = NOW + timedelta(days=1 + day, hours=6)
        slot = Slot.objects.create(
            municipality=cast.municipality,
            task=task,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            seats=2,
        )
        offer = Offer.objects.create(
            municipality=cast.municipality,
            volunteer=cast.helper,
            slot=slot,
            planned_at=NOW,
            probability=0.3,
        )
        Assignment.objects.create(
            municipality=cast.municipality,
            volunteer=cast.helper,
            slot=slot,
            offer=offer,
            state="confirmed",
            during=DateTimeTZRange(slot.starts_at, slot.ends_at),
            created_at=NOW,
            confirmed_at=NOW,
        )


def test_a_big_feed_is_small(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(cast)
    address = subscribe(person=cast.helper, by=link_actor(cast.helper), at=NOW)
    path = "/" + address.split("/", 3)[3]
    with time_machine.travel(NOW, tick=True):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        # The naive feed stamps each event with the moment of asking.
        moments = count()
        real = feeds.event_of
        monkeypatch.setattr(
            feeds, "event_of", lambda seat, _at: real(seat, NOW + timedelta(seconds=next(moments)))
        )
        naive = client.get(path)
        repeated = client.get(path, headers={"If-None-Match": naive.headers["ETag"]})
    events = first.content.count(b"BEGIN:VEVENT")
    size = len(gzip.compress(first.content))

    keep_figure(
        "P24",
        figure=size,
        unit=f"bytes (gzip) of a feed with {events} times; a repeated fetch gets "
        f"{again.status_code}",
        held=events == TIMES and size <= MOST and again.status_code == 304,
        control_failed=repeated.status_code != 304,
    )

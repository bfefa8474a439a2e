"""Telling that something happened: a call is owed from the transaction that caused it."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from backend.webhooks.models import Delivery, Endpoint, Event


class Told(Protocol):
    """A row that other systems know by its id."""

    uuid: UUID
    municipality_id: int


def announce(event: Event, *rows: Told, at: datetime) -> int:
    """Owes a call for each row to every address that wants the event; returns how many.

    Called inside the action's transaction, so that a change that is rolled back is never told.
    The rows are of one municipality. Twice is two calls: each change is told once, by its action.
    """
    if not rows:
        return 0
    endpoints = Endpoint.objects.filter(
        municipality_id=rows[0].municipality_id, events__contains=[event], off_at=None
    )
    # Asked at every answer, and mostly of a municipality that has none: no more than the keys.
    wanting = list(endpoints.values_list("pk", flat=True))
    owed = [_delivery(one, event, row, at) for one in wanting for row in rows]
    Delivery.objects.bulk_create(owed)
    return len(owed)


def replay(deliveries: Sequence[Delivery], at: datetime) -> int:
    """Owes dead and delivered calls anew, with the id and words they had; returns how many.

    The address rests no longer. Those still under way are left as they are.
    """
    again = Delivery.objects.filter(
        pk__in=[one.pk for one in deliveries], state__in=["dead", "delivered"]
    )
    Endpoint.objects.filter(deliveries__in=again).update(rests_until=None, failures=0)
    return again.update(state="queued", attempts=0, due_at=at, state_at=at, outcome="")


def forget_deliveries(before: datetime) -> int:
    """Deletes calls that came to an end before the moment; returns how many."""
    over = Delivery.objects.filter(state__in=["delivered", "dead"], state_at__lt=before)
    return over.delete()[0]


def _delivery(endpoint_id: int, event: Event, row: Told, at: datetime) -> Delivery:
    body = {"type": event.value, "timestamp": at.isoformat(), "data": {"id": str(row.uuid)}}
    return Delivery(
        endpoint_id=endpoint_id,
        event=event.value,
        body=json.dumps(body),
        due_at=at,
        created_at=at,
        state_at=at,
    )

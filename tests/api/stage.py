"""A row of this place for each noun in an address of the API."""

from datetime import timedelta
from typing import Any

from backend.webhooks.announcements import announce
from backend.webhooks.models import Event
from institutions.actions.closed_days import close_days
from institutions.actions.need_templates import keep_as_template
from institutions.actions.webhooks import add_endpoint
from institutions.models import Series
from tests.cast import NOW, Cast, link_actor, offer_to, open_slot
from tests.volunteers.event_stage import event_rows
from tests.volunteers.steering.stage import steering_rows
from volunteers.actions.answers import accept_offer
from volunteers.models import Assignment

Rows = dict[str, dict[str, Any]]


def rows_of(cast: Cast) -> Rows:
    """The parts of an address by its first noun."""
    slot = open_slot(cast)
    offer = offer_to(slot, cast.helper)
    accept_offer(offer=offer, accepts_rules=True, by=link_actor(cast.helper), at=NOW)
    coordinator = cast.actor(cast.coordinator)
    day = (NOW + timedelta(days=40)).date()
    series = Series.objects.create(
        task=slot.task, every_weeks=1, first_on=day, until=day, created_at=NOW
    )
    closed = close_days(
        municipality=cast.municipality,
        name="Juleaften",
        first_on=day,
        last_on=day,
        by=coordinator,
        at=NOW,
    )
    template = keep_as_template(task=slot.task, everywhere=False, by=coordinator, at=NOW)
    endpoint, _ = add_endpoint(
        name="Intranettet",
        url="https://hooks.example.org/samspil",
        events=[Event.SLOT_FILLED],
        by=coordinator,
        at=NOW,
    )
    announce(Event.SLOT_FILLED, slot, at=NOW)
    return {
        "institutions": {"uuid": cast.here.external_uuid, "code": "F01"},
        "tasks": {"uuid": slot.task.uuid, "number": series.pk},
        "slots": {"uuid": slot.uuid},
        "offers": {"uuid": offer.uuid},
        "assignments": {"uuid": Assignment.objects.get().uuid},
        "volunteers": {"uuid": cast.helper.uuid},
        "criteria": {"uuid": steering_rows(cast)["criterion"]},
        "need-templates": {"uuid": template.uuid},
        "closed-days": {"number": closed.pk},
        "events": {"uuid": event_rows(cast)["event"]},
        "webhooks": {"uuid": endpoint.uuid},
        "webhook-calls": {"uuid": endpoint.deliveries.get().uuid},
    }

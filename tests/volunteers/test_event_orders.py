""" "Bestil et oplæg": an order becomes an event, or gets a no with its reason."""

import pytest

from backend.common.refusals import Clash, Invalid, NotAllowed
from backend.messaging.models import Message
from tests.cast import NOW, Cast
from tests.volunteers.event_stage import LATER, event_fields, order_fields
from volunteers.actions.event_attendance import mark_presence
from volunteers.actions.event_orders import decline_order, order_event, plan_order
from volunteers.models import EventOrder
from volunteers.queries.event_statistics import figures_of, orders_in
from volunteers.queries.events import orders_for, waiting_orders, year_span
from volunteers.rules.events import EventKind, Presence


def an_order(cast: Cast, **changes: object) -> EventOrder:
    """The leader's."""
    by = cast.actor(cast.leader)
    return order_event(institution=cast.here, fields=order_fields(**changes), by=by, at=NOW)


def test_an_order_waits_for_the_coordinator_and_is_the_institutions_own(cast: Cast) -> None:
    order = an_order(cast)

    assert an_order(cast) == order
    assert list(waiting_orders(cast.actor(cast.coordinator))) == [order]
    assert list(waiting_orders(cast.actor(cast.leader))) == []
    assert list(orders_for(cast.actor(cast.leader))) == [order]
    assert list(orders_for(cast.actor(cast.leader_elsewhere))) == []


def test_nobody_orders_for_another_institution_or_without_words(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        order_event(
            institution=cast.elsewhere, fields=order_fields(), by=cast.actor(cast.leader), at=NOW
        )
    with pytest.raises(Invalid) as refusal:
        an_order(cast, topic=" ", expected=0)

    assert sorted(refusal.value.fields) == ["expected", "topic"]


def test_a_planned_order_is_an_event_with_the_leader_on_the_list(cast: Cast) -> None:
    order = an_order(cast)
    by = cast.actor(cast.coordinator)

    event = plan_order(order=order, fields=event_fields(kind=EventKind.TALK), by=by, at=NOW)

    host = event.participants.get()
    assert (host.user, host.answer, host.origin) == (cast.leader, "coming", "ordered")
    order.refresh_from_db()
    assert (order.event, order.waits) == (event, False)
    kinds = Message.objects.filter(to=cast.leader.email).values_list("kind", flat=True)
    assert sorted(kinds) == ["arr_bestilling", "arr_kalender"]
    with pytest.raises(Clash):
        plan_order(order=order, fields=event_fields(), by=by, at=NOW)


def test_an_ordered_event_is_counted_among_those_held(cast: Cast) -> None:
    by = cast.actor(cast.coordinator)
    order = an_order(cast)
    event = plan_order(order=order, fields=event_fields(kind=EventKind.TALK), by=by, at=NOW)
    host = event.participants.select_related("event").get()
    late = cast.actor(cast.coordinator, LATER)
    mark_presence(participant=host, presence=Presence.PLACE, by=late, at=LATER)

    year = year_span(2026)
    (talk,) = [
        line for line in figures_of(cast.municipality.pk, *year) if line.kind == EventKind.TALK
    ]
    orders = orders_in(cast.municipality.pk, *year)

    assert (talk.held, talk.ordered, talk.came) == (1, 1, 1)
    assert (orders.received, orders.planned, orders.declined) == (1, 1, 0)


def test_a_no_has_a_reason_that_the_leader_reads(cast: Cast) -> None:
    order = an_order(cast)
    by = cast.actor(cast.coordinator)

    with pytest.raises(Invalid):
        decline_order(order=order, reason=" ", by=by, at=NOW)
    with pytest.raises(NotAllowed):
        decline_order(order=order, reason="Nej", by=cast.actor(cast.leader), at=NOW)
    decline_order(order=order, reason="Prøv efter sommerferien.", by=by, at=NOW)

    mail = Message.objects.get(kind="arr_bestilling")
    assert (mail.to, "Prøv efter sommerferien." in mail.body) == (cast.leader.email, True)
    with pytest.raises(Clash):
        plan_order(order=order, fields=event_fields(), by=by, at=NOW)

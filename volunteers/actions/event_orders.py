""" "Bestil et oplæg": a leader's order, which becomes an event or gets a no with its reason."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from backend.accounts.models import User
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import slot_text
from backend.common.refusals import Clash, Invalid, NotAllowed
from backend.messaging.addresses import public_address
from backend.messaging.outbox import queue_email
from institutions.models import Institution
from institutions.rules.deeds import Deed, require_may
from volunteers.actions.event_notices import tell_coming
from volunteers.actions.events import plan_event
from volunteers.models import Event, EventOrder, Participant
from volunteers.rules.events import KIND_WORDS, Answer, Group, Origin

ORDER_FIELDS = ("kind", "topic", "wishes", "when", "expected", "contact_name", "contact_phone")
_NEEDED = ("topic", "when", "contact_name", "contact_phone")
MOST_EXPECTED = 2000


@transaction.atomic
def order_event(
    *, institution: Institution, fields: Mapping[str, Any], by: Actor, at: datetime
) -> EventOrder:
    """An order that waits for the coordinator. ``fields`` has ORDER_FIELDS.

    Refuses gaps, another system, and a place that is not the person's. The same wish for the same
    topic from the same place while it waits is the first order.
    """
    require_may(
        by,
        Deed.ORDER_EVENT,
        department_id=institution.department_id,
        institution_id=institution.pk,
    )
    _require_order(fields)
    if by.user_id is None:
        raise NotAllowed("nobody", "Log ind for at bestille: svaret sendes til dig.")
    known = EventOrder.objects.filter(
        institution=institution,
        topic=fields["topic"],
        when=fields["when"],
        event__isnull=True,
        declined_at__isnull=True,
    ).first()
    if known is not None:
        return known
    order = EventOrder.objects.create(
        municipality_id=institution.municipality_id,
        institution=institution,
        ordered_by=User.objects.get(pk=by.user_id),
        ordered_at=at,
        **fields,
    )
    record("order_event", order, by=by, at=at, kind=order.kind)
    return order


@transaction.atomic
def plan_order(
    *,
    order: EventOrder,
    fields: Mapping[str, Any],
    new_series: str = "",
    by: Actor,
    at: datetime,
) -> Event:
    """The event an order becomes; who ordered it gets a seat, the calendar and a mail.

    Refuses those who answer no orders, an order that is answered, and what ``plan_event`` refuses.
    """
    kept = _lock(order, by)
    event = plan_event(
        municipality=kept.municipality, fields=fields, new_series=new_series, by=by, at=at
    )
    kept.event = event
    kept.save(update_fields=["event"])
    record("plan_order", kept, by=by, at=at, event=event.pk)
    host = Participant.objects.create(
        municipality=kept.municipality,
        event=event,
        group=Group.STAFF,
        origin=Origin.ORDERED,
        user=kept.ordered_by,
        department_id=kept.institution.department_id,
        answer=Answer.COMING,
        invited_at=at,
        answered_at=at,
    )
    tell_coming(host, at)
    _mail(kept, f"er planlagt: {slot_text(event.starts_at, event.ends_at)}.", at)
    return event


@transaction.atomic
def decline_order(*, order: EventOrder, reason: str, by: Actor, at: datetime) -> None:
    """No, with a reason that the leader reads. Refuses no reason and an order that is answered."""
    kept = _lock(order, by)
    if not reason.strip():
        text = "Skriv, hvorfor det ikke kan lade sig gøre, eller hvad lederen kan gøre i stedet."
        raise Invalid("reason", text, {"reason": [text]})
    kept.declined_at, kept.decline_reason = at, reason.strip()
    kept.save(update_fields=["declined_at", "decline_reason"])
    record("decline_order", kept, by=by, at=at)
    _mail(kept, f"kan desværre ikke lade sig gøre.\n\n{kept.decline_reason}", at)


def _lock(order: EventOrder, by: Actor) -> EventOrder:
    require_may(by, Deed.ANSWER_ORDER)
    kept = (
        EventOrder.objects.select_for_update(of=("self",))
        .select_related("municipality", "institution", "ordered_by")
        .get(pk=order.pk, municipality_id=by.municipality_id)
    )
    if not kept.waits:
        raise Clash("answered", "Bestillingen er allerede besvaret.")
    return kept


def _require_order(fields: Mapping[str, Any]) -> None:
    wrong = {name: ["Udfyld feltet."] for name in _NEEDED if not str(fields[name]).strip()}
    if fields["kind"] not in KIND_WORDS:
        wrong["kind"] = ["Vælg, hvad I ønsker."]
    if not 1 <= fields["expected"] <= MOST_EXPECTED:
        wrong["expected"] = [f"Skriv et tal fra 1 til {MOST_EXPECTED}."]
    if wrong:
        raise Invalid("order_incomplete", "Ret felterne, og prøv igen.", wrong)


def _mail(order: EventOrder, words: str, at: datetime) -> None:
    place = order.municipality
    queue_email(
        municipality=place,
        kind="arr_bestilling",
        to=order.ordered_by.email,
        title=f"Din bestilling: {order.topic}",
        body=(
            f"Hej {order.ordered_by.name}\n\nDin bestilling »{order.topic}« {words}\n\n"
            f"Se den her: {public_address(place.link_host, '/arrangementer/')}\n"
        ),
        dedupe_key=f"arr_bestilling:{order.pk}",
        at=at,
        subject=("eventorder", order.pk),
    )

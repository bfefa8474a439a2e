"""Our automatic answers to texts from people, and the guard against answering for ever."""

from datetime import datetime, timedelta

from backend.accounts.models import Municipality
from backend.common.phones import show_phone
from backend.messaging.models import InboundText, Message
from backend.messaging.outbox import queue_sms
from volunteers.actions.links import issue_link
from volunteers.actions.notices import sms_text
from volunteers.models import Link, Offer, Volunteer
from volunteers.queries.questions import next_seat_of
from volunteers.queries.wordings import DANISH, language_of, template_for
from volunteers.rules.dialogue import TELL_AGAIN_AFTER
from volunteers.texts.gsm7 import segments
from volunteers.texts.templates import allowed_fields, render

# More than this and another machine is answering ours.
MOST_REPLIES = 5
WITHIN = timedelta(minutes=10)
_USEFUL = timedelta(hours=2)


def confirm_stop(row: InboundText, person: Volunteer | None, at: datetime) -> None:
    """The receipt for a stop; who has said yes to something is told that it still stands."""
    seat = next_seat_of(person, at) if person else None
    if seat is not None and seat.offer is not None:
        seat.offer.slot, seat.offer.volunteer = seat.slot, seat.volunteer
        _reply(row, "stop_med_aftale", sms_text("stop_med_aftale", seat.offer), at)
    else:
        _reply(row, "stop_2vejs", _general("stop_2vejs", row.municipality, person), at)


def confirm_start(row: InboundText, person: Volunteer | None, at: datetime) -> None:
    """Welcome back, to those we know."""
    if person is not None:
        body = _general("velkommen_2vejs", row.municipality, person)
        _reply(row, "velkommen_2vejs", body, at)


def say_full(row: InboundText, offer: Offer, at: datetime) -> None:
    """Thanks for a yes that came after the last seat was taken."""
    _reply(row, "besat", sms_text("besat", offer), at)


def ask_for_the_page(row: InboundText, offer: Offer, at: datetime) -> None:
    """Leads to the page where the first yes at a place is given."""
    link = issue_link(offer=offer, purpose=Link.Purpose.ANSWER, at=at)
    _reply(row, "mangler_noget", sms_text("mangler_noget", offer, link=link), at)


def say_passed_on(row: InboundText, offer: Offer, at: datetime) -> None:
    """That the words went to the place, and about which task: the guess may be wrong.

    Said once an hour for a thread.
    """
    texts = offer.lines.filter(channel="sms", written_at__gt=at - TELL_AGAIN_AFTER)
    if texts.count() > 1:
        return
    link = issue_link(offer=offer, purpose=Link.Purpose.DIALOGUE, at=at)
    _reply(row, "besked_videre", sms_text("besked_videre", offer, link=link), at)


def say_unclear(row: InboundText, person: Volunteer | None, at: datetime) -> None:
    """That nobody reads answers by SMS, and whom to call."""
    _reply(row, "ukendt_svar", _general("ukendt_svar", row.municipality, person), at)


def _general(kind: str, municipality: Municipality, person: Volunteer | None) -> str:
    known: dict[str, str | int] = {
        "navn": person.first_name if person else "",
        "sted": municipality.short_name[:18],
        "tlf": show_phone(municipality.phone),
        "kommune": municipality.name,
    }
    language = language_of(person) if person else DANISH
    fields = {name: value for name, value in known.items() if name in allowed_fields(kind)}
    return render(template_for(municipality.pk, kind, language), **fields)


def _reply(row: InboundText, kind: str, body: str, at: datetime) -> None:
    """Queues the answer unless the number has had five in ten minutes.

    The caller holds the number's lock, so that the count is right.
    """
    recent = InboundText.objects.filter(phone=row.phone, reply__isnull=False, at__gt=at - WITHIN)
    if recent.count() >= MOST_REPLIES:
        return
    row.reply = _queue(row, kind, body, at)


def _queue(row: InboundText, kind: str, body: str, at: datetime) -> Message:
    return queue_sms(
        municipality=row.municipality,
        kind=kind,
        to=row.phone,
        body=body,
        dedupe_key=f"svar:{row.pk}",
        at=at,
        expires_at=at + _USEFUL,
        subject=("inbound", row.pk),
        segments=segments(body).count,
    )

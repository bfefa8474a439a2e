"""Everything we hold about one person, in words the person can read; also as JSON (L05)."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from backend.audit.models import AuditEntry
from backend.common.danish_dates import local, show_date, show_time, slot_text
from backend.common.phones import show_phone
from backend.messaging.models import InboundText, Message
from volunteers.models import (
    Acceptance,
    Assignment,
    Certificate,
    DialogueLine,
    Offer,
    Participant,
    Volunteer,
)
from volunteers.queries.event_openings import own_participations
from volunteers.queries.my_page import accepted_texts
from volunteers.queries.own_arrivals import arrivals_of, belongings_of
from volunteers.queries.own_traces import traces_of
from volunteers.queries.sharing.own_rows import shared_rows
from volunteers.rules.certificates import STATUS_WORDS, CertificateStatus
from volunteers.rules.states import state_word
from volunteers.texts.deeds import deed_words

Row = dict[str, str]
OwnData = dict[str, list[Row]]
# A key in a text would open a page for whoever gets to see the file.
_KEY = re.compile(r"/s/[1-9A-HJ-NP-Za-km-z]{22}")


def own_data(person: Volunteer) -> OwnData:
    """Headings with rows, each row a label and its value; queries do not grow with the history."""
    return {
        "Dig": [_person(person)],
        "Dine ønsker": [_wishes(person)],
        "Foreninger og færdigheder": belongings_of(person),
        "Attester": [_certificate(one) for one in person.certificates.order_by("kind")],
        "Henvist, inviteret og bekræftet": arrivals_of(person),
        "Spørgsmål til dig": [_offer(one) for one in _offers(person)],
        "Dine tilmeldinger": [_seat(one) for one in _seats(person)],
        "Arrangementer": [_event(one) for one in own_participations(person)],
        "Det har du sagt ja til": [_acceptance(one) for one in _acceptances(person)],
        "Historier, forslag og priser": shared_rows(person),
        "Beskeder fra os": [_message(one) for one in _messages(person)],
        "Beskeder fra dig": [_inbound(one) for one in _inbound_texts(person)],
        "Samtaler": [_line(one) for one in _lines(person)],
        **traces_of(person),
        "Loggen om dig": [_deed(one) for one in _deeds(person)],
    }


def _person(person: Volunteer) -> Row:
    return {
        "Fornavn": person.first_name,
        "Efternavn": person.last_name,
        "Mobilnummer": show_phone(person.phone),
        "E-mail": person.email,
        "Postnummer": person.postcode,
        "Fødselsår": _text(person.birth_year),
        "Kommer fra": person.get_source_display(),
        "Oprettet": _moment(person.created_at),
        "Oplyst om brug af oplysninger": _moment(person.notice_shown_at),
        "Slettes, hvis vi ikke hører fra dig": _day(person.forget_on),
        "Børneattest i orden til": _day(person.certificate_ok_until),
    }


def _wishes(person: Volunteer) -> Row:
    return {
        "Hvor langt": f"{person.radius_km} km",
        "Tider (28 felter, mandag nat først)": f"{person.availability:028b}"[::-1],
        "Slags opgaver": _list(kind.name for kind in person.kinds.all()),
        "Sprog": _list(person.languages),
        "Højst om ugen": _text(person.asks_per_week),
        "Pause til og med": _day(person.paused_until),
        "Hvordan vi spørger": person.get_channel_display(),
        "Ledig plads uden spørgsmål": "ja" if person.takes_freed_seats else "nej",
        "Sms stoppet": _moment(person.opted_out_at),
    }


def _certificate(one: Certificate) -> Row:
    return {
        "Attest": one.get_kind_display(),
        "Status": STATUS_WORDS[CertificateStatus(one.state)],
        "Bestilt": _day(one.ordered_on),
        "Set og i orden": _day(one.assessed_on),
        "Gælder til": _day(one.ok_until),
    }


def _offers(person: Volunteer) -> Iterable[Offer]:
    return person.offers.select_related("slot__task__institution").order_by("planned_at", "id")


def _offer(offer: Offer) -> Row:
    return {
        **_what(offer),
        "Spurgt": _moment(offer.sent_at),
        "Set": _moment(offer.seen_at),
        "Svar": state_word(offer.state),
        "Svaret": _moment(offer.answered_at),
        "Grund til nej": offer.decline_reason,
        "Derfor blev du spurgt": _list(str(reason) for reason in offer.reasons),
    }


def _seats(person: Volunteer) -> Iterable[Assignment]:
    rows = person.assignments.select_related("slot__task__institution", "pulse")
    return rows.order_by("created_at", "id")


def _seat(seat: Assignment) -> Row:
    return {
        **_what(seat),
        "Status": state_word(seat.state),
        "Timer": _text(seat.hours),
        "Tager med": seat.companion_name or ("én" if seat.companions else ""),
        "Dit svar på ét minut": _text(seat.pulse.score) if hasattr(seat, "pulse") else "",
        "Respekt for roller": _text(seat.pulse.respect) if hasattr(seat, "pulse") else "",
    }


def _what(row: Offer | Assignment) -> Row:
    task = row.slot.task
    return {
        "Opgave": task.title,
        "Sted": task.institution.name,
        "Tid": slot_text(row.slot.starts_at, row.slot.ends_at),
    }


def _event(one: Participant) -> Row:
    return {
        "Arrangement": one.event.title,
        "Tid": slot_text(one.event.starts_at, one.event.ends_at),
        "Inviteret": _moment(one.invited_at),
        "Status": one.words,
    }


def _acceptances(person: Volunteer) -> Iterable[Acceptance]:
    return person.acceptances.select_related("institution", "rules_version").order_by("id")


def _acceptance(one: Acceptance) -> Row:
    return {
        "Sted": one.institution.name,
        "Version": str(one.rules_version.number),
        "Ordene": " ".join(accepted_texts(one.rules_version)),
        "Sagt ja": _moment(one.accepted_at),
    }


def _messages(person: Volunteer) -> Iterable[Message]:
    return Message.objects.filter(
        municipality_id=person.municipality_id, recipient_ref=person.pk
    ).order_by("id")


def _message(message: Message) -> Row:
    return {
        "Tid": _moment(message.created_at),
        "Til": message.to,
        "Tekst": _KEY.sub("/s/***", message.body),
    }


def _inbound_texts(person: Volunteer) -> Iterable[InboundText]:
    return InboundText.objects.filter(
        municipality_id=person.municipality_id, phone=person.phone
    ).order_by("id")


def _inbound(text: InboundText) -> Row:
    return {"Tid": _moment(text.at), "Tekst": text.body}


def _lines(person: Volunteer) -> Iterable[DialogueLine]:
    return (
        DialogueLine.objects.filter(offer__volunteer=person)
        .select_related("written_by", "offer__slot__task__institution")
        .order_by("written_at", "id")
    )


def _line(line: DialogueLine) -> Row:
    return {
        **_what(line.offer),
        "Skrevet": _moment(line.written_at),
        "Af": line.written_by.name if line.written_by else "dig",
        "Tekst": line.body,
    }


def _deeds(person: Volunteer) -> Iterable[AuditEntry]:
    return AuditEntry.objects.filter(subject_type="volunteer", subject_id=person.pk).order_by("id")


def _deed(entry: AuditEntry) -> Row:
    return {"Tid": _moment(entry.at), "Handling": deed_words(entry.deed), "Af": entry.actor_name}


def _moment(instant: datetime | None) -> str:
    if instant is None:
        return ""
    clock = local(instant)
    return f"{show_date(clock.date())} kl. {show_time(clock.time())}"


def _day(day: date | None) -> str:
    return show_date(day) if day else ""


def _text(value: int | Decimal | None) -> str:
    return "" if value is None else str(value)


def _list(values: Iterable[str]) -> str:
    return ", ".join(values)

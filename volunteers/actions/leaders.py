"""What we tell those who lead: empty seats, late withdrawals, and the morning's mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from backend.accounts.models import User
from backend.common.danish_dates import local, slot_text, sms_day, sms_time
from backend.messaging.addresses import public_address
from backend.messaging.outbox import already_queued, queue_email, queue_sms
from backend.messaging.quiet import is_working_morning
from institutions.models import Slot
from institutions.queries.holders import ambassadors_of, leaders_of
from volunteers.models import Assignment, GroupOffer
from volunteers.queries.filling import (
    FOR_AMBASSADORS,
    FOR_LEADERS,
    unlikely_for_ambassadors,
    unlikely_for_leaders,
)
from volunteers.queries.leaders import Morning, mornings
from volunteers.queries.wordings import template_for
from volunteers.texts.gsm7 import segments
from volunteers.texts.templates import allowed_fields, render

# A withdrawal closer to the start than this is told at once; others wait for the morning's mail.
LATE = timedelta(hours=48)
_BELOW = "leder_minimum"


def warn_of_unfilled(at: datetime) -> int:
    """Tells leaders of times that will probably not be filled, then ambassadors; each once a time.

    How likely is too unlikely is the municipality's own weight. Safe with two clocks: the outbox
    takes each text once.
    """
    told, today = 0, local(at).date()
    for slot in unlikely_for_leaders(at):
        people = leaders_of(slot.task.institution_id, today)
        told += _tell_missing(slot, people, FOR_LEADERS, "/tavle/", at)
    for slot in unlikely_for_ambassadors(at):
        people = ambassadors_of(slot.task.institution.department_id, today)
        told += _tell_missing(slot, people, FOR_AMBASSADORS, "/afdeling/", at)
    return told


def tell_late_withdrawal(seat: Assignment | GroupOffer, at: datetime) -> None:
    """At once, when the time is near; inside the withdrawal's own transaction."""
    slot = seat.slot
    if slot.starts_at - at > LATE:
        return
    word = _Word("leder_afbud", "leder_afbud", "/tavle/", f"{seat.uuid.hex}.{seat.sequence}")
    for user in leaders_of(slot.task.institution_id, local(at).date()):
        _tell(user, slot, word, at)


def tell_below_minimum(slot: Slot, people: Iterable[User], at: datetime) -> int:
    """That fewer come than are needed, with the page where it is decided; once a time."""
    word = _Word(_BELOW, _BELOW, f"/minimum/{slot.pk}/", str(slot.sequence))
    told = list(people)
    with transaction.atomic():
        for user in told:
            _tell(user, slot, word, at)
    return len(told)


def send_mornings(at: datetime) -> int:
    """One mail a leader each working morning with the week's times; the second run adds none."""
    if not is_working_morning(at):
        return 0
    today = local(at).date()
    wanted = {
        f"leder_overblik:{today}:{morning.institution.pk}:{user.pk}": (morning, user)
        for morning in mornings(at)
        for user in leaders_of(morning.institution.pk, today)
    }
    fresh = set(wanted) - already_queued(wanted)
    for key in sorted(fresh):
        _mail_morning(key, *wanted[key], at)
    return len(fresh)


@dataclass(frozen=True, slots=True)
class _Word:
    """One occasion: its kind, the text it uses, the page it leads to, what makes it once."""

    kind: str
    text: str
    path: str
    version: str


@transaction.atomic
def _tell_missing(slot: Slot, people: Iterable[User], kind: str, path: str, at: datetime) -> int:
    told = list(people)
    for user in told:
        _tell(user, slot, _Word(kind, FOR_LEADERS, path, str(slot.sequence)), at)
    return len(told)


def _tell(user: User, slot: Slot, word: _Word, at: datetime) -> None:
    """By SMS to those with a telephone, else by mail."""
    municipality = slot.task.institution.municipality
    link = public_address(municipality.link_host, word.path)
    body = _filled(word, slot, user.language, link)
    key = f"{word.kind}:{slot.pk}:{word.version}:{user.pk}"
    if user.phone:
        queue_sms(
            municipality=municipality,
            kind=word.kind,
            to=user.phone,
            body=body,
            dedupe_key=key,
            at=at,
            expires_at=slot.starts_at,
            subject=("slot", slot.pk),
            segments=segments(body).count,
        )
        return
    queue_email(
        municipality=municipality,
        kind=word.kind,
        to=user.email,
        title=f"{slot.task.title}: {sms_day(slot.starts_at)}",
        body=body,
        dedupe_key=key,
        at=at,
        expires_at=slot.starts_at,
        subject=("slot", slot.pk),
    )


def _filled(word: _Word, slot: Slot, language: str, link: str) -> str:
    known: dict[str, str | int] = {
        "antal": slot.min_seats - slot.seats_taken if word.kind == _BELOW else slot.seats_left,
        "opgave": slot.task.sms_title,
        "dag": sms_day(slot.starts_at),
        "tid": sms_time(slot.starts_at, slot.ends_at),
        "link": link,
    }
    fields = {name: value for name, value in known.items() if name in allowed_fields(word.text)}
    return render(template_for(slot.municipality_id, word.text, language), **fields)


def _mail_morning(key: str, morning: Morning, user: User, at: datetime) -> None:
    place = morning.institution
    lines = [
        f"{slot_text(slot.starts_at, slot.ends_at)}: {slot.task.title}, "
        f"{slot.seats_taken} af {slot.seats} pladser besat"
        for slot in morning.slots
    ]
    body = (
        f"Godmorgen {user.name}\n\nDen kommende uge hos {place}:\n\n"
        + "\n".join(f"- {line}" for line in lines)
        + f"\n\nI går svarede {morning.yes} ja og {morning.no} nej.\n\n"
        + f"Se listen: {public_address(place.municipality.link_host, '/tavle/')}\n"
    )
    queue_email(
        municipality=place.municipality,
        kind="leder_overblik",
        to=user.email,
        title=f"{place}: den kommende uge",
        body=body,
        dedupe_key=key,
        at=at,
        expires_at=at + timedelta(hours=12),
        subject=("institution", place.pk),
    )

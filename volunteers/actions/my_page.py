"""What a person does on their own page: wishes, telephone, e-mail, and the link to the page."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.common.phones import show_phone
from backend.common.refusals import Invalid
from backend.messaging.models import Message
from backend.messaging.outbox import queue_sms
from institutions.models import TaskKind
from volunteers.actions.links import issue_my_page_link
from volunteers.models import ContactChannel, Volunteer
from volunteers.queries.wordings import language_of, template_for
from volunteers.texts.gsm7 import segments
from volunteers.texts.templates import allowed_fields, render

# One link a number in this time, however often somebody asks for it.
BETWEEN_LINKS = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(days=366)
WISHES = frozenset(
    {
        "postcode",
        "radius_km",
        "availability",
        "languages",
        "asks_per_week",
        "paused_until",
        "channel",
        "takes_freed_seats",
    }
)


@transaction.atomic
def keep_wishes(
    *,
    volunteer: Volunteer,
    wishes: Mapping[str, Any],
    kinds: Sequence[TaskKind],
    by: Actor,
    at: datetime,
) -> None:
    """When, where, what and how often the person wants to be asked.

    ``wishes`` has the model's names (``WISHES``); ``paused_until`` is the last day of the pause.
    Refuses a pause that is over or longer than a year, more questions than the municipality's
    ceiling, and e-mail without an address. The same wishes again change nothing but the log.
    """
    _require_wishes(volunteer, wishes, at)
    person = lock_volunteer(volunteer.pk)
    for name, value in wishes.items():
        setattr(person, name, value)
    person.save(update_fields=[*wishes, "sort_key"])
    person.kinds.set(kinds)
    record("keep_wishes", person, by=by, at=at)


@transaction.atomic
def send_my_page(*, municipality: Municipality, phone: str, by: Actor, at: datetime) -> None:
    """A link to their own page for the person with the number; nothing for a number nobody has.

    At most one a number in ten minutes. The caller hears no difference, so that nobody learns
    who is a volunteer.
    """
    person = (
        Volunteer.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality")
        .filter(municipality=municipality, phone=phone, anonymised_at__isnull=True)
        .first()
    )
    if person is None or _has_fresh_link(person, at):
        return
    record("send_my_page", person, by=by, at=at)
    send_link_text("min_side", person, at)


def say_welcome(person: Volunteer, at: datetime) -> None:
    """The first text: it carries the way to change or stop."""
    send_link_text("velkommen", person, at)


def tell_of_entry(person: Volunteer, at: datetime) -> None:
    """The text to somebody whom others entered: that it was done, and the way out (L02)."""
    person.notice_shown_at = at
    person.save(update_fields=["notice_shown_at"])
    send_link_text("oprettet", person, at)


def send_link_text(kind: str, person: Volunteer, at: datetime) -> Message:
    """Queues the text of this kind with a new link to the person's own page."""
    place = person.municipality
    known: dict[str, str | int] = {
        "navn": person.first_name,
        "link": issue_my_page_link(volunteer=person, at=at),
        "tlf": show_phone(place.phone),
        "kommune": place.name,
    }
    fields = {name: value for name, value in known.items() if name in allowed_fields(kind)}
    body = render(template_for(place.pk, kind, language_of(person)), **fields)
    return queue_sms(
        municipality=place,
        kind=kind,
        to=person.phone,
        body=body,
        dedupe_key=f"{kind}:{person.pk}:{int(at.timestamp())}",
        at=at,
        recipient_ref=person.pk,
        subject=("volunteer", person.pk),
        segments=segments(body).count,
    )


def lock_volunteer(pk: int) -> Volunteer:
    """The person's row, locked and fresh, with the municipality."""
    return (
        Volunteer.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality")
        .get(pk=pk)
    )


def _has_fresh_link(person: Volunteer, at: datetime) -> bool:
    return Message.objects.filter(
        to=person.phone,
        recipient_ref=person.pk,
        kind__in=["min_side", "velkommen"],
        created_at__gt=at - BETWEEN_LINKS,
    ).exists()


def _require_wishes(person: Volunteer, wishes: Mapping[str, Any], at: datetime) -> None:
    wrong: dict[str, list[str]] = {
        name: ["Feltet kendes ikke."] for name in sorted(set(wishes) - WISHES)
    }
    pause = wishes.get("paused_until")
    today = local(at).date()
    if pause is not None and not today <= pause <= today + LONGEST_PAUSE:
        wrong["paused_until"] = ["Skriv en dag, der ikke er gået, højst et år frem."]
    asks = wishes.get("asks_per_week")
    if asks is not None and not 1 <= asks <= person.municipality.asks_per_week:
        most = person.municipality.asks_per_week
        wrong["asks_per_week"] = [f"Vælg et tal fra 1 til {most}."]
    if wishes.get("channel") == ContactChannel.EMAIL and not person.email:
        wrong["channel"] = ["Skriv først din e-mail under »Telefon og e-mail«."]
    if wrong:
        raise Invalid("wishes_wrong", "Ret felterne, og prøv igen.", wrong)

"""Codes by SMS: sending them, and counting every try before it is judged."""

import secrets
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from backend.accounts.models import Municipality
from backend.common.refusals import Invalid
from backend.messaging.outbox import queue_sms
from volunteers.models import ContactCode
from volunteers.queries.wordings import DANISH, template_for
from volunteers.texts.gsm7 import segments
from volunteers.texts.templates import render

LIVES = timedelta(minutes=10)
MOST_TRIES = 5
# One number gets at most one code a minute and five an hour, so that five tries a code stay few
# and nobody's telephone can be made to ring all night.
BETWEEN = timedelta(minutes=1)
MOST_AN_HOUR = 5
# All numbers together: a machine that signs up strangers must not spend the municipality's money.
MOST_OF_ALL_AN_HOUR = 300
HOUR = timedelta(hours=1)
KEPT = timedelta(days=1)
_CODES = 10**6
_NUMBER_LOCK = 740_004


@transaction.atomic
def send_code(
    *,
    municipality: Municipality,
    purpose: ContactCode.Purpose,
    phone: str,
    at: datetime,
    language: str = DANISH,
) -> bool:
    """Sends six digits that work for ten minutes; whether a code for the purpose is on its way.

    Within a minute of the last one nothing is sent and that one goes on working; above five an
    hour, or 300 for all numbers together, nothing is sent at all. An earlier code of the purpose
    ends when a new one is sent. Codes of other days are removed.
    """
    _stand_in_line(phone)
    codes = ContactCode.objects.filter(municipality=municipality, phone=phone)
    newest = codes.order_by("-id").first()
    if newest is not None and newest.created_at > at - BETWEEN:
        return newest.purpose == purpose
    if not _has_room(municipality, phone, at):
        return False
    codes.filter(purpose=purpose, expires_at__gt=at).update(expires_at=at)
    ContactCode.objects.filter(municipality=municipality, created_at__lt=at - KEPT).delete()
    _send(municipality, purpose, phone, at, language)
    return True


def prove(
    *,
    municipality: Municipality,
    purpose: ContactCode.Purpose,
    phone: str,
    code: str,
    at: datetime,
    field: str = "code",
) -> ContactCode:
    """The row of the right code; refuses a wrong, old, or foreign one, and the sixth try of any.

    The try is counted in a transaction of its own that is over before the answer: a refusal must
    not undo the count. Hence it may not be called inside another transaction. A code that was
    used is given back all the same: its caller changes nothing the second time.
    """
    row = _count_try(municipality, purpose, phone, at)
    if row is None or not constant_time_compare(row.code_hash, _hash(row, code)):
        raise Invalid("code_wrong", _WRONG, {field: [_WRONG]})
    return row


def use_code(row: ContactCode, at: datetime) -> bool:
    """Marks the code as used, inside the deed's transaction; False when it was already."""
    unused = ContactCode.objects.filter(pk=row.pk, used_at__isnull=True)
    return bool(unused.update(used_at=at))


@transaction.atomic(durable=True)
def _count_try(
    municipality: Municipality, purpose: ContactCode.Purpose, phone: str, at: datetime
) -> ContactCode | None:
    row = (
        ContactCode.objects.select_for_update()
        .filter(municipality=municipality, purpose=purpose, phone=phone, expires_at__gt=at)
        .order_by("-id")
        .first()
    )
    if row is None or row.tries >= MOST_TRIES:
        return None
    row.tries += 1
    row.save(update_fields=["tries"])
    return row


def _has_room(municipality: Municipality, phone: str, at: datetime) -> bool:
    latest = ContactCode.objects.filter(municipality=municipality, created_at__gt=at - HOUR)
    number = latest.filter(phone=phone).count()
    return number < MOST_AN_HOUR and latest.count() < MOST_OF_ALL_AN_HOUR


def _send(
    municipality: Municipality,
    purpose: ContactCode.Purpose,
    phone: str,
    at: datetime,
    language: str,
) -> None:
    code = f"{secrets.randbelow(_CODES):06}"
    row = ContactCode(
        municipality=municipality,
        purpose=purpose,
        phone=phone,
        created_at=at,
        expires_at=at + LIVES,
    )
    row.code_hash = _hash(row, code)
    row.save()
    template = template_for(municipality.pk, "kode", language)
    fields: dict[str, str | int] = {"kode": code, "kommune": municipality.name}
    body = render(template, **fields)
    queue_sms(
        municipality=municipality,
        kind="kode",
        to=phone,
        body=body,
        dedupe_key=f"kode:{row.pk}",
        at=at,
        expires_at=row.expires_at,
        subject=("code", row.pk),
        segments=segments(body).count,
    )


def _hash(row: ContactCode, code: str) -> str:
    """Keyed with the installation's secret: six digits alone are found from a hash in a second."""
    value = f"{row.municipality_id}:{row.purpose}:{row.phone}:{code.strip()}"
    return salted_hmac("volunteers.codes", value, algorithm="sha256").hexdigest()


def _stand_in_line(phone: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_NUMBER_LOCK, phone])


_WRONG = (
    "Koden passer ikke, eller den er for gammel. Se efter i sms’en, "
    "eller bed om en ny kode om et minut."
)

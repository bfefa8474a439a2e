"""Municipalities of their real size, written by the database itself from one row of each kind.

98 of them are what the figures are built for: 500,000 volunteers, 1 million slots, 10 million
questions over three years. Triggers are off meanwhile: the past of each seat is written here.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, models
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from backend.messaging.models import Message
from institutions.models import Department, Institution, Slot, Task
from tests.cast import NOW, Cast, make_cast, make_volunteers, task_fields
from volunteers.models import Assignment, Offer, SeatMoment, Volunteer

YEARS = 3


@dataclass(frozen=True)
class Size:
    """Rows of one municipality over three years; the default is a 98th of the country."""

    institutions: int = 80
    volunteers: int = 5_100
    tasks: int = 2_550
    slots: int = 10_200
    questions: int = 102_000


def crowd(cast: Cast, size: Size) -> None:
    """Fills a municipality. Seats never meet the rule against two at once: nobody checks here."""
    slot, person, offer, message, seat = _first_rows(cast)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        _departments(cast, size)
        places = _copies(
            Institution,
            cast.here.pk,
            size.institutions,
            "'external_uuid', gen_random_uuid(), 'department_id', "
            f"(SELECT id FROM institutions_department WHERE municipality_id = "
            f"{cast.municipality.pk} ORDER BY id OFFSET n %% 8 LIMIT 1)",
        )
        span = timedelta(days=365 * YEARS) / size.slots
        moment = f"('{NOW}'::timestamptz - n * interval '{span.total_seconds()} seconds')"
        tasks = _copies(
            Task,
            slot.task_id,
            size.tasks,
            f"'uuid', gen_random_uuid(), 'state', 'done', 'institution_id', {places} + "
            f"n %% {size.institutions}, 'published_at', '{NOW}'::timestamptz - interval '4 years'",
        )
        slots = _copies(
            Slot,
            slot.pk,
            size.slots,
            f"'uuid', gen_random_uuid(), 'task_id', {tasks} + n %% {size.tasks}, 'state', 'done', "
            f"'starts_at', {moment} - interval '3 hours', 'ends_at', {moment} - interval '1 hour'",
        )
        people = _copies(
            Volunteer, person.pk, size.volunteers, "'uuid', gen_random_uuid(), 'phone', 'x' || n"
        )
        _questions(size, (slots, people), (offer, message, seat))
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("ANALYZE")


def _questions(size: Size, over: tuple[int, int], rows: tuple[Offer, Message, Assignment]) -> None:
    """Ten about each slot; two in five say yes by link within the hour, and every fourth comes."""
    slots, people = over
    offer, message, seat = rows
    about = f"{slots} + n %% {size.slots}"
    whom = f"{people} + (n / {size.slots} * 509 + n %% {size.slots} * 7) %% {size.volunteers}"
    sent = f"(SELECT starts_at - interval '3 days' FROM institutions_slot WHERE id = {about})"
    said = "CASE WHEN n %% 5 < 2 THEN"
    offers = _copies(
        Offer,
        offer.pk,
        size.questions,
        f"'uuid', gen_random_uuid(), 'slot_id', {about}, 'volunteer_id', {whom}, 'sent_at', {sent},"
        f" 'first_answered_at', {said} {sent} + (n %% 97) * interval '1 minute' END,"
        f" 'accepted_at', {said} {sent} + (n %% 97) * interval '1 minute' END,"
        f" 'first_channel', {said} 'link' ELSE '' END,"
        f" 'state', {said} 'accepted' ELSE 'expired' END",
    )
    _copies(
        Message,
        message.pk,
        size.questions,
        f"'uuid', gen_random_uuid(), 'dedupe_key', gen_random_uuid(), 'subject_id', {offers} + n,"
        f" 'recipient_ref', {whom}, 'sent_at', {sent}, 'state_at', {sent}, 'state', 'delivered',"
        " 'provider_id', NULL",
    )
    seats = _copies(
        Assignment,
        seat.pk,
        size.questions // 4,
        f"'uuid', gen_random_uuid(), 'slot_id', {about}, 'volunteer_id', {whom},"
        " 'state', 'attended', 'hours', 2, 'offer_id', NULL, 'during',"
        f" (SELECT tstzrange(starts_at, ends_at) FROM institutions_slot WHERE id = {about})",
    )
    began = f"(SELECT starts_at FROM institutions_slot WHERE id = {about})"
    first = SeatMoment.objects.earliest("pk")
    for state, came, since, until in (
        ("confirmed", 0, f"{began} - interval '2 days'", f"{began} + interval '2 hours'"),
        ("attended", 1, f"{began} + interval '2 hours'", "NULL"),
    ):
        _copies(
            SeatMoment,
            first.pk,
            size.questions // 4,
            f"'assignment_id', {seats} + n, 'state', '{state}', 'came', {came}, 'hours', 2,"
            f" 'since', {since}, 'until', {until}",
        )


def _copies(model: type[models.Model], source: int, many: int, changes: str) -> int:
    """So many rows like the one, numbered by ``n`` from 0; the key of row 0."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) + 1 FROM {table}")
        first = int(cursor.fetchone()[0])
        cursor.execute(
            f"INSERT INTO {table} SELECT made.* FROM {table} pattern, generate_series(0, %s) n, "
            f"LATERAL jsonb_populate_record(pattern, jsonb_build_object('id', %s + n, {changes}))"
            " made WHERE pattern.id = %s",
            [many - 1, first, source],
        )
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), %s)", [first + many]
        )
    return first


def _departments(cast: Cast, size: Size) -> None:
    for number in range(8):
        Department.objects.get_or_create(municipality=cast.municipality, name=f"Afdeling {number}")


def _first_rows(cast: Cast) -> tuple[Slot, Volunteer, Offer, Message, Assignment]:
    """One row of each kind, to be copied."""
    [person] = make_volunteers(cast, 1)
    mine = {"municipality": cast.municipality}
    task = Task.objects.create(
        **mine,
        institution=cast.here,
        created_by=cast.leader,
        created_at=NOW,
        contact_name="Lone",
        contact_phone="+4512345678",
        **task_fields(cast),
    )
    ends_at = NOW - timedelta(hours=1)
    starts_at = ends_at - timedelta(hours=2)
    slot = Slot.objects.create(**mine, task=task, starts_at=starts_at, ends_at=ends_at, seats=4)
    offer = Offer.objects.create(
        **mine, volunteer=person, slot=slot, planned_at=NOW, sent_at=NOW, probability=0.3
    )
    message = Message.objects.create(
        **mine,
        kind="tilbud",
        channel="sms",
        to=person.phone,
        body="",
        dedupe_key=f"first-{cast.municipality.pk}",
        not_before=NOW,
        expires_at=NOW,
        created_at=NOW,
        state_at=NOW,
        subject_type="offer",
        subject_id=offer.pk,
    )
    seat = Assignment.objects.create(
        **mine,
        volunteer=person,
        slot=slot,
        state="confirmed",
        during=DateTimeTZRange(starts_at, ends_at),
        created_at=NOW,
        confirmed_at=NOW,
    )
    return slot, person, offer, message, seat


def crowds(many: int, size: Size) -> list[Cast]:
    """Municipalities one after the other."""
    casts = [make_cast(f"By{number}", number) for number in range(1, many + 1)]
    for cast in casts:
        crowd(cast, size)
    return casts

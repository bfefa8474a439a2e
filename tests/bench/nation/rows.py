"""The rows themselves. One municipality is the tests' cast, so that its people can sign in.

Whatever differs between rows follows from their numbers, so that two runs make the same country.
A slot's questions go to people in turn; somebody is asked every second month or so, and never
holds two seats at once. The first ``seats`` of those asked mostly say yes.
"""

from datetime import timedelta

from django.db import connection

from backend.accounts.models import Municipality
from backend.messaging.models import Message
from institutions.models import Department, Institution, Slot, Task, TaskKind
from tests.bench.nation.bulk import fill, literal, loading
from tests.bench.nation.sizes import YEARS, Size
from tests.cast import NOW, Cast, make_cast
from volunteers.models import Assignment, Offer, SeatMoment, TextStop, Volunteer

DEPARTMENTS, KINDS, SLOTS_PER_TASK = 8, 12, 5
# Numbers of our rows begin here; the cast's are below.
_FIRST = 1_000_000
_AHEAD = timedelta(days=30)
_TEXTS_KEPT = timedelta(days=90)
# A number from 0 to 99 that looks like chance: of slot i and its j-th question.
_DRAW = "((i * 7919 + j * 104729 + i * j * 31) % 100)"
_YES = f"(j < seats AND {_DRAW} < 80)"
_CAME_OFF = f"({_DRAW} % 20 = 0)"


def make_country(sizes: list[Size]) -> Cast:
    """All of it in an empty database; the cast of the first, largest, municipality."""
    cast = make_cast()
    with loading():
        _municipalities(sizes, cast)
        _places()
        _people()
        _needs(cast)
        _questions()
        _seats()
        _texts()
        _stops()
    return cast


def _do(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _municipalities(sizes: list[Size], cast: Cast) -> None:
    """The municipalities, and a table of their sizes with each one's first numbers."""
    others = Municipality.objects.bulk_create(
        Municipality(slug=f"by{n}", name=f"By {n} Kommune", short_name=f"By {n}",
                     sms_sender=f"By{n}", link_host=f"by{n}.test")
        for n in range(1, len(sizes))
    )  # fmt: skip
    _do(
        "CREATE TEMP TABLE town (m bigint, people bigint, slots bigint, homes bigint, "
        "asked bigint, person0 bigint, slot0 bigint, home0 bigint, kind0 bigint)"
    )
    person = slot = home = kind = _FIRST
    for place, size in zip([cast.municipality, *others], sizes, strict=True):
        row = (place.pk, size.people, size.slots, size.homes, size.asked, person, slot, home, kind)
        _do(f"INSERT INTO town VALUES {row}")
        person, slot, home = person + size.people, slot + size.slots, home + size.homes
        kind += max(DEPARTMENTS, KINDS)


def _places() -> None:
    named = {"sort_key": "'sted ' || k", "municipality_id": "m"}
    fill(
        Department, f"town, generate_series(0, {DEPARTMENTS - 1}) k",
        id="kind0 + k", name="'Område ' || k", **named,
    )  # fmt: skip
    fill(
        TaskKind, f"town, generate_series(0, {KINDS - 1}) k",
        id="kind0 + k", name="'Slags ' || k", **named,
    )  # fmt: skip
    fill(
        Institution, "town, generate_series(0, homes - 1) k",
        id="home0 + k", name="'Sted ' || k", short_name="'Sted ' || k", **named,
        department_id=f"kind0 + k % {DEPARTMENTS}", address="'Prøvevej 1'", postcode="'8999'",
        latitude="56.1", longitude="9.5", contact_name="'Lone'", contact_phone="'+4512345678'",
    )  # fmt: skip


def _people() -> None:
    fill(
        Volunteer, "town, generate_series(0, people - 1) k",
        id="person0 + k", municipality_id="m", first_name="'Anna'", last_name="'Prøve ' || k",
        sort_key="lpad(k::text, 7, '0')", phone="'+45' || 20000000 + k", postcode="'8999'",
        source="'self'", created_at=f"{_moment()} - (k % 1000) * interval '1 day'",
        opted_out_at=f"CASE WHEN k % 33 = 0 THEN {_moment()} - interval '5 days' END",
    )  # fmt: skip


def _needs(cast: Cast) -> None:
    """A task for each five slots; the cast's leader has a place's share of them."""
    _do(f"""
        CREATE TEMP TABLE need AS
        SELECT town.*, i, slot0 + i AS slot, slot0 + i / {SLOTS_PER_TASK} AS task,
               1 + i % 4 AS seats, starts_at, starts_at < {_moment()} AS past
        FROM town, generate_series(0, slots - 1) i,
        LATERAL (SELECT date_trunc('day', {_moment()} - interval '{YEARS} years'
            + interval '{YEARS * 365 + _AHEAD.days} days' * (i + 0.5) / slots)
            + interval '1 hour' * (8 + i % 10) AS starts_at) t
    """)
    posted = "starts_at - interval '14 days'"
    here = f"CASE WHEN i / {SLOTS_PER_TASK} % homes = 0 AND m = {cast.municipality.pk}"
    fill(
        Task, f"need WHERE i % {SLOTS_PER_TASK} = 0",
        id="task", municipality_id="m", kind_id=f"kind0 + i % {KINDS}",
        institution_id=f"{here} THEN {cast.here.pk} ELSE home0 + i / {SLOTS_PER_TASK} % homes END",
        title="'Følgeskab til koncert'", sms_title="'følg til koncert'",
        description="'Du følger to beboere til koncerten og hjem igen.'",
        not_to_do="'Du skal ikke løfte nogen.'", contact_name="'Lone'",
        contact_phone="'+4512345678'", created_by_id=str(cast.leader.pk),
        state="CASE WHEN past THEN 'done' ELSE 'open' END",
        created_at=posted, submitted_at=posted, published_at=posted,
    )  # fmt: skip
    taken = (
        f"(SELECT count(*) FROM generate_series(0, asked - 1) j WHERE {_YES} AND NOT {_CAME_OFF})"
    )
    fill(
        Slot, "need",
        id="slot", municipality_id="m", task_id="task", starts_at="starts_at", seats="seats",
        ends_at="starts_at + interval '2 hours'", seats_taken=taken,
        state="CASE WHEN past THEN 'done' ELSE 'open' END",
        filled_at=f"CASE WHEN {taken} = seats THEN starts_at - interval '4 days' END",
    )  # fmt: skip


def _questions() -> None:
    """Ten a slot, five days before; what is not answered runs out, what is ahead may wait."""
    state = f"""CASE WHEN {_YES} THEN 'accepted' WHEN {_DRAW} < 30 THEN 'declined'
                WHEN past THEN 'expired' ELSE 'sent' END"""
    sent = "(starts_at - interval '5 days' + j * interval '20 minutes')"
    answered = f"({sent} + ({_DRAW} + 1) * interval '7 minutes')"
    source = f"need, generate_series(0, asked - 1) j, LATERAL (SELECT {state} AS became) s"
    is_answered = "became IN ('accepted', 'declined')"
    fill(
        Offer, source,
        id=f"{_FIRST} + (slot - {_FIRST}) * asked + j", municipality_id="m", slot_id="slot",
        volunteer_id="person0 + (i * asked + j) % people", state="became", planned_at=sent,
        sent_at=sent, probability="0.3", exposure="0.4",
        seen_at=f"CASE WHEN {is_answered} THEN {answered} - interval '1 minute' END",
        answered_at=f"CASE WHEN {is_answered} THEN {answered} END",
        first_answered_at=f"CASE WHEN {is_answered} THEN {answered} END",
        accepted_at=f"CASE WHEN became = 'accepted' THEN {answered} END",
        channel=f"CASE WHEN {is_answered} THEN 'link' ELSE '' END",
        first_channel=f"CASE WHEN {is_answered} THEN 'link' ELSE '' END",
    )  # fmt: skip


def _seats() -> None:
    """What each yes became, and since when."""
    number = f"{_FIRST} + (slot - {_FIRST}) * asked + j"
    became = f"""CASE WHEN {_CAME_OFF} THEN 'withdrawn' WHEN NOT past THEN 'confirmed'
                 WHEN {_DRAW} % 20 = 1 THEN 'no_show' ELSE 'attended' END"""
    confirmed = f"(starts_at - interval '5 days' + ({_DRAW} + 1) * interval '7 minutes')"
    source = f"need, generate_series(0, asked - 1) j, LATERAL (SELECT {became} AS became) s"
    recorded = "became IN ('attended', 'no_show')"
    fill(
        Assignment, f"{source} WHERE {_YES}",
        id=number, municipality_id="m", slot_id="slot", offer_id=number, state="became",
        volunteer_id="person0 + (i * asked + j) % people", created_at=confirmed,
        confirmed_at=confirmed, during="tstzrange(starts_at, starts_at + interval '2 hours')",
        withdrawn_at="CASE WHEN became = 'withdrawn' THEN starts_at - interval '2 days' END",
        recorded_at=f"CASE WHEN {recorded} THEN starts_at + interval '3 hours' END",
        hours="CASE WHEN became = 'attended' THEN 2 END",
    )  # fmt: skip
    ended = "coalesce(withdrawn_at, recorded_at)"
    seats = f'"{Assignment._meta.db_table}" a'
    fill(
        SeatMoment, f"{seats} WHERE id >= {_FIRST}",
        municipality_id="municipality_id", assignment_id="id",
        state="'confirmed'", since="confirmed_at", until=ended,
    )  # fmt: skip
    fill(
        SeatMoment, f"{seats} WHERE id >= {_FIRST} AND {ended} IS NOT NULL",
        municipality_id="municipality_id", assignment_id="id",
        state="state", since=ended, hours="hours",
        came="CASE WHEN state = 'attended' THEN 1 ELSE 0 END",
    )  # fmt: skip


def _texts() -> None:
    """The SMS of the last three months' questions; older ones are scrubbed away."""
    offers = f'"{Offer._meta.db_table}" o'
    since = f"{_moment()} - interval '{_TEXTS_KEPT.days} days'"
    fill(
        Message, f"{offers} WHERE o.id >= {_FIRST} AND o.sent_at > {since}",
        municipality_id="municipality_id", kind="'tilbud'", channel="'sms'", body="'Kan du?'",
        to="'+45' || 20000000 + volunteer_id % 1000000", dedupe_key="'nation:' || id",
        state="'delivered'", not_before="sent_at", expires_at="sent_at + interval '1 day'",
        created_at="sent_at", sent_at="sent_at", claimed_at="sent_at", state_at="sent_at",
        recipient_ref="volunteer_id", subject_type="'offer'", subject_id="id",
    )  # fmt: skip


def _stops() -> None:
    people = f'"{Volunteer._meta.db_table}" v'
    fill(
        TextStop, f"{people} WHERE opted_out_at IS NOT NULL",
        municipality_id="municipality_id", volunteer_id="id", stopped_at="opted_out_at",
    )  # fmt: skip


def _moment() -> str:
    return f"{literal(NOW)}::timestamptz"

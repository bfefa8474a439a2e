"""The six indicators agree with a slow count in plain Python over the same rows."""

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from statistics import median
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test.utils import CaptureQueriesContext

from backend.messaging.models import Message
from institutions.models import Slot, Task
from tests.cast import NOW, Cast, make_cast, make_volunteers, task_fields
from volunteers.models import Assignment, Offer, Volunteer
from volunteers.queries.indicators import counted_twice, measure, rows_behind
from volunteers.success.catalogue import COMPUTED, indicator
from volunteers.success.figures import Figure
from volunteers.success.periods import Period, last_quarter, period_of, periods, this_quarter

QUARTER = this_quarter(NOW)
HOUR = timedelta(hours=1)


def history(cast: Cast, seed: int, slots: int = 40) -> None:
    """Rows of a random past and near future: every state, some of it outside the quarter."""
    luck = random.Random(seed)
    people = make_volunteers(cast, 8)
    tasks = [_task(cast, luck) for _ in range(slots // 3)]
    for number in range(slots):
        slot = _slot(luck.choice(tasks), number, luck)
        for person in luck.sample(people, luck.randint(0, 5)):
            _answer(slot, person, luck)


def _task(cast: Cast, luck: random.Random) -> Task:
    return Task.objects.create(
        municipality=cast.municipality,
        institution=luck.choice([cast.here, cast.elsewhere]),
        created_by=cast.leader,
        created_at=NOW,
        contact_name="Lone",
        contact_phone="+4512345678",
        state=luck.choice(["open", "open", "open", "done", "cancelled"]),
        published_at=NOW - timedelta(days=luck.randint(0, 80), hours=luck.randint(0, 23)),
        **task_fields(cast),
    )


def _slot(task: Task, number: int, luck: random.Random) -> Slot:
    # Half an hour apart on the clock, so that no person has two seats at once.
    starts_at = NOW - timedelta(days=luck.randint(-8, 75)) + number * timedelta(minutes=30)
    filled = luck.random() < 0.6
    return Slot.objects.create(
        municipality=task.municipality,
        task=task,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=29),
        seats=luck.randint(1, 6),
        state=luck.choice(["open", "done", "done", "cancelled"]),
        filled_at=task.published_at + luck.randint(1, 200) * HOUR if filled else None,
    )


def _answer(slot: Slot, person: Volunteer, luck: random.Random) -> None:
    state = luck.choice(["planned", "sent", "accepted", "declined", "expired", "recalled"])
    offer = Offer.objects.create(
        municipality=slot.municipality,
        volunteer=person,
        slot=slot,
        state=state,
        planned_at=NOW,
        sent_at=slot.starts_at - luck.randint(-5, 100) * HOUR,
        probability=0.3,
    )
    if luck.random() < 0.7:
        _message(offer, luck.choice(["delivered", "delivered", "failed", "sent"]))
    if luck.random() < 0.6:
        seat = luck.choice(["confirmed", "attended", "attended", "no_show", "withdrawn", "waiting"])
        Assignment.objects.create(
            municipality=slot.municipality,
            volunteer=person,
            slot=slot,
            offer=offer,
            state=seat,
            during=DateTimeTZRange(slot.starts_at, slot.ends_at),
            created_at=NOW,
            hours=Decimal(luck.randint(1, 16)) / 4 if seat == "attended" else None,
        )


def _message(offer: Offer, state: str) -> None:
    Message.objects.create(
        municipality=offer.municipality,
        kind="tilbud",
        channel="sms",
        to=offer.volunteer.phone,
        body="Hej",
        dedupe_key=f"tilbud:{offer.pk}",
        state=state,
        not_before=NOW,
        expires_at=NOW,
        created_at=NOW,
        state_at=NOW,
        subject_type="offer",
        subject_id=offer.pk,
    )


# The slow count: one definition after the other, row by row.
Part = Callable[[Any], bool]


def _held(period: Period, part: Callable[[Slot], bool], at: datetime) -> list[Slot]:
    return [
        slot
        for slot in Slot.objects.select_related("task__institution")
        if slot.state != "cancelled"
        and slot.task.state in ("open", "done")
        and period.starts_at <= slot.starts_at < period.ends_at
        and slot.ends_at <= at
        and part(slot)
    ]


def _seats(slots: list[Slot], *states: str) -> list[Assignment]:
    wanted = {slot.pk for slot in slots}
    return [
        seat for seat in Assignment.objects.all() if seat.slot_id in wanted and seat.state in states
    ]


def slow(
    code: str,
    period: Period,
    at: datetime,
    *,
    part: Callable[[Task], bool] = lambda _task: True,
) -> Figure:
    """The figure of an indicator, counted in Python."""
    slots = _held(period, lambda slot: part(slot.task), at)
    came = _seats(slots, "attended")
    persons = len({seat.volunteer_id for seat in came})
    if code == "K01":
        return _share(len(came), sum(slot.seats for slot in slots), persons)
    if code == "K02":
        return _slow_filling(period, at, part)
    if code == "K04":
        return _slow_yes(period, at, part)
    if code == "K06":
        held = _seats(slots, "confirmed", "attended", "no_show")
        missing = sum(seat.state == "confirmed" for seat in held)
        return _share(len(came), len(held), len({seat.volunteer_id for seat in held}), missing)
    if code == "K08":
        return Figure(Decimal(persons), persons, persons)
    return Figure(sum((seat.hours or Decimal(0) for seat in came), Decimal(0)), len(came), persons)


def _share(num: int, den: int, persons: int, beside: int | None = None) -> Figure:
    value = Decimal(num) / Decimal(den) if den else None
    return Figure(value, den, persons, Decimal(num), () if beside is None else (("", beside),))


def _slow_filling(period: Period, at: datetime, part: Callable[[Task], bool]) -> Figure:
    hours, waiting = [], 0
    for task in Task.objects.select_related("institution").prefetch_related("slots"):
        slots = [slot for slot in task.slots.all() if slot.state != "cancelled"]
        published = task.published_at
        if task.state not in ("open", "done") or not slots or published is None or not part(task):
            continue
        if not period.starts_at <= published < period.ends_at or published > at:
            continue
        filled = [slot.filled_at for slot in slots if slot.filled_at and slot.filled_at <= at]
        if len(filled) == len(slots):
            hours.append(Decimal((max(filled) - published) // timedelta(seconds=1)) / 3600)
        else:
            waiting += 1
    value = Decimal(median(hours)).quantize(Decimal("0.0001")) if hours else None
    return Figure(value, len(hours), 0, None, (("", waiting),))


def _slow_yes(period: Period, at: datetime, part: Callable[[Task], bool]) -> Figure:
    delivered = set(Message.objects.filter(state="delivered").values_list("subject_id", flat=True))
    yes, reached, lost, people = 0, 0, 0, set()
    for offer in Offer.objects.select_related("slot__task__institution"):
        sent = offer.sent_at
        if offer.slot.state == "cancelled" or offer.state in ("planned", "recalled"):
            continue
        if sent is None or not period.starts_at <= sent < period.ends_at or sent > at:
            continue
        if not part(offer.slot.task):
            continue
        said_yes = offer.state == "accepted" or offer.assignments.exists()
        people.add(offer.volunteer_id)
        if said_yes or offer.state == "declined" or offer.pk in delivered:
            reached += 1
            yes += said_yes
        else:
            lost += 1
    return _share(yes, reached, len(people), lost)


def bare(figure: Figure) -> tuple[object, ...]:
    """A figure without the words of what stands beside it."""
    counts = tuple(count for _, count in figure.beside)
    return figure.value, figure.n, figure.persons, figure.numerator, counts


@pytest.mark.parametrize("seed", range(3))
def test_every_figure_agrees_with_the_slow_count(cast: Cast, seed: int) -> None:
    history(cast, seed)
    history(make_cast("Nabo", 2), seed)
    here = {cast.here.department_id: cast.here, cast.elsewhere.department_id: cast.elsewhere}

    def of_cast(task: Task) -> bool:
        return task.municipality_id == cast.municipality.pk

    for period in periods(NOW):
        measured = measure(cast.municipality.pk, period, NOW)
        assert list(measured) == list(COMPUTED)
        for code, one in measured.items():
            expected = slow(code, period, NOW, part=of_cast)
            assert (code, bare(one.whole)) == (code, bare(expected))
            for department, place in here.items():
                expected = slow(
                    code, period, NOW, part=lambda task, p=place: task.institution_id == p.pk
                )
                found = one.departments.get(department)
                if found is None:
                    assert expected.value in (None, 0)
                else:
                    assert (code, bare(found)) == (code, bare(expected))


@pytest.mark.parametrize("seed", range(2))
def test_the_parts_make_the_whole(cast: Cast, seed: int) -> None:
    history(cast, seed)

    for one in measure(cast.municipality.pk, QUARTER, NOW).values():
        totals: dict[str, Decimal] = defaultdict(Decimal)
        for figure in one.departments.values():
            totals["n"] += figure.n
            totals["num"] += figure.numerator or 0
            totals["sum"] += figure.value or 0
        assert totals["n"] - counted_twice(one) == one.whole.n
        assert totals["num"] == (one.whole.numerator or 0)
        if one.indicator.code == "K10":
            assert totals["sum"] == one.whole.value


@pytest.mark.parametrize("code", COMPUTED)
def test_the_rows_behind_a_figure_make_it(cast: Cast, code: str) -> None:
    history(cast, 7)
    whole = measure(cast.municipality.pk, QUARTER, NOW, (code,))[code].whole

    first, found = rows_behind(
        indicator(code), cast.municipality.pk, QUARTER, NOW, limit=3, offset=0
    )
    rest, _ = rows_behind(indicator(code), cast.municipality.pk, QUARTER, NOW, limit=500, offset=3)

    rows = [row.figure for row in [*first, *rest]]
    assert found == len(rows)
    assert sum(row.numerator or 0 for row in rows) == (whole.numerator or 0)
    if code == "K10":
        assert sum(row.value or 0 for row in rows) == whole.value
    if code != "K08":
        assert sum(row.n for row in rows) == whole.n


def test_nothing_to_count_is_no_data(cast: Cast) -> None:
    measured = measure(cast.municipality.pk, QUARTER, NOW)

    values = {code: one.whole.value for code, one in measured.items()}
    assert values == {
        "K01": None,
        "K02": None,
        "K04": None,
        "K06": None,
        "K08": Decimal(0),
        "K10": Decimal(0),
    }


def test_what_the_institution_cancelled_leaves_the_count(cast: Cast) -> None:
    history(cast, 3)
    Slot.objects.update(state="cancelled")

    measured = measure(cast.municipality.pk, QUARTER, NOW)

    assert {one.whole.n for one in measured.values()} == {0}


def test_control_a_count_with_cancelled_slots_differs(cast: Cast) -> None:
    history(cast, 3)
    true = measure(cast.municipality.pk, QUARTER, NOW, ("K01",))["K01"].whole
    naive = sum(
        Slot.objects.filter(
            starts_at__gte=QUARTER.starts_at, starts_at__lt=QUARTER.ends_at
        ).values_list("seats", flat=True)
    )

    assert naive > true.n


def test_one_query_whatever_there_is(cast: Cast) -> None:
    counts = []
    for seed in (1, 2):
        history(cast, seed, slots=10 * seed)
        with CaptureQueriesContext(connection) as seen:
            measure(cast.municipality.pk, QUARTER, NOW)
        counts.append(len(seen))

    assert counts == [1, 1]


def test_weeks_are_danish(cast: Cast) -> None:
    task = _task(cast, random.Random(1))
    Task.objects.update(state="open")
    # Sunday 15 November 23:30 in UTC is Monday in Denmark.
    starts_at = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)
    Slot.objects.create(
        municipality=cast.municipality,
        task=task,
        starts_at=starts_at,
        ends_at=starts_at + HOUR,
        seats=2,
        state="done",
    )

    weeks = measure(cast.municipality.pk, QUARTER, NOW, ("K01",))["K01"].weeks

    assert {monday: figure.n for monday, figure in weeks.items()} == {date(2026, 11, 16): 2}


def test_periods_are_whole_quarters_and_years() -> None:
    spans = [(one.code, one.first, one.after) for one in periods(NOW)]
    new_year = last_quarter(datetime(2026, 12, 31, 23, 30, tzinfo=UTC))

    assert spans == [
        ("kvartal", date(2026, 10, 1), date(2027, 1, 1)),
        ("forrige-kvartal", date(2026, 7, 1), date(2026, 10, 1)),
        ("aar", date(2026, 1, 1), date(2027, 1, 1)),
    ]
    # Half past midnight on New Year's Day in Denmark.
    assert (new_year.first, new_year.after) == (date(2026, 10, 1), date(2027, 1, 1))
    assert QUARTER.starts_at == datetime(2026, 9, 30, 22, tzinfo=UTC)
    assert period_of("vrøvl", NOW) == QUARTER
    assert (QUARTER.weeks()[0], len(QUARTER.weeks())) == (date(2026, 9, 28), 14)

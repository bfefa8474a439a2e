"""Series: the same Danish hours past closed days, changed one by one or from here on."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest

from backend.common.danish_dates import local, local_instant
from backend.common.refusals import Clash, Invalid
from institutions.actions.checklists import tick_task_item
from institutions.actions.closed_days import close_days, reopen_days
from institutions.actions.series import add_series, remove_series
from institutions.models import ClosedDay, Series, Slot, Task
from institutions.queries.checklists import task_points
from institutions.rules.series import is_long_weekly, series_days
from tests.cast import NOW, Cast, draft_need
from volunteers.actions.publishing import publish_need

pytestmark = pytest.mark.django_db


def span(day: date, starts: str = "10:00", hours: int = 2) -> tuple[datetime, datetime]:
    """A span on a Danish clock."""
    start = local_instant(day, datetime.strptime(starts, "%H:%M").time())  # noqa: DTZ007
    return start, start + timedelta(hours=hours)


def weekly(cast: Cast, task: Task, until: date, every: int = 1, first: date = date(2026, 12, 3)):
    """A series of Thursdays from ten to twelve."""
    starts_at, ends_at = span(first)
    return add_series(
        task=task,
        starts_at=starts_at,
        ends_at=ends_at,
        every_weeks=every,
        until=until,
        seats=2,
        by=cast.actor(cast.leader),
        at=NOW,
    )


def days_of(slots: Sequence[Slot]) -> list[str]:
    """Day and hour on a Danish clock."""
    return [f"{local(slot.starts_at):%d-%m %H:%M}" for slot in slots]


def test_holidays_and_the_municipalitys_closed_days_are_left_out(cast: Cast) -> None:
    task = draft_need(cast, slots=0)
    close_days(
        municipality=cast.municipality,
        name="Juleferie",
        first_on=date(2026, 12, 28),
        last_on=date(2026, 12, 31),
        by=cast.actor(cast.coordinator),
        at=NOW,
    )

    planned = weekly(cast, task, date(2027, 1, 14), first=date(2026, 12, 11))
    thursdays = weekly(cast, task, date(2027, 1, 14), first=date(2026, 12, 17))

    assert days_of(planned.slots) == ["11-12 10:00", "18-12 10:00", "08-01 10:00"]
    assert planned.skipped == ((date(2026, 12, 25), "helligdag"), (date(2027, 1, 1), "helligdag"))
    assert days_of(thursdays.slots) == ["17-12 10:00", "24-12 10:00", "07-01 10:00", "14-01 10:00"]
    assert thursdays.skipped == ((date(2026, 12, 31), "Juleferie"),)


def test_control_days_counted_in_hours_would_drift_when_the_clock_changes(cast: Cast) -> None:
    task = draft_need(cast, slots=0)
    first = date(2027, 3, 18)

    planned = weekly(cast, task, date(2027, 4, 8), first=first)

    naive = [span(first)[0] + timedelta(weeks=n) for n in range(4)]
    assert days_of(planned.slots) == ["18-03 10:00", "01-04 10:00", "08-04 10:00"]
    assert [f"{local(at):%H:%M}" for at in naive] == ["10:00", "10:00", "11:00", "11:00"]


def test_every_second_week_to_and_with_the_last_day(cast: Cast) -> None:
    task = draft_need(cast, slots=0)

    planned = weekly(cast, task, date(2026, 12, 17), every=2)

    assert days_of(planned.slots) == ["03-12 10:00", "17-12 10:00"]


@pytest.mark.parametrize(
    ("until", "every", "field"),
    [
        (date(2026, 12, 9), 1, "until"),
        (date(2027, 12, 5), 1, "until"),
        (date(2026, 12, 24), 3, "repeat"),
    ],
)
def test_a_series_that_is_none_is_refused_at_its_field(until: date, every: int, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        series_days(date(2026, 12, 3), until, every)

    assert list(refusal.value.fields) == [field]


def test_a_series_of_closed_days_alone_is_refused(cast: Cast) -> None:
    task = draft_need(cast, slots=0)
    days = close_days(
        municipality=cast.municipality,
        name="Ombygning",
        first_on=date(2026, 12, 1),
        last_on=date(2027, 1, 20),
        by=cast.actor(cast.coordinator),
        at=NOW,
    )

    with pytest.raises(Invalid) as refusal:
        weekly(cast, task, date(2026, 12, 17))
    reopen_days(days=days, by=cast.actor(cast.coordinator), at=NOW)

    assert refusal.value.code == "all_closed"
    assert (Slot.objects.count(), Series.objects.count()) == (0, 0)
    assert len(weekly(cast, task, date(2026, 12, 17)).slots) == 3


def test_twice_gives_the_times_once_and_a_draft_can_let_go_of_them(cast: Cast) -> None:
    task = draft_need(cast, slots=0)

    weekly(cast, task, date(2026, 12, 17))
    planned = weekly(cast, task, date(2026, 12, 17))
    counted = task.slots.count()
    remove_series(series=planned.slots[0].series, by=cast.actor(cast.leader), at=NOW)  # type: ignore[arg-type]

    assert (counted, task.slots.count()) == (3, 0)


@pytest.mark.parametrize(
    ("weeks", "every", "long"),
    [(8, 1, False), (9, 1, True), (18, 2, False)],
)
def test_long_is_more_than_eight_weeks_in_a_row(weeks: int, every: int, long: bool) -> None:
    first = span(date(2027, 1, 7))[0]

    starts = [first + timedelta(weeks=n) for n in range(0, weeks, every)]

    assert is_long_weekly(starts) == long
    # A week left out for a holiday is still the same rota.
    assert is_long_weekly([*starts[:3], *starts[4:]]) == long


def test_a_long_weekly_rota_asks_about_insurance_again(cast: Cast) -> None:
    task = draft_need(cast, slots=0)
    by = cast.actor(cast.leader)
    weekly(cast, task, date(2027, 2, 25))

    with pytest.raises(Invalid) as refusal:
        publish_need(task=task, by=by, at=NOW)
    tick_task_item(task=task, code="F11", evidence="Kommunens ordning gælder", by=by, at=NOW)
    publish_need(task=task, by=by, at=NOW)

    assert list(refusal.value.fields) == ["F11"]
    task.refresh_from_db()
    assert task.state == "open"


def test_control_a_short_series_does_not_ask(cast: Cast) -> None:
    task = draft_need(cast, slots=0)
    weekly(cast, task, date(2026, 12, 17))

    assert "F11" not in [point.item.code for point in task_points(task)]


@pytest.mark.parametrize(
    ("first", "last", "name", "field"),
    [
        (date(2026, 12, 24), date(2026, 12, 23), "Jul", "last_on"),
        (date(2026, 12, 24), date(2027, 4, 1), "Jul", "last_on"),
        (date(2026, 12, 24), date(2026, 12, 24), " ", "name"),
    ],
)
def test_closed_days_say_what_is_wrong(
    cast: Cast, first: date, last: date, name: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        close_days(
            municipality=cast.municipality,
            name=name,
            first_on=first,
            last_on=last,
            by=cast.actor(cast.coordinator),
            at=NOW,
        )

    assert list(refusal.value.fields) == [field]
    assert ClosedDay.objects.count() == 0


def test_times_are_not_added_to_a_need_that_is_out(cast: Cast) -> None:
    task = draft_need(cast)
    publish_need(task=task, by=cast.actor(cast.leader), at=NOW)

    with pytest.raises(Clash):
        weekly(cast, task, date(2026, 12, 17))

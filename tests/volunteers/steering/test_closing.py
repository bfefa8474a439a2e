"""Closed periods are frozen: one figure for ever, corrections beside it, the year untouchable."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from backend.common.refusals import Clash, Invalid, NotAllowed
from institutions.models import Slot
from tests.cast import NOW, Cast
from tests.volunteers.stage import slot_with
from tests.volunteers.steering.stage import (
    AUTUMN,
    JANUARY,
    KNOWN,
    SUMMER,
    Group,
    make_criterion,
    make_group,
)
from volunteers.actions.attendance import record_attendance
from volunteers.actions.clockwork import end_slots
from volunteers.actions.success.closing import close_period, close_year, correct_period
from volunteers.actions.success.values import enter_value
from volunteers.models import Assignment, ClosedPeriod, Criterion, Measurement, YearClose
from volunteers.queries.closing import frozen_lines
from volunteers.queries.criteria import figures_of
from volunteers.rules.states import AssignmentState
from volunteers.success.calendar import Rhythm, calendar_period

YEAR = calendar_period(Rhythm.YEAR, 2026)
# The time is held shortly before the year ends, so that attendance is corrected after the closing.
DAYS = 36
AFTER = NOW + timedelta(days=DAYS + 1)


@pytest.fixture
def group(cast: Cast) -> Group:
    return make_group(cast)


def held_slot(cast: Cast, came: int, stayed_away: int) -> Slot:
    """A time that is over, with who came and who did not."""
    slot = slot_with(cast, came + stayed_away, days=DAYS)
    end_slots(AFTER)
    for number, seat in enumerate(Assignment.objects.filter(slot=slot).order_by("id")):
        note(cast, seat, AFTER, came=number < came)
    return slot


def note(cast: Cast, seat: Assignment, at: datetime, *, came: bool) -> None:
    """The leader says who came."""
    record_attendance(assignment=seat, came=came, by=cast.actor(cast.leader, at), at=at)


def close(group: Group, at: datetime = JANUARY) -> ClosedPeriod:
    """The autumn closed by a member."""
    return close_period(
        municipality=group.cast.municipality, period=AUTUMN, by=group.actor(at), at=at
    )


def correct_attendance(cast: Cast, at: datetime = JANUARY) -> None:
    """The leader finds out that one of those who came did not."""
    seat = Assignment.objects.filter(state=AssignmentState.ATTENDED).earliest("id")
    note(cast, seat, at, came=False)


def test_closing_freezes_every_criterion_in_use_with_its_target(group: Group) -> None:
    held_slot(group.cast, came=3, stayed_away=1)
    criterion = make_criterion(group)
    make_criterion(group, "K06")

    closed = close(group)

    frozen = Measurement.objects.get(closed=closed, criterion=criterion)
    assert (frozen.numerator, frozen.n, frozen.value) == (Decimal(3), 4, Decimal("0.75"))
    assert (frozen.target_value, frozen.data_as_of) == (Decimal("0.8"), JANUARY)
    assert closed.measurements.count() == 2


def test_the_second_closing_is_the_first(group: Group) -> None:
    make_criterion(group)

    first, second = close(group), close(group, JANUARY + timedelta(days=1))

    assert (first, Measurement.objects.count()) == (second, 1)


def test_a_period_that_is_not_over_is_not_closed(group: Group) -> None:
    make_criterion(group)

    with pytest.raises(Clash) as refusal:
        close(group, NOW)

    assert refusal.value.text == ("4. kvartal 2026 er ikke slut. Den kan afsluttes fra 01-01-2027.")


def test_nothing_is_closed_without_a_criterion_or_by_others(group: Group) -> None:
    with pytest.raises(Clash):
        close(group)
    with pytest.raises(NotAllowed):
        close_period(
            municipality=group.cast.municipality,
            period=AUTUMN,
            by=group.cast.actor(group.cast.ambassador, JANUARY),
            at=JANUARY,
        )


def test_counting_again_gives_the_same_and_writes_nothing(group: Group) -> None:
    held_slot(group.cast, came=3, stayed_away=1)
    make_criterion(group)
    closed = close(group)

    made = correct_period(closed=closed, reason="Eftersyn", by=group.actor(JANUARY), at=JANUARY)

    assert (made, Measurement.objects.count()) == ([], 1)


def test_what_differs_stands_beside_the_frozen_figure(group: Group) -> None:
    held_slot(group.cast, came=3, stayed_away=1)
    make_criterion(group)
    closed = close(group)
    correct_attendance(group.cast)

    correct_period(closed=closed, reason="Fremmøde rettet", by=group.actor(JANUARY), at=JANUARY)

    line = frozen_lines(closed, group.cast.actor(group.cast.coordinator, JANUARY))[0]
    assert [one.value for one in line.chain] == [Decimal("0.75"), Decimal("0.5")]
    assert (line.value_words, line.newest.reason) == ("50 %", "Fremmøde rettet")
    assert [words for _, words in line.replaced] == ["75 %"]


def test_a_correction_of_a_correction_leaves_both(group: Group) -> None:
    held_slot(group.cast, came=3, stayed_away=1)
    make_criterion(group)
    closed = close(group)
    for _ in range(2):
        correct_attendance(group.cast)
        correct_period(closed=closed, reason="Rettet", by=group.actor(JANUARY), at=JANUARY)

    assert list(Measurement.objects.order_by("id").values_list("value", flat=True)) == [
        Decimal("0.75"),
        Decimal("0.5"),
        Decimal("0.25"),
    ]


def naive_recompute(closed: ClosedPeriod, at: datetime) -> None:
    """The control: counts again and writes the new figure over the frozen one."""
    for frozen in Measurement.objects.filter(closed=closed).select_related("criterion"):
        figure = figures_of([frozen.criterion], closed.period, at)[frozen.criterion_id]
        frozen.value, frozen.numerator = figure.value, figure.numerator
        frozen.save()


def test_control_a_recompute_that_overwrites_is_stopped_by_the_database(group: Group) -> None:
    held_slot(group.cast, came=3, stayed_away=1)
    make_criterion(group)
    closed = close(group)
    correct_attendance(group.cast)

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        naive_recompute(closed, JANUARY)

    assert Measurement.objects.get().value == Decimal("0.75")


@pytest.mark.parametrize("model", [ClosedPeriod, Measurement, YearClose])
def test_nobody_changes_or_deletes_what_is_closed(
    group: Group, model: type[ClosedPeriod | Measurement | YearClose]
) -> None:
    make_criterion(group)
    close_year(
        municipality=group.cast.municipality,
        year=YEAR,
        comment="Et godt år.",
        by=group.actor(JANUARY),
        at=JANUARY,
    )
    row = model._default_manager.get()

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        row.save()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        model._base_manager.filter(pk=row.pk)._raw_delete(row._state.db)

    assert model._default_manager.count() == 1


def test_the_snapshot_keeps_the_year_as_it_was(group: Group) -> None:
    held_slot(group.cast, came=5, stayed_away=1)
    criterion = make_criterion(group)
    where = group.cast.municipality

    kept = close_year(
        municipality=where, year=YEAR, comment="Et godt år.", by=group.actor(JANUARY), at=JANUARY
    )
    Criterion.objects.filter(pk=criterion.pk).update(target_value=Decimal("0.1"), why="Nyt")
    again = close_year(
        municipality=where, year=YEAR, comment="Noget andet", by=group.actor(JANUARY), at=JANUARY
    )

    line = again.snapshot["criteria"][0]
    assert (again, again.comment, again.snapshot["comment"]) == (kept, "Et godt år.", "Et godt år.")
    assert [line[name] for name in ("name", "value_words", "target_words", "status_words")] == [
        "Dækningsgrad",
        "83,3 %",
        "mindst 80 %",
        "Mål nået",
    ]


def test_a_year_is_not_closed_without_a_comment_and_a_quarter_is_no_year(group: Group) -> None:
    make_criterion(group)
    for year, comment in ((YEAR, " "), (AUTUMN, "Godt")):
        with pytest.raises(Invalid):
            close_year(
                municipality=group.cast.municipality,
                year=year,
                comment=comment,
                by=group.actor(JANUARY),
                at=JANUARY,
            )

    assert ClosedPeriod.objects.count() == 0


def test_an_entered_value_of_a_closed_period_is_a_correction(group: Group) -> None:
    criterion = make_criterion(group, KNOWN)
    by = group.actor(JANUARY)
    first = {"criterion": criterion, "period": AUTUMN, "source": "Panelet", "by": by}

    enter_value(**first, value=Decimal("0.4"), at=JANUARY)  # type: ignore[arg-type]
    closed = close(group)
    enter_value(**first, value=Decimal("0.6"), at=JANUARY)  # type: ignore[arg-type]
    enter_value(**first, value=Decimal("0.6"), at=JANUARY)  # type: ignore[arg-type]

    chain = Measurement.objects.filter(closed=closed).order_by("id")
    assert [(one.value, bool(one.reason)) for one in chain] == [
        (Decimal("0.4"), False),
        (Decimal("0.6"), True),
    ]


def test_what_the_system_counts_is_not_typed(group: Group) -> None:
    with pytest.raises(Clash):
        enter_value(
            criterion=make_criterion(group),
            period=SUMMER,
            value=Decimal("0.9"),
            source="Mavefornemmelse",
            by=group.actor(),
            at=NOW,
        )

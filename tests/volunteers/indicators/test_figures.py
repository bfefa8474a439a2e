"""What figures are made of: parts and rows make the whole, and nothing is never 0 %."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from institutions.models import Slot, Task
from tests.cast import NOW, Cast
from tests.volunteers.indicators.later import correct
from tests.volunteers.indicators.past import HOUR, Past
from volunteers.actions.daily_facts import refresh_daily_facts
from volunteers.actions.erasure import erase_volunteer
from volunteers.queries.indicators import Measured, Split, counted_twice, measure, rows_behind
from volunteers.success.catalogue import Shape, catalogue, indicator
from volunteers.success.figures import Figure
from volunteers.success.periods import Period, last_quarter, period_of, periods, this_quarter
from volunteers.success.scopes import WHOLE, Scope, ScopeKind

QUARTER = this_quarter(NOW)
# People in two departments count in both, and once in the whole.
OF_PEOPLE = frozenset({"K08", "K11", "K18", "K24", "K31", "K33"})


def parts_of(one: Measured) -> list[Figure]:
    """Every department, and what belongs to none."""
    return [*one.departments.values(), *([one.unplaced] if one.unplaced else [])]


def made_of(figures: list[Figure], shape: Shape) -> tuple[Decimal, ...]:
    """Numerators, items and, for a sum, values put together."""
    values = sum((one.value or Decimal(0) for one in figures), Decimal(0))
    return (
        sum((one.numerator or Decimal(0) for one in figures), Decimal(0)),
        Decimal(sum(one.n for one in figures)),
        values if shape is Shape.SUM else Decimal(0),
    )


def test_departments_make_the_whole_also_when_people_are_erased(cast: Cast) -> None:
    past = Past(cast, 4, slots=14)
    refresh_daily_facts(municipality_id=cast.municipality.pk, at=NOW)
    correct(past)
    before = {code: one.whole for code, one in measured(cast).items()}

    for person in past.people[:3]:
        erase_volunteer(volunteer=person, by=cast.actor(cast.coordinator), at=NOW)

    after = measured(cast)
    assert {code: one.whole for code, one in after.items()} == before
    assert before["K08"].n > 2
    for code, one in after.items():
        if code not in OF_PEOPLE:
            shape = one.indicator.shape
            assert (code, made_of(parts_of(one), shape)) == (code, made_of([one.whole], shape))
    assert sum(one.n for one in parts_of(after["K08"])) == (
        after["K08"].whole.n + counted_twice(after["K08"])
    )


def test_control_without_the_erased_the_figures_fall(cast: Cast) -> None:
    past = Past(cast, 4, slots=14)
    true = measured(cast)["K08"].whole.n
    erase_volunteer(volunteer=past.people[0], by=cast.actor(cast.coordinator), at=NOW)
    living = set(
        cast.municipality.volunteers.filter(
            anonymised_at=None, assignments__state="attended"
        ).values_list("pk", flat=True)
    )

    assert len(living) < true


def test_a_part_by_its_scope_is_the_part_of_the_whole(cast: Cast) -> None:
    Past(cast, 6, slots=12)
    split = measured(cast)
    department = Scope(ScopeKind.DEPARTMENT, cast.here.department_id)
    place = Scope(ScopeKind.INSTITUTION, cast.here.pk)

    of_department, of_place = measured(cast, department), measured(cast, place)

    for code in ("K01", "K03", "K06", "K08", "K09", "K11", "K24", "K31", "K33"):
        assert (code, of_department[code].whole) == (
            code,
            split[code].departments.get(cast.here.department_id, of_department[code].whole),
        )
        # Each department has one place.
        assert (code, of_place[code].whole) == (code, of_department[code].whole)
    assert measured(cast, Scope(ScopeKind.PROJECT, 1))["K01"].whole.n == 0


def measured(cast: Cast, scope: Scope = WHOLE) -> dict[str, Measured]:
    """The quarter's figures now."""
    return measure(cast.municipality.pk, QUARTER, NOW, scope=scope)


@pytest.mark.parametrize("code", ["K01", "K02", "K03", "K06", "K07", "K10", "K19", "K26"])
def test_the_rows_behind_a_figure_make_it(cast: Cast, code: str) -> None:
    Past(cast, 7, slots=9)
    whole = measured(cast)[code].whole

    first, found = rows_behind(indicator(code), cast.municipality.pk, QUARTER, NOW, limit=3)
    rest, _ = rows_behind(indicator(code), cast.municipality.pk, QUARTER, NOW, limit=99, offset=3)

    rows = [row.figure for row in [*first, *rest]]
    shape = indicator(code).shape
    assert found == len(rows)
    assert made_of(rows, shape) == made_of([whole], shape)


def test_no_single_answer_is_shown(cast: Cast) -> None:
    Past(cast, 7, slots=9)

    shown = [
        rows_behind(indicator(code), cast.municipality.pk, QUARTER, NOW, limit=9)
        for code in ("K20", "K21", "K22")
    ]

    assert measured(cast)["K20"].whole.n > 0
    assert shown == [([], 0)] * 3


def test_nothing_to_count_is_no_data(cast: Cast) -> None:
    Slot.objects.all().delete()
    found = measured(cast)

    # Places, departments and ambassadors are there before anything has happened.
    standing = {"K12", "K13", "K14"}
    empty = {code: one.whole.value for code, one in found.items() if code not in standing}
    counted = {Shape.COUNT: Decimal(0), Shape.SUM: Decimal(0)}
    assert empty == {
        code: counted.get(one.shape) for code, one in catalogue().items() if code not in standing
    }


def test_what_the_institution_cancelled_leaves_the_count(cast: Cast) -> None:
    Past(cast, 3, slots=9)
    true = measured(cast)["K01"].whole.n
    Slot.objects.update(state="cancelled", cancelled_at=NOW - HOUR)

    found = measured(cast)

    assert true > 0
    assert {found[code].whole.n for code in ("K01", "K03", "K06", "K07", "K08", "K26")} == {0}


def test_as_many_queries_whatever_there_is(cast: Cast) -> None:
    counts = []
    for seed in (1, 2):
        Past(cast, seed, slots=4 * seed)
        with CaptureQueriesContext(connection) as seen:
            measure(cast.municipality.pk, QUARTER, NOW, splits=list(Split))
        counts.append(len(seen))

    assert counts == [2, 2]


def test_weeks_and_weekdays_are_danish(cast: Cast) -> None:
    Past(cast, 1, slots=1)
    Slot.objects.update(state="cancelled", cancelled_at=NOW - HOUR)
    task = Task.objects.earliest("pk")
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

    one = measure(cast.municipality.pk, QUARTER, NOW, ("K01",), splits=list(Split))["K01"]

    assert {monday: figure.n for monday, figure in one.weeks.items()} == {date(2026, 11, 16): 2}
    assert {weekday: figure.n for weekday, figure in one.weekdays.items()} == {1: 2}


def test_a_part_has_a_key_and_the_whole_none() -> None:
    with pytest.raises(ValueError, match="A part has a key"):
        Scope(ScopeKind.DEPARTMENT)
    with pytest.raises(ValueError, match="the whole municipality has none"):
        Scope(ScopeKind.MUNICIPALITY, 3)


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
    assert isinstance(period_of("vrøvl", NOW), Period)
    assert period_of("vrøvl", NOW) == QUARTER
    assert (QUARTER.weeks()[0], len(QUARTER.weeks())) == (date(2026, 9, 28), 14)

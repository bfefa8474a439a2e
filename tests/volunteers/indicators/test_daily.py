"""Kept days, counted from scratch, counted live, and walked slowly in Python: the same figures."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from institutions.models import Institution
from tests.cast import NOW, Cast, make_cast
from tests.volunteers.indicators.later import correct
from tests.volunteers.indicators.past import DAY, Past
from tests.volunteers.indicators.slow import Fact, Walk
from tests.volunteers.indicators.slow_asking import SLOWLY, slow
from volunteers.actions.daily_facts import rebuild_daily_facts, refresh_daily_facts
from volunteers.models import CountedDay, DailyFact, DailyPerson, StaleDay
from volunteers.queries.indicators import Measured, Split, measure
from volunteers.success.figures import Figure, share_figure
from volunteers.success.periods import this_quarter, this_year

BEFORE = NOW - timedelta(days=2)
# The seed says all there is to say of a failing history: nothing smaller is looked for.
CHEAP: Any = {"suppress_health_check": list(HealthCheck), "phases": [Phase.generate]}
SPLITS = (Split.DEPARTMENT, Split.INSTITUTION)


@contextmanager
def undone() -> Iterator[None]:
    """One generated history must leave nothing behind for the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def bare(figure: Figure | None) -> tuple[object, ...] | None:
    """A figure without the words of what stands beside it; nothing for one of nothing."""
    if figure is None or not (figure.n or figure.persons or any(c for _, c in figure.beside)):
        return None
    counts = tuple(count for _, count in figure.beside)
    return figure.value, figure.n, figure.persons, figure.numerator, counts


def all_figures(found: dict[str, Measured]) -> dict[Any, Any]:
    """Every figure of the whole and of each part, by code and part."""
    rows: dict[Any, Any] = {}
    for code, one in found.items():
        rows[code] = bare(one.whole)
        for split in ("departments", "institutions", "weeks", "weekdays"):
            parts = getattr(one, split)
            rows |= {(code, split, key): bare(value) for key, value in parts.items()}
    return {key: value for key, value in rows.items() if value is not None}


def looked_at(cast: Cast, at: datetime = NOW, **how: Any) -> list[dict[Any, Any]]:
    """Everything the pages can show of two periods."""
    return [
        all_figures(measure(cast.municipality.pk, period, at, splits=list(Split), **how))
        for period in (this_quarter(NOW), this_year(NOW))
    ]


def places_of(past: Past) -> list[Institution]:
    """Both places, each with the department it has now."""
    return list(past.cast.municipality.institutions.order_by("pk"))


def walked(past: Past, at: datetime, count: Any = slow, codes: Any = SLOWLY) -> dict[Any, Any]:
    """The quarter's figures counted slowly, whole and by department and institution."""
    walk, found = Walk(past, at), {}
    for code in codes:
        period = this_quarter(NOW)
        found[code] = bare(count(code, walk, period, lambda _fact: True))
        for place in places_of(past):

            def of_department(fact: Fact, key: int = place.department_id) -> bool:
                return fact.department == key

            def of_place(fact: Fact, key: int = place.pk) -> bool:
                return fact.institution == key

            found[code, "d", place.department_id] = bare(count(code, walk, period, of_department))
            found[code, "i", place.pk] = bare(count(code, walk, period, of_place))
    return found


def queried(past: Past, at: datetime, codes: Any = SLOWLY, **how: Any) -> Any:
    """The same from the queries."""
    place, found = past.cast.municipality.pk, {}
    for code, one in measure(place, this_quarter(NOW), at, codes, splits=SPLITS, **how).items():
        found[code] = bare(one.whole)
        for here in places_of(past):
            department = one.departments.get(here.department_id)
            found[code, "d", here.department_id] = _among_all(code, department, one)
            found[code, "i", here.pk] = _among_all(code, one.institutions.get(here.pk), one)
    return found


def _among_all(code: str, figure: Figure | None, one: Measured) -> tuple[object, ...] | None:
    """A place no association came to has no row; it is still none of all of them."""
    if code == "K24" and figure is None and one.whole.n:
        return bare(share_figure(0, one.whole.n, 0))
    return bare(figure)


def kept(model: Any) -> list[tuple[Any, ...]]:
    """The rows of a daily table without their keys, in order."""
    names = [field.attname for field in model._meta.fields if field.attname != "id"]
    return sorted(model.objects.values_list(*names), key=repr)


@settings(max_examples=4, **CHEAP)
@given(seed=st.integers(0, 10**9), slots=st.integers(3, 9))
def test_refreshed_rebuilt_live_and_walked_agree(cast: Cast, seed: int, slots: int) -> None:
    place = cast.municipality.pk
    with undone():
        past = Past(cast, seed, slots=slots, until=BEFORE)
        refresh_daily_facts(municipality_id=place, at=BEFORE)
        correct(past)

        half_kept = looked_at(cast)
        refresh_daily_facts(municipality_id=place, at=NOW)
        refreshed, rows = looked_at(cast), [kept(DailyFact), kept(DailyPerson)]
        rebuild_daily_facts(municipality_id=place, at=NOW)
        rebuilt, rows_anew = looked_at(cast), [kept(DailyFact), kept(DailyPerson)]
        for model in (CountedDay, DailyFact, DailyPerson):
            model.objects.all().delete()
        live = looked_at(cast)

        assert half_kept == refreshed == rebuilt == live
        assert rows == rows_anew
        assert queried(past, NOW) == walked(past, NOW)


@settings(max_examples=3, **CHEAP)
@given(seed=st.integers(0, 10**9), back=st.integers(0, 40))
def test_as_of_an_earlier_moment_only_what_was_known_counts(
    cast: Cast, seed: int, back: int
) -> None:
    moment = NOW - back * DAY
    with undone():
        past = Past(cast, seed, slots=6)
        correct(past)
        refresh_daily_facts(municipality_id=cast.municipality.pk, at=NOW)

        found = queried(past, NOW, as_of=moment)

        assert found == walked(past, moment)


def test_control_without_as_of_later_attendance_counts_earlier(cast: Cast) -> None:
    past = Past(cast, 5, slots=20)
    moment = NOW - 20 * DAY

    ignoring = queried(past, NOW)

    assert queried(past, NOW, as_of=moment) != ignoring
    assert ignoring != walked(past, moment)


def test_control_a_refresh_of_new_days_alone_misses_a_backdated_correction(cast: Cast) -> None:
    place = cast.municipality.pk
    past = Past(cast, 3, slots=20, until=BEFORE)
    refresh_daily_facts(municipality_id=place, at=BEFORE)
    correct(past)
    true = looked_at(cast)

    # The naive way: whatever was counted once stays, and only newer days are added.
    StaleDay.objects.all().delete()
    refresh_daily_facts(municipality_id=place, at=NOW)

    assert looked_at(cast) != true


def test_a_day_is_counted_once_and_again_only_when_it_changed(cast: Cast) -> None:
    place = cast.municipality.pk
    past = Past(cast, 1, slots=4)
    first = refresh_daily_facts(municipality_id=place, at=NOW)
    again = refresh_daily_facts(municipality_id=place, at=NOW)
    past.stop(past.people[0], NOW)
    after_a_stop = refresh_daily_facts(municipality_id=place, at=NOW)
    slot = past.cast.municipality.slots.filter(starts_at__lt=NOW - 5 * DAY).first()
    assert slot is not None
    slot.seats = 9
    slot.save()

    assert first > 3
    assert (again, after_a_stop) == (0, 0)
    assert refresh_daily_facts(municipality_id=place, at=NOW) == 1


def test_another_municipality_is_not_counted(cast: Cast) -> None:
    Past(cast, 2, slots=6)
    before = looked_at(cast)
    other = make_cast("Nabo", 2)
    Past(other, 3, slots=6)
    refresh_daily_facts(municipality_id=other.municipality.pk, at=NOW)
    refresh_daily_facts(municipality_id=cast.municipality.pk, at=NOW)

    assert looked_at(cast) == before

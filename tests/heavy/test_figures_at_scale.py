"""Pages of figures stay fast, and a month is soon counted, however many municipalities."""

import os
from statistics import quantiles
from time import perf_counter

import pytest

from tests.cast import NOW
from tests.heavy.crowd import Size, crowds
from tests.heavy.figures import keep_figure
from volunteers.actions.daily_facts import rebuild_daily_facts, recount_days
from volunteers.models import CountedDay, DailyFact, DailyPerson
from volunteers.queries.indicators import measure
from volunteers.success.periods import last_quarter, this_quarter, this_year

# Of 98; the whole country with SAMSPIL_CROWD=98.
MANY = int(os.environ.get("SAMSPIL_CROWD", "4"))
IN_ALL = 98
AT_MOST_MS, AT_MOST_S = 300, 60


@pytest.mark.heavy
@pytest.mark.timeout(7200)
@pytest.mark.django_db
def test_the_dashboard_and_one_month_at_scale() -> None:
    began = perf_counter()
    casts = crowds(MANY, Size())
    made = perf_counter() - began
    places = [cast.municipality.pk for cast in casts]

    began = perf_counter()
    for place in places:
        rebuild_daily_facts(municipality_id=place, at=NOW)
    rebuilt = perf_counter() - began
    month = last_quarter(NOW)
    began = perf_counter()
    for place in places:
        days = recount_days(
            municipality_id=place, first=month.first, after=month.first.replace(month=8), at=NOW
        )
    recounted = (perf_counter() - began) * IN_ALL / MANY

    p95 = {
        period.code: quantiles([_ms(place, period) for place in places for _ in range(8)], n=20)[-1]
        for period in (this_quarter(NOW), this_year(NOW))
    }
    for model in (CountedDay, DailyFact, DailyPerson):
        model.objects.all().delete()
    naive = _ms(places[0], this_year(NOW))

    print(f"\n{MANY} municipalities made in {made:.0f} s, all days counted in {rebuilt:.0f} s")
    print(f"p95 {p95} ms; from the rows {naive:.0f} ms; a month ({days} days) {recounted:.1f} s")
    keep_figure(
        "P31",
        figure=round(p95[this_quarter(NOW).code]),
        unit=f"ms (p95) for all 33 figures of a quarter with departments and weeks, "
        f"{round(p95[this_year(NOW).code])} of a year; a month of {IN_ALL} municipalities counted "
        f"anew in {recounted:.0f} s (measured with {MANY})",
        held=p95[this_quarter(NOW).code] <= AT_MOST_MS and recounted <= AT_MOST_S,
        control_failed=naive > p95[this_year(NOW).code],
    )


def _ms(place: int, period: object) -> float:
    began = perf_counter()
    measure(place, period, NOW)  # type: ignore[arg-type]
    return (perf_counter() - began) * 1000

"""Suite dashboard: the figures' page with a whole country's rows, and what more rows cost.

The country is generated (tests/bench/nation), the largest municipality follows the criteria of the
set to begin with, its days are counted, and its page is asked for in this process again and again,
each period in turn. Then one month of that municipality is counted anew. The sizes follow each
other by ten, so that the ratio says how the cost grows.
"""

import itertools
import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backend.accounts.models import Municipality
from backend.common.danish_dates import local
from tests.bench import machine
from tests.bench.nation.rows import make_country
from tests.bench.nation.sizes import nation
from tests.bench.page_targets import MONTH
from tests.bench.race_stage import own_database
from tests.cast import NOW, Cast
from volunteers.actions.daily_facts import rebuild_daily_facts, recount_days
from volunteers.models import Criterion
from volunteers.success.catalogue import indicator
from volunteers.success.criteria import STARTER_SET
from volunteers.success.periods import periods

PAGES = ("volunteers:coordinator",)
WARM = 3
MADE, COUNTED = "seconds to generate", "seconds to count every day from scratch"


def run(shares: tuple[float, ...], calls: int) -> list[dict[str, object]]:
    """The figures at each share of the whole country, smallest first."""
    return [_at(share, calls) for share in sorted(shares)]


def _at(share: float, calls: int) -> dict[str, object]:
    sizes = nation(share)
    with own_database(), time_machine.travel(NOW, tick=True):
        made, cast = _seconds(lambda: make_country(sizes))
        _decide(cast)
        counted, _ = _seconds(_count_all)
        month, _ = _seconds(lambda: _count_month(cast))
        pages = {name: _page(cast, name, calls) for name in PAGES}
        return {
            "share": share,
            "municipalities": len(sizes),
            "people": sum(size.people for size in sizes),
            "times": sum(size.slots for size in sizes),
            "questions": sum(size.offers for size in sizes),
            "gigabytes": _gigabytes(),
            "busy": machine.is_busy(),
            MADE: made,
            COUNTED: counted,
            MONTH: month,
            "pages": pages,
        }


def _decide(cast: Cast) -> None:
    """The project group follows the fourteen it may begin with, as it does in the demo."""
    mine = {"municipality": cast.municipality, "owner": cast.coordinator, "state": "active"}
    Criterion.objects.bulk_create(
        Criterion(
            **mine,
            code=code,
            target_value=indicator(code).target or Decimal(1000),
            decided_on=NOW.date(),
            created_at=NOW,
            activated_at=NOW,
        )
        for code in STARTER_SET
    )


def _count_all() -> None:
    """As ``manage.py count_days --rebuild``."""
    for place in Municipality.objects.order_by("pk"):
        rebuild_daily_facts(municipality_id=place.pk, at=NOW)


def _count_month(cast: Cast) -> None:
    """The last whole month anew."""
    after = local(NOW).date().replace(day=1)
    first = (after - timedelta(days=1)).replace(day=1)
    recount_days(municipality_id=cast.municipality.pk, first=first, after=after, at=NOW)


def _page(cast: Cast, name: str, calls: int) -> dict[str, float]:
    """Milliseconds and queries of one page over all its periods."""
    client = Client()
    client.force_login(cast.coordinator)
    choices = [f"{reverse(name)}?periode={one.code}" for one in periods(NOW)]
    spent: list[float] = []
    queries = set()
    for turn in range(calls + WARM):
        where = choices[turn % len(choices)]
        with CaptureQueriesContext(connection) as asked:
            seconds, answer = _seconds(lambda where=where: client.get(where))
        assert answer.status_code == 200, (where, answer.status_code)
        queries.add(len(asked))
        if turn >= WARM:
            spent.append(1000 * seconds)
    spent.sort()
    return {
        "median ms": spent[len(spent) // 2],
        "p95 ms": spent[-1 - len(spent) // 20],
        "fewest queries": min(queries),
        "most queries": max(queries),
    }


def _seconds(work: Callable[[], object]) -> tuple[float, object]:
    begun = time.perf_counter()
    done = work()
    return time.perf_counter() - begun, done


def _gigabytes() -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database()) / 1e9")
        return float(cursor.fetchone()[0])


def as_text(found: list[dict]) -> str:
    """A block for each share, and the ratios between neighbours."""
    lines = []
    for at in found:
        lines.append(
            f"Dashboard at {at['share']:g} of the country: {at['municipalities']} municipalities, "
            f"{at['people']} people, {at['times']} times, {at['questions']} questions, "
            f"{at['gigabytes']:.1f} GB; generated in {at[MADE]:.0f} s, every day counted in "
            f"{at[COUNTED]:.0f} s, one month of the largest anew in {at[MONTH]:.1f} s"
        )
        lines += [
            f"  {name:<24} median {page['median ms']:.0f} ms, p95 {page['p95 ms']:.0f} ms, "
            f"{page['fewest queries']}-{page['most queries']} queries"
            for name, page in at["pages"].items()
        ]
    for less, more in itertools.pairwise(found):
        ratios = [f"{what} x {more[what] / less[what]:.1f}" for what in (MADE, COUNTED, MONTH)]
        ratios += [
            f"{name} p95 x {page['p95 ms'] / less['pages'][name]['p95 ms']:.1f}"
            for name, page in more["pages"].items()
        ]
        lines.append(f"  {more['share'] / less['share']:g} times the rows: " + "; ".join(ratios))
    return "\n".join(lines)

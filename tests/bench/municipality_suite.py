"""A look at a whole municipality end to end: load from PostgreSQL, plan, write the questions."""

import os
import time
from statistics import median

import django
from django.db import connection
from django.test.runner import DiscoverRunner
from django.test.utils import CaptureQueriesContext, setup_test_environment

from tests.bench.instances import make


def run(seed: int, rounds: int) -> dict:
    """Makes the rows in a database of its own, measures, and drops it again."""
    os.environ.setdefault("SAMSPIL_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    django.setup()
    setup_test_environment()
    runner = DiscoverRunner(verbosity=0, interactive=False)
    kept = runner.setup_databases()
    try:
        return _measure(seed, rounds)
    finally:
        runner.teardown_databases(kept)


def _measure(seed: int, rounds: int) -> dict:
    # Django's models can be imported only after its set-up.
    from backend.common.actors import clock
    from tests.bench.municipality_rows import AT, fill
    from volunteers.actions.waves import look
    from volunteers.queries.candidates import people_of
    from volunteers.queries.waves import plan_open

    instance = make("municipality", seed)
    place = fill(instance, seed)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    plan_open(place, AT)
    with CaptureQueriesContext(connection) as asked:
        plans = plan_open(place, AT)
    planning, own = _seconds(lambda: plan_open(place, AT), rounds)
    loading, _ = _seconds(lambda: people_of(place.pk, place.asks_per_week, AT), rounds)
    begun = time.perf_counter()
    waves = look(municipality=place, at=AT, by=clock(place.pk))
    return {
        "people": instance.people,
        "seats": int(instance.seats.sum()),
        "times": len(plans),
        "queries": len(asked),
        "load and plan, seconds": planning,
        "of that own processor, seconds": own,
        "of that people and history, seconds": loading,
        "questions": sum(wave.asked for wave in waves),
        "load, plan and write, seconds": time.perf_counter() - begun,
    }


def _seconds(deed, rounds: int) -> tuple[float, float]:
    """Medians by the wall and by this process's own processor time (the database's not in it)."""
    wall, own = [], []
    for _ in range(rounds):
        begun = time.perf_counter(), time.process_time()
        deed()
        wall.append(time.perf_counter() - begun[0])
        own.append(time.process_time() - begun[1])
    return median(wall), median(own)

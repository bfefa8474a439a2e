"""A look at a whole municipality end to end: load from PostgreSQL, plan, write the questions."""

import os
import time
from pathlib import Path
from statistics import median

import django
from django.db import connection, transaction
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
    # The first of a process: compiled loops come from the disk, tables of worth are made.
    first = _spent(lambda: plan_open(place, AT))
    with CaptureQueriesContext(connection) as asked:
        plans = plan_open(place, AT)
    planning = _medians(lambda: plan_open(place, AT), rounds)
    loading = _medians(lambda: people_of(place.pk, place.asks_per_week, AT), rounds)
    with CaptureQueriesContext(connection) as said, transaction.atomic():
        waves = look(municipality=place, at=AT, by=clock(place.pk))
        transaction.set_rollback(True)
    looking = _spent(lambda: look(municipality=place, at=AT, by=clock(place.pk)))
    return {
        "people": instance.people,
        "seats": int(instance.seats.sum()),
        "times": len(plans),
        "queries": len(asked),
        "questions": sum(wave.asked for wave in waves),
        "statements of a look that asks": len(said),
        **_named("first load and plan of a process", first),
        **_named("load and plan", planning),
        **_named("of that people and history", loading),
        **_named("load, plan and write", looking),
    }


def _named(what: str, spent: tuple[float, ...]) -> dict[str, float]:
    kinds = ("wall", "own processor", "database's processor", "both processors")
    times = (*spent, spent[1] + spent[2])
    return {f"{what}, {kind}, seconds": value for kind, value in zip(kinds, times, strict=True)}


def _medians(deed, rounds: int) -> tuple[float, ...]:
    found = [_spent(deed) for _ in range(rounds)]
    return tuple(median(one) for one in zip(*found, strict=True))


def _spent(deed) -> tuple[float, ...]:
    """Seconds by the wall, of this process's processor, and of the database's for us.

    A busy machine stretches the wall alone. The database's come from /proc, in hundredths.
    """
    begun = time.perf_counter(), time.process_time(), _of_database()
    deed()
    ended = time.perf_counter(), time.process_time(), _of_database()
    return tuple(end - begin for begin, end in zip(begun, ended, strict=True))


def _of_database() -> float:
    """Processor seconds of the backend that serves this connection; Linux, same machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

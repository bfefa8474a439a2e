"""The suites by name: what each runs, its figures, and these as text."""

import argparse
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from multiprocessing import get_context
from typing import Any

from tests.bench import (
    machine,
    model_suite,
    month_suite,
    municipality_suite,
    prospects_suite,
    stored,
    table,
    tick_suite,
)
from tests.bench.instances import SEED
from tests.bench.scenarios import SCENARIOS

Found = tuple[Any, str]
# Scale, seed, factors on people and seats: the kept bounds' instances, and others.
INSTANCES = (
    ("municipality", SEED, 1.0, 1.0),
    ("municipality", 7, 1.0, 1.0),
    ("municipality", 8, 2.0, 1.0),
    ("municipality", 9, 1.0, 2.4),
    ("region", SEED, 1.0, 1.0),
    ("region", 7, 1.0, 1.0),
    ("nation", SEED, 1.0, 1.0),
)
_NATION_TIMES = 3
TENFOLD = 10


def tick(wanted: argparse.Namespace) -> Found:
    """Each instance in a process of its own; seconds are dropped when the machine is busy."""
    asked = [(scale, wanted.seed, wanted.people, wanted.seats) for scale in wanted.scale or []]
    found = []
    for scale, seed, people, seats in asked or INSTANCES:
        times = min(wanted.times, _NATION_TIMES) if scale == "nation" else wanted.times
        is_quiet = not machine.is_busy()
        one = _apart(tick_suite.run, scale, seed, times, people, seats)
        if not is_quiet or machine.is_busy():
            one |= {"seconds": None, "all seconds": None, "candidates and plan_s": None}
        found.append(one)
    return found, "\n".join(table.of_tick(one) for one in found)


def month(wanted: argparse.Namespace) -> Found:
    """Every scenario, or those named, by name."""
    found = {}
    for scenario in SCENARIOS:
        if wanted.scenario and scenario.name not in wanted.scenario:
            continue
        changes = {
            "worlds": tuple(wanted.worlds or scenario.worlds),
            "seats": wanted.month_seats or scenario.seats,
            "policies": tuple(wanted.policy or scenario.policies),
        }
        found[scenario.name] = month_suite.run(replace(scenario, **changes))
    return found, "\n".join(table.of_month(one) for one in found.values())


def model(wanted: argparse.Namespace) -> Found:
    """The nearest published model at four rates of return."""
    found = model_suite.run((1, 2), (0.5, 0.2, 0.1, 0.05), repeats=60)
    return found, table.of_model(found)


def race(wanted: argparse.Namespace) -> Found:
    """The product itself over HTTP, in a process with its own database."""
    found = _apart(_race, wanted.rounds)
    return found, table.of_race(found)


def bounds(wanted: argparse.Namespace) -> Found:
    """Works the kept bounds out again, or those named."""
    named = [(scale, wanted.seed) for scale in wanted.scale or []]
    kept = [(scale, seed) for scale, seed, *factors in INSTANCES if factors == [1.0, 1.0]]
    found = {
        f"{scale} {seed}": asdict(stored.work_out(scale, seed)) for scale, seed in named or kept
    }
    return found, "\n".join(f"{name}: {bound}" for name, bound in found.items())


def _race(rounds: int) -> dict[str, object]:
    _set_up()
    from tests.bench import race_suite

    return race_suite.run(rounds)


def pages(wanted: argparse.Namespace) -> Found:
    """Our pages beside a plain view, in a process with its own database."""
    found = _apart(_pages, tuple(wanted.data), wanted.calls)
    return found["figures"], found["text"]


def _pages(times: tuple[int, ...], calls: int) -> dict[str, object]:
    _set_up("tests.bench.plain_settings")
    from tests.bench import pages_suite

    figures = pages_suite.run(times, calls)
    return {"figures": figures, "text": pages_suite.as_text(figures)}


def dashboard(wanted: argparse.Namespace) -> Found:
    """The figures' page with a country's rows, in a process with its own database."""
    shares = tuple(wanted.share)
    both = (shares[0] / TENFOLD, *shares) if len(shares) == 1 else shares
    found = _apart(_dashboard, both, wanted.calls)
    return found["figures"], found["text"]


def _dashboard(shares: tuple[float, ...], calls: int) -> dict[str, object]:
    _set_up()
    from tests.bench import dashboard_suite

    figures = dashboard_suite.run(shares, calls)
    return {"figures": figures, "text": dashboard_suite.as_text(figures)}


def _set_up(settings: str = "tests.settings") -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    import django

    django.setup()


def _apart(work: Callable[..., dict], *arguments: object) -> dict:
    """In a fresh process: its memory and its settings are its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def municipality(wanted: argparse.Namespace) -> Found:
    """A look at 5,000 people and 500 seats in PostgreSQL, end to end."""
    found = municipality_suite.run(wanted.seed, wanted.times)
    lines = (
        f"{name}: {value:.2f}" if isinstance(value, float) else f"{name}: {value}"
        for name, value in found.items()
    )
    return found, "\n".join(lines)


def prospects(wanted: argparse.Namespace) -> Found:
    """The chances of being filled against what happened in a simulated month."""
    found = prospects_suite.run(tuple(wanted.worlds or (31,)), wanted.month_seats or 2500)
    return found, "\n".join(f"{name}: {value}" for name, value in found.items())


SUITES: dict[str, Callable[[argparse.Namespace], Found]] = {
    "tick": tick,
    "month": month,
    "model": model,
    "race": race,
    "bounds": bounds,
    "municipality": municipality,
    "prospects": prospects,
    "pages": pages,
    "dashboard": dashboard,
}
ALL = ("tick", "model", "month", "race", "pages", "dashboard")

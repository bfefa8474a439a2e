"""Suite pages: what our pages cost beside a plain view with one query, as the data grows.

Over HTTP, on the server of the demo with one worker. Baseline and candidates take turns, so that a
busy machine slows both; the medians are compared. Queries are counted in this process.
"""

import http.client
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import urlencode

import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from institutions.models import Slot
from tests.api.conftest import BASE, key_for
from tests.bench.nation.rows import make_country
from tests.bench.nation.sizes import town
from tests.bench.plain_view import PLAIN
from tests.bench.race_stage import own_database
from tests.cast import NOW, Cast, draft_need
from tests.servers.crowd import FORM, exchange
from tests.servers.granian import granian
from tests.volunteers.test_links_race import YES, links_to
from volunteers.actions.publishing import publish_need
from volunteers.models import Volunteer

SETTINGS = "tests.bench.plain_settings"
WARM = 5


@dataclass(frozen=True)
class Page:
    """What is asked for: each turn takes the next path, and the last again and again."""

    name: str
    paths: list[str]
    method: str = "GET"
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    wanted: int = 200


def run(times: tuple[int, ...], rounds: int) -> dict[str, object]:
    """Milliseconds, ratio to the plain view, and queries of each page at each size."""
    return {f"{each}x": _at(each, rounds) for each in times}


def _at(times: int, rounds: int) -> dict[str, object]:
    with own_database(), time_machine.travel(NOW, tick=True):
        begun = time.perf_counter()
        cast = make_country(town(times))
        made = time.perf_counter() - begun
        pages = _pages(cast, rounds)
        queries = {page.name: _queries(page) for page in pages}
        with granian(workers=1, threads=1, DJANGO_SETTINGS_MODULE=SETTINGS) as server:
            spent = _take_turns(server.port, pages, rounds)
        size = town(times)[0]
    plain = spent[PLAIN]
    return {
        "people": size.people, "times": size.slots, "questions": size.offers,
        "seconds to make": made,
        "pages": {
            name: {"ms": 1000 * one, "ratio": one / plain, "queries": queries[name]}
            for name, one in spent.items()
        },
    }  # fmt: skip


def _pages(cast: Cast, rounds: int) -> list[Page]:
    """The baseline and the five candidates, with what each needs to be asked."""
    task = draft_need(cast, seats=99)
    publish_need(task=task, by=cast.actor(cast.leader), at=NOW)
    slot = task.slots.get()
    # One yes is counted and some warm the server.
    people = list(Volunteer.objects.filter(pk__gte=1_000_000)[: rounds + WARM + 2])
    links = links_to(slot, people)
    session = {"Cookie": f"sessionid={_session(cast)}"}
    key = {"Authorization": f"Bearer {key_for(cast, cast.coordinator)}"}
    return [
        Page(PLAIN, [PLAIN]),
        Page("list page", [reverse("institutions:board")], headers=session),
        Page("slot detail", [_detail(slot)], headers=session),
        Page("API list", [f"{BASE}/slots"], headers=key),
        Page("answer page", [links[-1]]),
        Page("one yes", links[:-1], "POST", urlencode(YES), FORM, 302),
    ]


def _detail(slot: Slot) -> str:
    return reverse("institutions:slot", args=[slot.uuid])


def _session(cast: Cast) -> str:
    client = Client()
    client.force_login(cast.leader)
    return str(client.cookies["sessionid"].value)


def _queries(page: Page) -> int:
    """What the product asks the database for one call of the first path."""
    client = Client(headers={name.lower(): value for name, value in page.headers.items()})
    path = page.paths.pop(0) if len(page.paths) > 1 else page.paths[0]
    with CaptureQueriesContext(connection) as asked:
        if page.method == "POST":
            client.post(path, YES)
        else:
            client.get(path)
    return len(asked)


def _take_turns(port: int, pages: list[Page], rounds: int) -> dict[str, float]:
    """The median seconds of each, one call of each a round, over a line of its own each."""
    spent: dict[str, list[float]] = {page.name: [] for page in pages}
    turns = {page.name: _forever(page.paths) for page in pages}
    for turn in range(rounds + WARM):
        for page in pages:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            line.connect()
            begun = time.perf_counter()
            answer, _ = exchange(line, page.method, next(turns[page.name]), page.body, page.headers)
            if turn >= WARM:
                spent[page.name].append(time.perf_counter() - begun)
            line.close()
            assert answer.status == page.wanted, (page.name, answer)
    return {name: median(each) for name, each in spent.items()}


def _forever(paths: list[str]) -> Iterator[str]:
    yield from paths
    while True:
        yield paths[-1]


def as_text(found: dict) -> str:
    """A line for each page at each size."""
    lines = ["Pages beside a plain view with one query (medians, taken in turns)"]
    for size, at in found.items():
        lines.append(
            f"  {size}: {at['people']} people, {at['times']} times, {at['questions']} questions "
            f"(made in {at['seconds to make']:.0f} s)"
        )
        lines += [
            f"    {name:<12}{one['ms']:>9.1f} ms{one['ratio']:>8.1f} x{one['queries']:>5} queries"
            for name, one in at["pages"].items()
        ]
    return "\n".join(lines)

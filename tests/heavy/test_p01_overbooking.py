"""P1 and P2: 500 yeses at one moment over HTTP, to one seat and to twenty, answered truly.

The server is the product's own with several workers. Each person taps and reads the page that
comes back, as a telephone does; the seconds are of both.
"""

import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction

from backend.messaging.models import Message
from institutions.models import Slot
from tests.bench.race_stage import wipe
from tests.cast import NOW, Cast, draft_need, make_volunteers
from tests.heavy.figures import keep_figure, sized
from tests.servers.crowd import Answer, get_all, post_all, serving, tap_all
from tests.servers.granian import granian
from tests.volunteers.test_links_race import (
    HAS_SEAT,
    TOO_LATE,
    YES,
    StartResponse,
    links_to,
    naive_seats,
)
from volunteers.actions.publishing import publish_need
from volunteers.models import Assignment, Volunteer
from volunteers.queries.links import find_link

pytestmark = [pytest.mark.heavy, pytest.mark.django_db(transaction=True), pytest.mark.timeout(1800)]
PEOPLE, ROUNDS, SEATS = sized(500), sized(20), (1, 20)
MOST_SECONDS, WARM = 5.0, 40
PROVIDER_SECONDS, SLOW_PEOPLE = 0.25, 40


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """The cast's day, with a clock that runs."""
    with time_machine.travel(NOW, tick=True):
        yield


def slot_of_day(cast: Cast, seats: int, days: int) -> Slot:
    """A published slot in so many days, which nobody has answered yet."""
    task = draft_need(cast, seats=seats, days=days)
    publish_need(task=task, by=cast.actor(cast.leader), at=NOW)
    return task.slots.get()


def naive_provider(environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
    """A door that sends the SMS while it holds the seat, to a provider of 250 ms."""
    link = find_link(environ["PATH_INFO"].removeprefix("/s/"), NOW)
    assert link is not None
    assert link.offer is not None
    with transaction.atomic():
        Slot.objects.select_for_update().get(pk=link.offer.slot_id)
        time.sleep(PROVIDER_SECONDS)
    start_response("200 OK", [])
    return [b""]


def p99(answers: list[Answer]) -> float:
    """What all but one in a hundred waited at most, in seconds."""
    waited = sorted(answer.seconds for answer in answers)
    return waited[-1 - len(waited) // 100]


def faults_in(slot: Slot, people: list[Volunteer], answers: list[Answer]) -> tuple[int, int]:
    """Seats or confirmations too many or too few; people who were told what is not so."""
    held = set(
        Assignment.objects.filter(slot=slot, state="confirmed").values_list("volunteer", flat=True)
    )
    slot.refresh_from_db()
    told = Message.objects.filter(kind="bekraeftelse").count()
    counts = (len(held), slot.seats_taken, told)
    wrong = sum(
        answer.status != 200
        or f"{HAS_SEAT if person.pk in held else TOO_LATE}</h1>" not in answer.body
        for person, answer in zip(people, answers, strict=True)
    )
    return sum(abs(count - slot.seats) for count in counts), wrong


def test_500_yeses_at_once(cast: Cast) -> None:
    people = make_volunteers(cast, PEOPLE)
    slots = [slot_of_day(cast, seats, 3 + day) for day, seats in enumerate(SEATS)]
    paths = {slot.pk: links_to(slot, people) for slot in slots}
    seats_wrong = told_wrong = 0
    answers: list[Answer] = []
    with granian() as server:
        # A server that has just started reads its templates first.
        get_all(server.port, paths[slots[0].pk][:WARM])
        for slot in slots * ROUNDS:
            wipe(slot)
            these = tap_all(server.port, paths[slot.pk], YES)
            faults = faults_in(slot, people, these)
            seats_wrong += faults[0]
            told_wrong += faults[1]
            answers += these
    naive_overbooked, naive_seconds = _controls(slots[1], paths[slots[1].pk])

    rounds = f"{len(slots)} x {ROUNDS} rounds of {PEOPLE} at once"
    keep_figure(
        "P1",
        figure=seats_wrong,
        unit=f"seats or confirmations too many or too few in {rounds}, to 1 and 20 seats",
        held=seats_wrong == 0,
        control_failed=naive_overbooked,
    )
    statuses = dict(Counter(answer.status for answer in answers))
    keep_figure(
        "P2",
        figure=round(p99(answers), 2),
        unit=f"seconds from the tap to the page read, p99 of {len(answers)} ({rounds}); "
        f"{told_wrong} told wrongly, statuses {statuses}",
        held=p99(answers) <= MOST_SECONDS and told_wrong == 0,
        control_failed=naive_seconds > MOST_SECONDS,
    )


def _controls(slot: Slot, paths: list[str]) -> tuple[bool, float]:
    """Whether the careless door overbooks; how long the one waits that sends inside the lock."""
    wipe(slot)
    with serving(naive_seats) as port:
        post_all(port, paths, YES)
    overbooked = Assignment.objects.filter(slot=slot, state="confirmed").count() > slot.seats
    with serving(naive_provider) as port:
        slow = post_all(port, paths[:SLOW_PEOPLE], YES)
    return overbooked, p99(slow)

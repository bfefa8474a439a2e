"""Many say yes at once, over HTTP: seats are given once, and every answer is true.

tests/heavy/test_race.py runs the same with 200 people.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.wsgi import get_wsgi_application
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from backend.messaging.models import Message
from institutions.models import Slot
from tests.cast import NOW, Cast, draft_need, make_volunteers, offer_to
from tests.servers.crowd import get_all, post_all, serving
from volunteers.actions.links import issue_link
from volunteers.actions.publishing import publish_need
from volunteers.models import Assignment, Link, Volunteer
from volunteers.queries.links import find_link

pytestmark = pytest.mark.django_db(transaction=True)

YES = {"svar": "ja", "accepts_rules": "on"}
HAS_SEAT, TOO_LATE = "Tak, du er på holdet", "Pladsen blev lige taget"
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """The cast's day, with a clock that runs."""
    with time_machine.travel(NOW, tick=True):
        yield


def links_to(slot: Slot, people: Iterable[Volunteer]) -> list[str]:
    """A link for each person, as their SMS carries it."""
    return [
        "/s/"
        + issue_link(offer=offer_to(slot, person), purpose=Link.Purpose.ANSWER, at=NOW).rsplit(
            "/", 1
        )[1]
        for person in people
    ]


def slot_with(cast: Cast, seats: int) -> Slot:
    """A published slot that nobody has answered yet."""
    task = draft_need(cast, seats=seats)
    publish_need(task=task, by=cast.actor(cast.leader), at=NOW)
    return task.slots.get()


def race(cast: Cast, *, people: int, seats: int) -> None:
    """Everybody taps yes at once, then everybody taps again; exactly ``seats`` get a seat."""
    slot = slot_with(cast, seats)
    paths = links_to(slot, make_volunteers(cast, people))
    with serving(get_wsgi_application()) as port:
        first = post_all(port, paths, YES)
        held = set(Assignment.objects.filter(state="confirmed").values_list("pk", flat=True))
        again = post_all(port, paths, YES)
        pages = get_all(port, paths)

    slot.refresh_from_db()
    told = Counter(
        word for page in pages for word in (HAS_SEAT, TOO_LATE) if f"{word}</h1>" in page.body
    )
    assert {answer.status for answer in [*first, *again]} == {302}
    assert set(Assignment.objects.values_list("pk", flat=True)) == held
    assert (len(held), slot.seats_taken) == (seats, seats)
    assert told == {HAS_SEAT: seats, TOO_LATE: people - seats}
    assert Message.objects.filter(kind="bekraeftelse").count() == seats


def naive_seats(environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
    """A door that looks whether a seat is left and then takes it, without a lock."""
    link = find_link(environ["PATH_INFO"].removeprefix("/s/"), NOW)
    assert link is not None
    assert link.offer is not None
    slot = Slot.objects.get(pk=link.offer.slot_id)
    if slot.seats_left > 0:
        time.sleep(0.02)
        _write(link, slot, "confirmed")
        Slot.objects.filter(pk=slot.pk).update(seats_taken=slot.seats_taken + 1)
    start_response("302 Found", [("Location", "/")])
    return [b""]


def naive_overlap(environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
    """Looks for another agreement at the time and then writes, without a lock.

    It writes "waiting": for seats PostgreSQL's own constraint would save even this one.
    """
    link = find_link(environ["PATH_INFO"].removeprefix("/s/"), NOW)
    assert link is not None
    assert link.offer is not None
    slot = link.offer.slot
    span = DateTimeTZRange(slot.starts_at, slot.ends_at)
    mine = Assignment.objects.filter(volunteer=link.volunteer, during__overlap=span)
    if not mine.exists():
        time.sleep(0.02)
        _write(link, slot, "waiting")
    start_response("302 Found", [("Location", "/")])
    return [b""]


def _write(link: Link, slot: Slot, state: str) -> None:
    Assignment.objects.create(
        municipality_id=link.municipality_id,
        volunteer=link.volunteer,
        slot=slot,
        offer=link.offer,
        state=state,
        during=DateTimeTZRange(slot.starts_at, slot.ends_at),
        created_at=NOW,
        confirmed_at=NOW,
    )


def overlapping_slots(cast: Cast, count: int, seats: int) -> list[Slot]:
    """Slots that begin half an hour apart and last two hours: each overlaps the next three."""
    slots = [slot_with(cast, seats) for _ in range(count)]
    for place, slot in enumerate(slots):
        slot.starts_at += timedelta(minutes=20 * place)
        slot.ends_at += timedelta(minutes=20 * place)
        slot.save(update_fields=["starts_at", "ends_at"])
    return slots


def overlap(cast: Cast, *, people: int, slots: int) -> None:
    """Each person says yes to all of several overlapping slots at once and gets one seat."""
    crowd = make_volunteers(cast, people)
    times = overlapping_slots(cast, slots, seats=people)
    paths = [path for slot in times for path in links_to(slot, crowd)]
    with serving(get_wsgi_application()) as port:
        answers = post_all(port, paths, YES)

    held = Counter(Assignment.objects.values_list("volunteer_id", "state"))
    statuses = Counter(answer.status for answer in answers)
    assert held == {(person.pk, "confirmed"): 1 for person in crowd}
    assert statuses == {302: people, 409: people * (slots - 1)}
    assert sum(Slot.objects.values_list("seats_taken", flat=True)) == people


@pytest.mark.parametrize("seats", [1, 5])
def test_the_last_seat_is_given_once(cast: Cast, seats: int) -> None:
    race(cast, people=30, seats=seats)


def test_control_a_door_without_a_lock_overbooks(cast: Cast) -> None:
    slot = slot_with(cast, 1)
    paths = links_to(slot, make_volunteers(cast, 30))

    with serving(naive_seats) as port:
        post_all(port, paths, YES)

    assert Assignment.objects.filter(state="confirmed").count() > 1


def test_nobody_holds_two_seats_at_the_same_time(cast: Cast) -> None:
    overlap(cast, people=4, slots=6)


def test_control_a_door_without_a_lock_books_a_person_twice(cast: Cast) -> None:
    crowd = make_volunteers(cast, 4)
    paths = [path for slot in overlapping_slots(cast, 6, seats=4) for path in links_to(slot, crowd)]

    with serving(naive_overlap) as port:
        post_all(port, paths, YES)

    assert max(Counter(Assignment.objects.values_list("volunteer_id", flat=True)).values()) > 1

"""The last seat of an event among many yeses at once, and a naive count that gives it twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from backend.common.refusals import Refusal
from tests.cast import NOW, link_actor, make_cast, make_volunteers
from tests.volunteers.event_stage import an_event, volunteer_at
from volunteers.actions.event_answers import accept_event
from volunteers.models import Participant
from volunteers.queries.events import seats_left
from volunteers.rules.events import Answer

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 4


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Runs the deeds in threads of their own from one start; gives the refusals' codes."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> str:
        try:
            start.wait(timeout=20)
            deed()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(deeds)) as threads:
        return sorted(threads.map(run, deeds))


def rows() -> list[Participant]:
    """An event with one seat and four who were asked."""
    cast = make_cast()
    people = make_volunteers(cast, PEOPLE)
    event = an_event(cast, seats=1)
    return [volunteer_at(cast, event, person) for person in people]


def test_the_last_seat_is_given_once() -> None:
    asked = rows()

    def yes(row: Participant) -> Callable[[], object]:
        assert row.volunteer is not None
        by = link_actor(row.volunteer)
        return lambda: accept_event(participant=row, by=by, at=NOW)

    codes = at_once(*(yes(row) for row in asked))

    assert codes == ["", "full", "full", "full"]
    assert Participant.objects.filter(answer=Answer.COMING).count() == 1


def test_control_a_count_without_the_lock_gives_it_twice() -> None:
    asked = rows()[:2]
    both_counted = Barrier(2)

    def yes(row: Participant) -> Callable[[], object]:
        def deed() -> None:
            with transaction.atomic():
                free = seats_left(row.event)
                both_counted.wait(timeout=20)
                if free:
                    Participant.objects.filter(pk=row.pk).update(answer=Answer.COMING)

        return deed

    at_once(*(yes(row) for row in asked))

    assert Participant.objects.filter(answer=Answer.COMING).count() == 2

"""A worker that dies in the middle of a look leaves all of it or none; two ask in turn."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from backend.common.actors import clock
from backend.messaging.models import Message
from tests.cast import NOW, Cast, make_volunteers
from tests.volunteers.test_waves import most_in_a_week, slot_at
from volunteers.actions.questions import Round, write_rounds
from volunteers.actions.waves import look
from volunteers.models import Forecast, Offer, Volunteer, Wave
from volunteers.queries.waves import plan_open

pytestmark = pytest.mark.django_db(transaction=True)


def kill_at(sql: str, which: int):
    """Ends the database connection at that statement of those with these words, as a kill does."""
    seen = []

    def wrapper(execute, statement, params, many, context):
        if sql in statement:
            seen.append(statement)
            if len(seen) == which:
                connection.connection.close()
        return execute(statement, params, many, context)

    return wrapper


def left() -> tuple[int, ...]:
    """What stands in the database."""
    return tuple(model.objects.count() for model in (Wave, Offer, Message, Forecast))


def test_a_killed_look_leaves_nothing_and_the_next_does_it_all(cast: Cast) -> None:
    make_volunteers(cast, 20)
    for days in (2, 3, 4):
        slot_at(cast, NOW + timedelta(days=days), seats=2)
    place, by = cast.municipality, clock(cast.municipality.pk)

    with (
        pytest.raises(Exception, match="closed"),
        connection.execute_wrapper(kill_at('INSERT INTO "messaging_message"', 1)),
    ):
        look(municipality=place, at=NOW, by=by)
    connection.close()
    after_kill = left()
    look(municipality=place, at=NOW, by=by)

    assert after_kill == (0, 0, 0, 0)
    assert left()[1] == left()[2] > 3
    assert left()[3] == 3


def test_control_without_the_transaction_a_kill_leaves_some(cast: Cast) -> None:
    make_volunteers(cast, 20)
    for days in (2, 3, 4):
        slot_at(cast, NOW + timedelta(days=days), seats=2)
    place, by = cast.municipality, clock(cast.municipality.pk)
    plans = plan_open(place, NOW)

    def naive() -> None:
        for plan in plans.values():
            with transaction.atomic():
                write_rounds([Round(plan.slot.pk, plan.fits, None, plan.now)], place, by=by, at=NOW)

    with (
        pytest.raises(Exception, match="closed"),
        connection.execute_wrapper(kill_at('INSERT INTO "volunteers_wave"', 3)),
    ):
        naive()
    connection.close()

    assert 0 < left()[0] < 3


def test_two_looks_at_once_keep_the_ceiling(cast: Cast) -> None:
    make_volunteers(cast, 8)
    for days in (2, 3, 4, 5):
        slot_at(cast, NOW + timedelta(days=days), seats=3)
    start = Barrier(2)

    def worker() -> None:
        try:
            start.wait(20)
            look(municipality=cast.municipality, at=NOW, by=clock(cast.municipality.pk))
        finally:
            connection.close()

    both = [Thread(target=worker) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    people = Volunteer.objects.all()
    live = [person.offers.filter(state="sent").count() for person in people]
    assert max(live) == 1
    assert max(most_in_a_week(person) for person in people) <= 2

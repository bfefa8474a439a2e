"""Days that calendars forget: 29 February, week 53, and two clocks at once."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from backend.messaging.ceilings import start_of_month
from backend.messaging.models import Message
from tests.cast import Cast, make_cast, make_volunteers, open_slot
from tests.volunteers.stage import say_yes
from volunteers.actions.clockwork import remind_of_tomorrow, run_clockwork
from volunteers.actions.leaders import send_mornings

LEAP = datetime(2028, 2, 28, 9, 0, tzinfo=UTC)
# Thursday of week 53.
LAST_WEEK = datetime(2026, 12, 31, 6, 30, tzinfo=UTC)


def seat_tomorrow(cast: Cast, at: datetime) -> None:
    """One person with a seat a day after ``at``."""
    slot = open_slot(cast)
    type(slot).objects.filter(pk=slot.pk).update(
        starts_at=at + timedelta(days=1), ends_at=at + timedelta(days=1, hours=2)
    )
    slot.refresh_from_db()
    (person,) = make_volunteers(cast, 1)
    say_yes(slot, person)
    # What was asked and answered in the days before has been settled long ago.
    Message.objects.all().delete()


@pytest.mark.django_db
@pytest.mark.parametrize(("at", "day"), [(LEAP, "tir 29/2"), (LEAP + timedelta(days=1), "ons 1/3")])
def test_the_day_before_is_right_around_29_february(cast: Cast, at: datetime, day: str) -> None:
    seat_tomorrow(cast, at)

    reminded = remind_of_tomorrow(at)

    assert reminded == 1
    assert day in Message.objects.get(kind="paamindelse").body
    assert start_of_month(at).astimezone(UTC).date() == date(2028, 1, 31)


@pytest.mark.django_db
def test_the_mornings_mail_looks_past_week_53_into_the_new_year(cast: Cast) -> None:
    seat_tomorrow(cast, LAST_WEEK + timedelta(days=3))

    sent = send_mornings(LAST_WEEK)
    again = send_mornings(LAST_WEEK)

    mail = Message.objects.filter(kind="leder_overblik")[0]
    assert (sent > 0, again) == (True, 0)
    assert "man 4/1 kl. 07:30-09:30 (uge 1)" in mail.body


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_do_everything_once() -> None:
    cast = make_cast()
    seat_tomorrow(cast, LEAP)
    start = threading.Barrier(2, timeout=20)

    def tick() -> None:
        start.wait()
        run_clockwork(at=LEAP)
        connection.close()

    clocks = [threading.Thread(target=tick) for _ in range(2)]
    for clock in clocks:
        clock.start()
    for clock in clocks:
        clock.join(60)

    kinds = list(Message.objects.values_list("kind", "to"))
    assert Message.objects.filter(kind="paamindelse").count() == 1
    assert len(kinds) == len(set(kinds))

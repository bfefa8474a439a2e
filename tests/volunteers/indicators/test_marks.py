"""A row that changes marks the days of its figures, whoever writes; a lost mark would be seen."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from institutions.models import Slot
from tests.cast import NOW, Cast
from tests.volunteers.indicators.past import DAY, Past
from tests.volunteers.indicators.test_daily import BEFORE, looked_at
from volunteers.actions.daily_facts import rebuild_daily_facts, refresh_daily_facts
from volunteers.models import Assignment, Offer, SeatMoment, StaleDay


def stay_away_after_all(_past: Past) -> None:
    """Nobody who is said to have come did."""
    Assignment.objects.filter(state="attended").update(
        state="no_show", hours=None, companions_came=0, recorded_at=NOW
    )


def answer_late(_past: Past) -> None:
    """Every question without an answer gets one by telephone."""
    Offer.objects.filter(first_answered_at=None).update(
        first_answered_at=NOW, first_channel="phone"
    )


def give_more_seats(_past: Past) -> None:
    """Every time had more seats than was thought."""
    Slot.objects.update(seats=9)


@pytest.mark.parametrize(
    ("trigger", "table", "change"),
    [
        ("stale_moment", "volunteers_seatmoment", stay_away_after_all),
        ("stale_offer", "volunteers_offer", answer_late),
        ("stale_slot", "institutions_slot", give_more_seats),
    ],
)
@pytest.mark.parametrize("dropped", [False, True])
def test_a_change_is_seen_and_control_not_without_its_trigger(
    cast: Cast, trigger: str, table: str, change: Callable[[Past], None], dropped: bool
) -> None:
    past = Past(cast, 11, slots=14, until=BEFORE)
    refresh_daily_facts(municipality_id=cast.municipality.pk, at=BEFORE)
    if dropped:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"DROP TRIGGER {trigger} ON {table}")

    change(past)

    half_kept = looked_at(cast)
    rebuild_daily_facts(municipality_id=cast.municipality.pk, at=NOW)
    assert (half_kept != looked_at(cast)) is dropped


def test_whoever_writes_marks_the_day(cast: Cast) -> None:
    Past(cast, 11, slots=9)
    offer = Offer.objects.filter(sent_at__lt=NOW - 5 * DAY).earliest("pk")
    seat = Assignment.objects.earliest("pk")
    StaleDay.objects.all().delete()

    Offer.objects.filter(pk=offer.pk).update(first_answered_at=None)
    Assignment.objects.filter(pk=seat.pk).update(companions=seat.companions)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE institutions_slot SET seats = seats + 1 WHERE id = %s", [seat.slot_id]
        )

    days = set(StaleDay.objects.values_list("day", flat=True))
    assert offer.sent_at is not None
    assert {offer.sent_at.date(), seat.slot.starts_at.date()} <= days


def test_the_past_of_a_seat_is_kept(cast: Cast) -> None:
    past = Past(cast, 11, slots=14)

    kept: dict[int, list[Any]] = {}
    for moment in SeatMoment.objects.filter(assignment__isnull=False).order_by("pk"):
        assert moment.assignment_id is not None
        row = (moment.since, moment.state, moment.came, moment.hours or 0)
        kept.setdefault(moment.assignment_id, []).append(row)
    ends = SeatMoment.objects.filter(assignment__isnull=False, until=None).count()

    assert kept == dict(past.marks)
    assert ends == len(kept)

"""Checklists that run out and calls that wait are remembered on working mornings, once each."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from backend.messaging.models import Message
from backend.messaging.outbox import queue_email
from institutions.actions.help_calls import ask_for_help
from institutions.actions.reminders import send_reminders
from institutions.models import ChecklistRun, Institution
from institutions.rules.checklist_reminders import reminder_due
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db
MORNING = NOW - timedelta(hours=2)
TODAY = NOW.date()
EXPIRES = "tjekliste_udloeber"


def _run_out_in(cast: Cast, days: int) -> None:
    ChecklistRun.objects.update(valid_until=TODAY + timedelta(days=days))


def _all(rows: object) -> list[str]:
    return list(rows.values_list("dedupe_key", flat=True))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("left", "due"),
    [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)],
)
def test_each_reminder_has_its_days(left: int, due: int | None) -> None:
    assert reminder_due(date(2026, 11, 23) + timedelta(days=left), date(2026, 11, 23)) == due


def test_a_year_that_runs_out_is_told_three_times(cast: Cast) -> None:
    _run_out_in(cast, 62)

    sent = [send_reminders(MORNING + timedelta(days=day)) for day in range(63)]

    assert sum(sent) == 3
    steps = [key.split(":")[2] for key in _all(Message.objects.filter(kind=EXPIRES))]
    assert sorted(steps) == ["30", "60", "7"]
    assert set(Message.objects.filter(kind=EXPIRES).values_list("to", flat=True)) == {
        cast.leader.email
    }


@pytest.mark.parametrize("when", [timedelta(hours=3), timedelta(days=5)])
def test_nothing_is_sent_later_in_the_day_or_on_a_saturday(cast: Cast, when: timedelta) -> None:
    _run_out_in(cast, 20)

    assert send_reminders(MORNING + when) == 0


def test_a_closed_place_and_a_run_that_is_over_are_left_alone(cast: Cast) -> None:
    _run_out_in(cast, -1)
    assert send_reminders(MORNING) == 0
    _run_out_in(cast, 20)
    Institution.objects.update(closed_at=NOW)

    assert send_reminders(MORNING) == 0


def test_the_owner_hears_before_the_deadline_and_the_coordinator_after(cast: Cast) -> None:
    call = ask_for_help(
        institution=cast.here, about="Hvad må de?", by=cast.actor(cast.leader), at=NOW
    )
    heard = []
    for day in range((call.due_on - TODAY).days + 4):
        send_reminders(MORNING + timedelta(days=day))
        heard = list(
            Message.objects.filter(dedupe_key__startswith="hjaelp_")
            .order_by("id")
            .values_list("to", flat=True)
        )

    assert heard == [cast.ambassador.email, cast.coordinator.email]


def _naive(at_key: str, cast: Cast) -> None:
    """Looks whether it was sent and sends, with a key of its own: what two clocks do twice."""
    if not Message.objects.filter(kind=EXPIRES).exists():
        GATE.wait(5)
        queue_email(
            municipality=cast.municipality,
            kind=EXPIRES,
            to=cast.leader.email,
            title="x",
            body="x",
            dedupe_key=at_key,
            at=NOW,
        )


GATE = Barrier(2)


def _twice(*work: object) -> None:
    def alone(one: object) -> None:
        one()  # type: ignore[operator]
        connection.close()

    threads = [Thread(target=alone, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_remind_once(cast: Cast) -> None:
    _run_out_in(cast, 30)
    start = Barrier(2)

    def look() -> None:
        start.wait(5)
        send_reminders(MORNING)

    _twice(look, look)

    assert Message.objects.filter(kind=EXPIRES).count() == 1


@pytest.mark.django_db(transaction=True)
def test_control_looking_first_reminds_twice(cast: Cast) -> None:
    _twice(lambda: _naive("a", cast), lambda: _naive("b", cast))

    assert Message.objects.filter(kind=EXPIRES).count() == 2

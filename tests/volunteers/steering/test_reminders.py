"""Who hears on a working morning: the owner twice, the coordinator of what nobody owns."""

from datetime import date, datetime, timedelta
from datetime import time as clock_time

import pytest

from backend.common.danish_dates import local_instant
from backend.messaging.models import Message
from institutions.actions.roles import take_role
from institutions.models import Role
from tests.cast import NOW, Cast
from tests.volunteers.steering.stage import Group, make_criterion, make_group
from volunteers.actions.success.follow_ups import (
    agree_follow_up,
    hand_over_follow_up,
    register_result,
)
from volunteers.actions.success.reminders import send_success_reminders
from volunteers.models import FollowUp, FollowUpOutcome
from volunteers.success.nudges import nudge_due

DUE = date(2026, 12, 1)


@pytest.fixture
def group(cast: Cast) -> Group:
    return make_group(cast)


def morning(day: date) -> datetime:
    """Eight in the morning in Denmark."""
    return local_instant(day, clock_time(8, 0))


def agreed(group: Group) -> FollowUp:
    """An action of the member from culture."""
    return agree_follow_up(
        municipality=group.cast.municipality,
        what="Ring til foreningerne",
        owner=group.culture,
        due_on=DUE,
        by=group.actor(),
        at=NOW,
    )


def mails() -> list[str]:
    """Who got a mail of the project group's, in order."""
    rows = Message.objects.filter(kind="projektgruppe").order_by("id")
    return list(rows.values_list("to", flat=True))


@pytest.mark.parametrize(("days", "step"), [(-1, None), (0, 0), (20, 0), (21, 1), (100, 1)])
def test_the_second_time_is_while_a_result_still_counts(days: int, step: int | None) -> None:
    assert nudge_due(DUE, DUE + timedelta(days=days)) == step


def test_the_owner_hears_on_the_day_and_three_weeks_later(group: Group) -> None:
    agreed(group)
    for day in (DUE - timedelta(days=1), DUE, DUE + timedelta(days=1), DUE + timedelta(days=21)):
        send_success_reminders(morning(day))
        send_success_reminders(morning(day))

    assert mails() == [group.culture.email] * 2


def test_nobody_hears_of_what_has_a_result_or_at_night(group: Group) -> None:
    row = agreed(group)
    at_night = local_instant(DUE, clock_time(22, 0))
    send_success_reminders(at_night)
    register_result(
        follow_up=row,
        outcome=FollowUpOutcome.HELPED,
        result="Tre kom",
        by=group.actor(),
        at=NOW,
    )
    send_success_reminders(morning(DUE))

    assert mails() == []


def test_the_coordinator_hears_of_what_a_leaver_owned(group: Group) -> None:
    make_criterion(group)
    row = agreed(group)
    by = group.cast.actor(group.cast.coordinator)
    for user in (group.elder, group.culture):
        take_role(role=Role.objects.get(user=user), by=by, at=NOW)
    send_success_reminders(morning(DUE))
    send_success_reminders(morning(DUE + timedelta(days=1)))
    before = mails()

    hand_over_follow_up(follow_up=row, owner=group.cast.coordinator, by=by, at=NOW)
    send_success_reminders(morning(DUE + timedelta(days=2)))

    assert before == [group.cast.coordinator.email] * 2
    assert Message.objects.filter(subject="Hvad kom der ud af det?").count() == 1

"""The quarterly meeting through the doors: who was there, decisions, actions and their results."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, Cast
from tests.volunteers.steering.stage import (
    JANUARY,
    SUMMER,
    Group,
    make_criterion,
    make_group,
    steering_rows,
)
from volunteers.models import Decision, FollowUp, FollowUpOutcome, ReviewMeeting
from volunteers.queries.overview import exceptions_for


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def group(cast: Cast) -> Group:
    return make_group(cast)


@pytest.fixture
def member(group: Group, client: Client) -> Client:
    """A member of the group, signed in."""
    client.force_login(group.elder)
    return client


def test_the_group_holds_its_quarterly_meeting(group: Group, member: Client) -> None:
    criterion = make_criterion(group)
    member.post("/succes/moeder/nyt/", {"held_on": "23-11-2026", "period": SUMMER.code})
    meeting = ReviewMeeting.objects.get()
    here = reverse("volunteers:meeting", args=[meeting.uuid])

    nobody = member.post(f"{here}slut/", {"next_on": "22-02-2027"})
    member.post(f"{here}deltagere/", {"users": [group.elder.pk, group.culture.pk]})
    stranger = member.post(f"{here}deltagere/", {"users": [group.cast.leader.pk]})
    member.post(
        f"{here}beslutning/",
        {"criterion": criterion.pk, "kind": "decision", "words": "Vi spørger foreningerne."},
    )
    member.post(
        f"/succes/opfoelgning/ny/?moede={meeting.uuid}",
        {
            "what": "Ring til fem foreninger",
            "owner": group.culture.pk,
            "due_on": "15-12-2026",
            "criterion": criterion.pk,
        },
    )
    ended = member.post(f"{here}slut/", {"next_on": "22-02-2027"})
    too_late = member.post(f"{here}beslutning/", {"kind": "comment", "words": "For sent."})

    assert [nobody.status_code, stranger.status_code] == [422, 422]
    assert (ended.status_code, too_late.status_code) == (302, 409)
    assert [one.words for one in meeting.attendances.all()] == ["Maja (Ældre)", "Ulf (Kultur)"]
    assert Decision.objects.get().criterion == criterion
    assert FollowUp.objects.get().meeting == meeting
    assert ReviewMeeting.objects.get(ended_at=None).period.code == "2026-k4"


def test_a_line_is_struck_while_the_minutes_are_open(group: Group, member: Client) -> None:
    line = steering_rows(group.cast, group)["line"]

    member.post(reverse("volunteers:take_back_decision", args=[line]))

    assert Decision.objects.count() == 0


def test_a_result_is_written_once_and_an_overdue_action_stands_on_page_one(
    group: Group, member: Client
) -> None:
    row = FollowUp.objects.get(uuid=steering_rows(group.cast, group)["follow_up"])
    boss = group.cast.coordinator
    here = f"/succes/opfoelgning/{row.uuid}/resultat/"
    today = exceptions_for(group.cast.actor(boss), NOW).overdue
    overdue = exceptions_for(group.cast.actor(boss, JANUARY), JANUARY).overdue

    first = member.post(here, {"outcome": FollowUpOutcome.HELPED, "result": "Tre sagde ja."})
    other = member.post(here, {"outcome": FollowUpOutcome.DROPPED, "result": "Alligevel ikke."})

    row.refresh_from_db()
    assert (today, overdue) == ([], [row])
    assert (first.status_code, other.status_code) == (302, 409)
    assert (row.outcome, row.registered_at) == (FollowUpOutcome.HELPED, NOW)
    assert exceptions_for(group.cast.actor(boss, JANUARY), JANUARY).overdue == []

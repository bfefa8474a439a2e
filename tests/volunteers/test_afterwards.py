"""After the time: words of thanks, milestones, short questions by link, and a month's hours."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backend.common.refusals import Invalid
from backend.messaging.models import Message
from institutions.models import Slot
from tests.cast import NOW, Cast, make_volunteers, open_slot
from tests.volunteers.association_stage import asked, come, make_association, member
from tests.volunteers.stage import say_yes
from volunteers.actions.afterwards.colleagues import ask_colleagues
from volunteers.actions.afterwards.statements import send_statements
from volunteers.actions.attendance import (
    answer_pulse,
    answer_respect,
    give_thanks,
    record_attendance,
)
from volunteers.actions.group_days import record_group
from volunteers.models import Assignment, ColleaguePulse, Milestone, Thanks, Volunteer
from volunteers.queries.afterwards.statements import statement_of
from volunteers.queries.afterwards.thanks import thanked_for

NOVEMBER = date(2026, 11, 1)


def helped(cast: Cast, person: Volunteer, days: int = 3) -> tuple[Slot, Assignment]:
    """The person came to a time of two hours."""
    slot = open_slot(cast, seats=1, days=days)
    seat = say_yes(slot, person)
    return slot, record_attendance(
        assignment=seat, came=True, by=cast.actor(cast.leader), at=slot.ends_at
    )


def thank(cast: Cast, slot: Slot, words: str = "") -> Thanks:
    """The leader's thanks at the end."""
    return give_thanks(slot=slot, by=cast.actor(cast.leader), at=slot.ends_at, words=words)


def test_the_leaders_words_stand_behind_the_thanks(cast: Cast) -> None:
    slot, seat = helped(cast, make_volunteers(cast, 1)[0])

    thank(cast, slot, words="  Tak, det blev en god dag.  ")

    thanked = thanked_for(seat)
    assert thanked is not None
    assert thanked.words == "Tak, det blev en god dag."


def test_too_long_words_are_refused_and_nobody_is_thanked(cast: Cast) -> None:
    slot, _ = helped(cast, make_volunteers(cast, 1)[0])

    with pytest.raises(Invalid):
        thank(cast, slot, words="x" * 301)

    assert Thanks.objects.count() == 0


def test_a_milestone_appears_once_and_is_sent_as_thanks(cast: Cast) -> None:
    person = make_volunteers(cast, 1)[0]
    slots = [helped(cast, person, days=3 + n)[0] for n in range(2)]

    for slot in slots:
        thank(cast, slot)
        thank(cast, slot)

    assert list(Milestone.objects.values_list("number", flat=True)) == [1]
    kinds = Message.objects.filter(recipient_ref=person.pk, kind__startswith="tak")
    assert list(kinds.order_by("id").values_list("kind", flat=True)) == ["tak_foerste", "tak"]


def test_respect_is_answered_once_after_the_first_question(cast: Cast) -> None:
    slot, seat = helped(cast, make_volunteers(cast, 1)[0])
    by, at = cast.actor(cast.leader), slot.ends_at
    answer_pulse(assignment=seat, score=5, by=by, at=at)

    for score in (4, 1):
        answer_respect(assignment=seat, score=score, by=by, at=at)

    seat.refresh_from_db()
    assert (seat.pulse.score, seat.pulse.respect) == (5, 4)


def colleague_link() -> str:
    """The path in the newest mail to a colleague."""
    body = Message.objects.filter(kind="kort_spoergsmaal").latest("id").body
    return "/kort/" + body.split("/kort/")[1].split()[0]


def test_the_leader_is_asked_once_and_the_first_answer_stands(cast: Cast, client: Client) -> None:
    slot, _ = helped(cast, make_volunteers(cast, 1)[0])
    morning = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
    asked_twice = [ask_colleagues(morning), ask_colleagues(morning + timedelta(minutes=1))]
    path = colleague_link()

    with time_machine.travel(morning, tick=False):
        looks = client.get(path).status_code
        half = client.post(path, {"respect": "4"}).status_code
        first = client.post(path, {"respect": "4", "value": "5"}).status_code
        client.post(path, {"respect": "1", "value": "1"})

    pulse = ColleaguePulse.objects.get(task=slot.task)
    assert (asked_twice, looks, half, first) == ([1, 0], 200, 422, 302)
    assert (pulse.value, pulse.respect) == (5, 4)


def test_a_months_hours_sum_to_the_attendance(cast: Cast) -> None:
    slot = open_slot(cast, seats=8)
    group = come(cast, asked(cast, slot, 3), 3)
    by = cast.actor(cast.leader)
    record_group(group=group, came=2, hours=Decimal("1.5"), by=by, at=slot.ends_at)
    people = make_volunteers(cast, 3)
    for person in people:
        member(cast, group.association, person)
        seat = say_yes(slot, person)
        record_attendance(assignment=seat, came=True, by=by, at=slot.ends_at)

    statement = statement_of(group.association, NOVEMBER)

    assert (statement.group_hours, statement.member_hours) == (Decimal("3.0"), Decimal(6))
    assert statement.total == Decimal(9)


def test_two_members_hours_are_not_told(cast: Cast) -> None:
    association = make_association(cast)
    for n, person in enumerate(make_volunteers(cast, 2)):
        member(cast, association, person)
        helped(cast, person, days=3 + n)

    statement = statement_of(association, NOVEMBER)

    assert (statement.members_came, statement.member_hours) == (2, None)
    assert statement.total == 0


def test_the_statement_is_mailed_once(cast: Cast) -> None:
    slot = open_slot(cast, seats=4)
    group = come(cast, asked(cast, slot, 3), 3)
    record_group(group=group, came=3, by=cast.actor(cast.leader), at=slot.ends_at)
    early, due = (datetime(2026, 12, 1, hour, 0, tzinfo=UTC) for hour in (8, 10))

    sent = [send_statements(at) for at in (early, due, due + timedelta(days=1))]

    mail = Message.objects.get(kind="timeopgoerelse")
    assert sent == [0, 1, 0]
    assert "I alt 6,00 timer" in mail.body
    assert "kr" not in mail.body.replace("skriv", "")


@pytest.mark.parametrize("route", ["volunteers:statement", "volunteers:statement_file"])
def test_the_statement_is_read_and_fetched(cast: Cast, client: Client, route: str) -> None:
    slot = open_slot(cast, seats=4)
    group = come(cast, asked(cast, slot, 3), 3)
    record_group(group=group, came=3, by=cast.actor(cast.leader), at=slot.ends_at)

    with time_machine.travel(NOW, tick=False):
        client.force_login(cast.coordinator)
        answer = client.get(reverse(route, args=[group.association.uuid]), {"maaned": "2026-11"})

    assert answer.status_code == 200
    assert "6" in answer.content.decode()


def test_an_answer_on_behalf_keeps_its_channel(cast: Cast, client: Client) -> None:
    slot = open_slot(cast, seats=1)
    where = reverse("institutions:behalf", args=[slot.uuid, cast.helper.uuid])

    with time_machine.travel(NOW, tick=False):
        client.force_login(cast.coordinator)
        missing = client.post(where, {"answer": "ja"}).status_code
        done = client.post(where, {"answer": "ja", "channel": "phone", "accepts_rules": "on"})

    seat = Assignment.objects.select_related("offer").get(slot=slot)
    assert (missing, done.status_code) == (422, 302)
    assert seat.offer is not None
    assert (seat.state, seat.offer.channel) == ("confirmed", "phone")
